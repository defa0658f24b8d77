"""The bundle: one case as the panel reads it, on screen and on paper."""

from fastapi import Request, Response

from services.panel.domain.cases.core_summary import area, core_summary, milestones, month
from services.panel.queries.bundles import bundle_of
from services.panel.queries.cases import last_read_at, visible_case
from services.panel.queries.family_questions import questions_of
from services.panel.queries.relations import relations_to
from shared.people import Permission, can
from shared.web import HtmlRouter, Tx, page

router = HtmlRouter()


@router.get("/cases/{case_reference}/bundle", name="panel_bundle")
def bundle(request: Request, tx: Tx, case_reference: str) -> Response:
    case = visible_case(tx, case_reference)
    read_before, found = last_read_at(tx, case_reference), bundle_of(tx, case_reference)
    documents, new = found.documents, set[int]()
    versions = {str(one.number): one.version for one in documents}
    tx.audit("read_bundle", case=case_reference, reading=True, detail={"document_versions": versions})
    return page(
        request,
        "bundle.html",
        case=case,
        documents=documents,
        new=new,
        read_before=read_before,
        not_whole=found.not_whole,
        summary=core_summary(case),
        milestones=milestones(case),
        questions=questions_of(tx, case_reference),
        month=month(case.died_in),
        area=area(case.area),
        may_declare=can(tx.person, Permission.DECLARE_INTEREST, relations_to(tx, case_reference)),
        active="Cases",
    )
