"""The chair's page of a case: what is to be decided, on what members differ, what is in the way."""

from typing import Any

from fastapi import Request, Response

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.decisions.decision import in_force
from services.panel.domain.london_days import london_day
from services.panel.pages.review_shown import about_the_case, about_the_form
from services.panel.queries.analyses import newest_analysis
from services.panel.queries.cases import visible_case
from services.panel.queries.decisions import decisions_of, sign_off_faults
from services.panel.queries.ratings import opened_differences, rating_progress
from services.panel.queries.relations import relations_to
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page

router = HtmlRouter()


@router.get("/cases/{case_reference}/chair", name="panel_chair")
def chair(request: Request, tx: Tx, case_reference: str) -> Response:
    case = visible_case(tx, case_reference)
    check(tx.person, Permission.COMPLETE_REVIEW, relations_to(tx, case_reference))
    saved = newest_analysis(tx, case_reference, case.review_version + 1)
    form = saved.form if saved else AnalysisForm()
    tx.audit("open_review", case=case_reference, reading=True)
    return page(
        request,
        "chair.html",
        **about_the_form(tx, case, form),
        **about_the_case(request, tx, case),
        **_differences(tx, case_reference),
        form=form,
        saved=saved,
        faults=sign_off_faults(tx, case, form, london_day(tx.at)),
        decision=in_force(decisions_of(tx, case_reference), case.review_version + 1),
    )


def _differences(tx: Transaction, case_reference: str) -> dict[str, Any]:
    """How far the members' own ratings have come; where they differ, once they are open."""
    return {
        "progress": rating_progress(tx, case_reference),
        "differences": opened_differences(tx, case_reference),
    }
