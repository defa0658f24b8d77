"""Reading a review once it is locked, with the reviews before it and every version that was saved."""

from fastapi import Request, Response

from services.panel.domain.analysis.form_versions import form_versions
from services.panel.domain.analysis.scales import SCALES
from services.panel.domain.analysis.sections import SECTIONS
from services.panel.pages.review_shown import LISTS
from services.panel.queries.analyses import analyses_of
from services.panel.queries.cases import visible_case
from services.panel.queries.relations import relations_to
from shared.errors import NotFound
from shared.people import Permission, can
from shared.web import HtmlRouter, Tx, page

router = HtmlRouter()


@router.get("/cases/{case_reference}/review/{review_version}", name="panel_completed_review")
def completed(request: Request, tx: Tx, case_reference: str, review_version: int) -> Response:
    case = visible_case(tx, case_reference)
    saved = analyses_of(tx, case_reference)
    shown = next((one for one in saved if one.review_version == review_version and one.completed_on), None)
    if shown is None:
        raise NotFound("There is no completed review with this number.")
    tx.audit(
        "read_review", case=case_reference, reading=True, detail={"review_version": shown.review_version}
    )
    saves = [one for one in saved if one.review_version == review_version]
    return page(
        request,
        "completed_review.html",
        case=case,
        shown=shown,
        others=[one for one in saved if one.completed_on and one.review_version != review_version],
        saves=[(one, [SECTIONS[section].label for section in one.sections]) for one in saves],
        grades=SCALES[shown.form.scale_version].grades,
        form_version=form_versions()[shown.form.form_version],
        may_reopen=can(tx.person, Permission.REOPEN_REVIEW, relations_to(tx, case_reference)),
        active="Cases",
        **LISTS,
    )
