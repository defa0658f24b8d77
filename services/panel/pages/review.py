"""The recorder's page: the analysis written down while people speak, saved section by section."""

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from services.panel.actions.analysis.keep_text import keep_text
from services.panel.actions.analysis.save_section import save_section
from services.panel.actions.analysis.write_sections import write_sections
from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.sections import SECTIONS, content_of
from services.panel.domain.cases.case_status import SIGNED_OFF
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.refusals import ReviewLocked, SectionChangedMeanwhile
from services.panel.pages.analysis_fields import ROWS, action_ids, form_from, rows_shown
from services.panel.pages.posted_dates import read_number
from services.panel.pages.review_shown import review_page, versions_of
from services.panel.queries.analyses import analysis_at, newest_analysis
from services.panel.queries.cases import visible_case
from services.panel.queries.relations import relations_to
from shared.errors import Fault, NotFound
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, redirect

router = HtmlRouter()
KEPT = (
    "Somebody else has changed this section since you opened it. Your text is kept. Press Save to bring the "
    "two together."
)
LOCKED = "The review was signed off meanwhile. What you typed is still here, and was not saved."


@router.get("/cases/{case_reference}/review", name="panel_review")
def review(request: Request, tx: Tx, case_reference: str, add: str = "") -> Response:
    case = _case_to_record(tx, case_reference)
    if case.status in SIGNED_OFF:
        version = case.review_version
        return redirect(
            request, "panel_completed_review", case_reference=case_reference, review_version=version
        )
    saved = newest_analysis(tx, case_reference, case.review_version + 1)
    tx.audit("open_review", case=case_reference, reading=True)
    form = saved.form if saved else AnalysisForm()
    return review_page(request, tx, case, form, versions=versions_of(saved), add=add)


@router.post("/cases/{case_reference}/review", name="panel_save_review")
def save(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    case = _case_to_record(tx, case_reference)
    form, faults = _typed(tx, posted, case)
    versions = _versions(posted)
    if faults:
        again = {"values": posted, "rows": rows_shown(posted), "faults": faults, "status": 422}
        return review_page(request, tx, case, form, versions=versions, **again)  # type: ignore[arg-type]
    try:
        contents = {section: (content_of(form, section), version) for section, version in versions.items()}
        written = write_sections(tx, case_reference=case_reference, contents=contents)
    except ReviewLocked as refusal:
        locked = Fault("death", f"{refusal.title}. {refusal.detail} What you typed is below.")
        return review_page(request, tx, case, form, versions=versions, faults=[locked], status=409)
    for text_id in written.kept.values():
        return redirect(request, "panel_kept_text", case_reference=case_reference, text_id=text_id)
    return _saved(request, case_reference, form, posted, [SECTIONS[one].label for one in written.joined])


@router.post("/cases/{case_reference}/review/sections/{section}", name="panel_save_section")
def save_in_the_background(tx: Tx, posted: Posted, case_reference: str, section: str) -> Response:
    """One section, sent by the page's script while somebody types. Text in the way of another's is kept."""
    case = _case_to_record(tx, case_reference)
    if section not in SECTIONS:
        raise NotFound("The form has no such section.")
    form, faults = _typed(tx, posted, case)
    if faults and section == "actions":
        return _answer(422, faults[0].message)
    content, version = content_of(form, section), _versions(posted)[section]
    where = {"case_reference": case_reference, "section": section}
    try:
        saved = save_section(tx, **where, content=content, version=version)
    except SectionChangedMeanwhile:
        keep_text(tx, **where, content=content, version=version)
        return _answer(409, KEPT)
    except ReviewLocked:
        return _answer(409, LOCKED)
    fields = {f"version-{section}": str(saved)}
    if section == "actions":
        fields |= action_ids(posted, analysis_at(tx, case_reference, case.review_version + 1, saved))
    return JSONResponse({"fields": fields})


def _saved(
    request: Request, case_reference: str, form: AnalysisForm, posted: PostedForm, joined: list[str]
) -> Response:
    wanted = posted.text("do")
    said = (
        f"Saved, together with what somebody else wrote meanwhile in: {', '.join(joined)}." if joined else ""
    )
    answer = redirect(request, "panel_review", said or "Saved.", case_reference=case_reference)
    if wanted in ROWS:
        number = len(getattr(form, ROWS[wanted]))
        answer.headers["location"] += f"?add={wanted}#row-{wanted}-{number}"
    elif wanted.removeprefix("save-") in SECTIONS:
        answer.headers["location"] += f"#section-{wanted.removeprefix('save-')}"
    return answer


def _typed(tx: Transaction, posted: PostedForm, case: ReviewCase) -> tuple[AnalysisForm, list[Fault]]:
    """What was typed, read by the versions that the analysis so far was written in."""
    saved = newest_analysis(tx, case.reference, case.review_version + 1)
    return form_from(posted, saved.form if saved else AnalysisForm())


def _versions(posted: PostedForm) -> dict[str, int]:
    """What each section was typed over; a field "version" stands for sections without one of their own."""
    whole = read_number(posted, "version", "")[0]
    named = {section: f"version-{section}" for section in SECTIONS}
    return {
        section: read_number(posted, name, "")[0] if posted.text(name) else whole
        for section, name in named.items()
    }


def _answer(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status)


def _case_to_record(tx: Transaction, case_reference: str) -> ReviewCase:
    case = visible_case(tx, case_reference)
    check(tx.person, Permission.RECORD_ANALYSIS, relations_to(tx, case_reference))
    return case
