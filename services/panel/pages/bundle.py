"""The bundle: one case as the panel reads it, on screen and on paper."""

from fastapi import Request, Response

from services.panel.domain.bundles.bundle import assemble, waiting_for_parts
from services.panel.domain.cases.core_summary import area, core_summary, milestones, month
from services.panel.queries.cases import arrivals, last_read_at, parts_of, visible_case
from services.panel.queries.family_questions import questions_of
from services.panel.queries.relations import relations_to
from shared.people import Permission, can
from shared.web import HtmlRouter, Tx, page

router = HtmlRouter()


@router.get("/cases/{case_reference}/bundle", name="panel_bundle")
def bundle(request: Request, tx: Tx, case_reference: str) -> Response:
    case = visible_case(tx, case_reference)
    parts, read_before = parts_of(tx, case_reference), last_read_at(tx, case_reference)
    documents = assemble(parts)
    came = arrivals(tx, case_reference)
    new = {
        one.number for one in documents if read_before and came[one.material_id, one.version] > read_before
    }
    versions = {str(one.number): one.version for one in documents}
    tx.audit("read_bundle", case=case_reference, reading=True, detail={"document_versions": versions})
    return page(
        request,
        "bundle.html",
        case=case,
        documents=documents,
        new=new,
        read_before=read_before,
        not_whole=waiting_for_parts(parts),
        summary=core_summary(case),
        milestones=milestones(case),
        questions=questions_of(tx, case_reference),
        month=month(case.died_in),
        area=area(case.area),
        may_declare=can(tx.person, Permission.DECLARE_INTEREST, relations_to(tx, case_reference)),
        active="Cases",
    )
