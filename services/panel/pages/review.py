"""Recording a review as the panel speaks, completing it, and reading it once it is locked."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.record_discussion import record_discussion
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.analysis_differences import differences
from services.panel.domain.analysis.analysis_faults import analysis_faults
from services.panel.domain.analysis.scales import (
    DOMAINS,
    LEVELS,
    MODIFIABILITY,
    MODIFIABLE,
    MODIFIABLE_MEANING,
    SCALES,
)
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.sources import in_words
from services.panel.domain.family.family_questions import open_question_faults
from services.panel.domain.learning.agreed_action_faults import smart_hints
from services.panel.domain.learning.recommendation_kinds import RECOMMENDATION_KINDS
from services.panel.domain.london_days import london_day
from services.panel.domain.refusals import (
    AnalysisChangedMeanwhile,
    CaseCannotMove,
    CaseHeld,
    CaseNotListed,
    MeetingNotBegun,
    PanelNotQuorate,
    ReviewLocked,
)
from services.panel.pages.analysis_fields import form_from, rows_shown, values_of
from services.panel.pages.posted_dates import read_number
from services.panel.queries.analyses import analyses_of, due_dates_agreed, newest_analysis
from services.panel.queries.cases import names_of, visible_case
from services.panel.queries.family_questions import questions_of
from services.panel.queries.relations import relations_to, sitting_for
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.themes import THEMES
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()
UNDECIDED = (PanelNotQuorate, MeetingNotBegun, CaseNotListed, CaseCannotMove, CaseHeld)
ROWS = {"factor": "factors", "learning": "learning", "action": "actions"}
LISTS: dict[str, Any] = {
    "domains": DOMAINS,
    "modifiable": MODIFIABLE,
    "modifiability": MODIFIABILITY,
    "levels": LEVELS,
    "meaning": MODIFIABLE_MEANING,
    "in_words": in_words,
    "action_kinds": [(one.id, f"{one.label}: {one.means}") for one in RECOMMENDATION_KINDS.values()],
    "theme_options": [(one.id, one.label) for one in sorted(THEMES.values(), key=lambda one: one.label)],
}


@router.get("/cases/{case_reference}/review", name="panel_review")
def review(request: Request, tx: Tx, case_reference: str, add: str = "") -> Response:
    case = _case_to_record(tx, case_reference)
    if case.status is CaseStatus.COMPLETED:
        version = case.review_version
        return redirect(
            request, "panel_completed_review", case_reference=case_reference, review_version=version
        )
    saved = newest_analysis(tx, case_reference, case.review_version + 1)
    form = saved.form if saved else AnalysisForm()
    tx.audit("open_review", case=case_reference, reading=True)
    return _review_page(request, tx, case, form, add=add, version=saved.version if saved else 0)


@router.post("/cases/{case_reference}/review", name="panel_save_review")
def save(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    case = _case_to_record(tx, case_reference)
    form, faults = form_from(posted, AnalysisForm())
    version, wanted = read_number(posted, "version", "")[0], posted.text("do")
    if faults:
        rows = rows_shown(posted)
        return _review_page(
            request, tx, case, form, version=version, faults=faults, status=422, values=posted, rows=rows
        )
    try:
        save_analysis(tx, case_reference=case_reference, form=form, version=version)
        if wanted == "complete":
            complete_review(tx, case_reference=case_reference)
        if wanted == "discussed":
            record_discussion(tx, case_reference=case_reference, reason=posted.text("discussed_reason"))
    except AnalysisChangedMeanwhile as clash:
        return _clash(request, tx, case, form, clash.saved_version)
    except ReviewLocked as refusal:
        return _locked(request, tx, case, form, wanted, refusal)
    except Invalid as refusal:
        return _review_page(request, tx, case, form, version=version, faults=list(refusal.faults), status=422)
    except UNDECIDED as refusal:
        wrong = [Fault("attendance", f"{refusal.title}. {refusal.detail}")]
        wrong += analysis_faults(
            form, london_day(tx.at), due_dates_agreed(tx, case_reference, case.review_version)
        )
        wrong += open_question_faults(questions_of(tx, case_reference))
        return _review_page(request, tx, case, form, version=version, faults=wrong, status=409)
    return _after(request, case_reference, form, wanted)


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
    return page(
        request,
        "completed_review.html",
        case=case,
        shown=shown,
        others=[one for one in saved if one.completed_on and one.review_version != review_version],
        saves=[one for one in saved if one.review_version == review_version],
        grades=SCALES[shown.form.scale_version].grades,
        may_reopen=can(tx.person, Permission.REOPEN_REVIEW, relations_to(tx, case_reference)),
        active="Cases",
        **LISTS,
    )


def _case_to_record(tx: Transaction, case_reference: str) -> ReviewCase:
    case = visible_case(tx, case_reference)
    check(tx.person, Permission.RECORD_ANALYSIS, relations_to(tx, case_reference))
    return case


def _clash(
    request: Request,
    tx: Transaction,
    case: ReviewCase,
    form: AnalysisForm,
    version: int,
    *,
    faults: Sequence[Fault] = (),
) -> Response:
    """Both texts: what somebody saved meanwhile, and what was typed here, which is kept in the form."""
    review = case.review_version + (case.status is not CaseStatus.COMPLETED)
    saved = newest_analysis(tx, case.reference, review)
    theirs = saved.form if saved else AnalysisForm()
    return _review_page(
        request,
        tx,
        case,
        form,
        version=version,
        faults=faults,
        status=409,
        clash=saved,
        different=differences(theirs, form),
    )


def _locked(
    request: Request,
    tx: Transaction,
    case: ReviewCase,
    form: AnalysisForm,
    wanted: str,
    refusal: ReviewLocked,
) -> Response:
    """The review was completed meanwhile: with this very text, so all is well, or else nothing is lost."""
    completed = newest_analysis(tx, case.reference, case.review_version)
    if wanted == "complete" and completed and completed.form == form:
        return _after(request, case.reference, form, wanted)
    locked = Fault("attendance", f"{refusal.title}. {refusal.detail} What you typed is below.")
    return _clash(request, tx, case, form, 0, faults=[locked])


def _after(request: Request, case_reference: str, form: AnalysisForm, wanted: str) -> RedirectResponse:
    if wanted == "complete":
        return redirect(
            request,
            "panel_case",
            "The review is completed, locked and told to theming.",
            case_reference=case_reference,
        )
    if wanted == "discussed":
        return redirect(request, "panel_case", "Recorded as discussed.", case_reference=case_reference)
    answer = redirect(request, "panel_review", "Saved.", case_reference=case_reference)
    if wanted in ROWS:
        number = len(getattr(form, ROWS[wanted]))
        answer.headers["location"] += f"?add={wanted}#row-{wanted}-{number}"
    return answer


def _review_page(
    request: Request,
    tx: Transaction,
    case: ReviewCase,
    form: AnalysisForm,
    *,
    version: int,
    add: str = "",
    status: int = 200,
    **context: object,
) -> Response:
    pointed = form.categories.pointed_to_by(form.cause_of_death)
    rows = {
        kind: max(len(getattr(form, field)) + int(add == kind), 1 if kind == "factor" else 0)
        for kind, field in ROWS.items()
    }
    relations = relations_to(tx, case.reference)
    shown = {
        "values": values_of(form),
        "rows": rows,
        "faults": [],
        "case": case,
        "version": version,
        "sitting": sitting_for(tx, case.reference),
        "questions": questions_of(tx, case.reference),
        "categories": form.categories,
        "hints": {n: smart_hints(one, london_day(tx.at)) for n, one in enumerate(form.actions)},
        "pointed": [(form.categories[number], word) for number, word in pointed.items()],
        "grades": SCALES[form.scale_version].grades,
        "may_complete": can(tx.person, Permission.COMPLETE_REVIEW, relations),
        "may_discuss": case.may_move_to(CaseStatus.REVIEWED),
        "names": names_of(tx, case.reference),
        "active": "Cases",
    }
    return page(request, "review.html", status, **{**shown, **LISTS, **context})
