"""The list of cases, and one case: what is missing, who holds it up, its holds and its history."""

from fastapi import Request, Response

from services.panel.actions.analysis.reopen_review import reopen_review
from services.panel.actions.cases.lift_hold import lift_hold
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.cases.move_case import move_case
from services.panel.actions.cases.place_hold import place_hold
from services.panel.domain.cases.case_filters import CASE_FILTERS
from services.panel.domain.cases.case_status import STATUS_LABELS, CaseStatus
from services.panel.domain.cases.core_summary import core_summary, timeliness
from services.panel.domain.cases.holds import BLOCKS, HOLD_KINDS
from services.panel.domain.cases.next_step import next_step
from services.panel.domain.cases.step_grounds import grounds_for
from services.panel.domain.cases.steps_by_hand import BY_HAND
from services.panel.domain.london_days import london_day
from services.panel.domain.refusals import CaseNotReady
from services.panel.domain.rights import rights_of
from services.panel.pages.asked_in_address import offered
from services.panel.pages.case_sections import case_navigation
from services.panel.pages.dates import date_from
from services.panel.queries.analyses import analyses_of
from services.panel.queries.cases import names_of, visible_case, visible_cases
from services.panel.queries.decisions import decisions_of
from services.panel.queries.family_questions import open_questions, questions_of
from services.panel.queries.relations import relations_to, sitting_for
from shared.errors import Fault, Invalid
from shared.people import Permission, can
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect, url_for

router = HtmlRouter()
PAGE = 25
CONCERNS = {CaseStatus.TRANSFERRED: "other_panel", CaseStatus.DUPLICATE: "other_case"}


@router.get("/cases", name="panel_cases")
def cases(request: Request, tx: Tx, show: str = "", area: str = "", number: str = "") -> Response:
    everything = visible_cases(tx)
    areas = sorted({case.area for case in everything})
    show, no_list = offered("show", "Show", show, CASE_FILTERS, otherwise="under_way")
    area, no_area = offered("area", "Area", area, areas)
    found = [case for case in everything if CASE_FILTERS[show].takes(case) and area in ("", case.area)]
    of = max(1, -(-len(found) // PAGE))
    at, no_page = _page_of(number, of)
    shown, faults = found[PAGE * (at - 1) :][:PAGE], [*no_list, *no_area, *no_page]
    tx.audit("view_cases", reading=True, detail={"show": show, "area": area, "cases": len(shown)})
    return page(
        request,
        "cases.html",
        422 if faults else 200,
        cases=shown,
        total=len(found),
        number=at,
        of=of,
        filters=[
            (key, f"{each.label} ({sum(map(each.takes, everything))})") for key, each in CASE_FILTERS.items()
        ],
        areas=areas,
        values={"show": show, "area": area},
        faults=faults,
        today=london_day(tx.at),
        url=url_for(request, "panel_cases", query={"show": show, "area": area, "number": ""}),
        office=can(tx.person, Permission.VIEW_ALL_CASES),
        finalises=can(tx.person, Permission.FINALISE_REVIEW),
        unanswered=len(open_questions(tx)) if can(tx.person, Permission.ANSWER_FAMILY_QUESTION) else 0,
        active="Cases",
    )


def _page_of(typed: str, of: int) -> tuple[int, list[Fault]]:
    """The page of the list that was asked for; the last one where the list has grown shorter since."""
    if not typed:
        return 1, []
    if typed.isascii() and typed.isdigit() and len(typed) < 7 and int(typed):
        return min(int(typed), of), []
    return 1, [Fault("", "There is no such page of the list: this is the first.")]


@router.get("/cases/{case_reference}", name="panel_case")
def case(request: Request, tx: Tx, case_reference: str) -> Response:
    return _case_page(request, tx, case_reference)


@router.post("/cases/{case_reference}/ready", name="panel_mark_ready")
def ready(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    try:
        mark_ready(tx, case_reference=case_reference, without_because=posted.text("without_because"))
    except CaseNotReady:
        fault = Fault(
            "without_because", "The case is not complete: say why it goes to the panel all the same"
        )
        return _case_page(request, tx, case_reference, posted, [fault])
    return redirect(request, "panel_case", "The case is ready for the panel.", case_reference=case_reference)


@router.post("/cases/{case_reference}/move", name="panel_move_case")
def move(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    try:
        status = next((one for one in BY_HAND if one == posted.text("status")), CaseStatus.COMPLETED)
        step = {"reason": posted.text("move_reason"), "ground": posted.text("ground")}
        concerns = posted.text(CONCERNS.get(status, ""))
        move_case(tx, case_reference=case_reference, status=status, concerns=concerns, **step)
    except Invalid as refusal:
        named = {"reason": "move_reason", "concerns": CONCERNS.get(status, "status")}
        return _case_page(request, tx, case_reference, posted, _named(refusal, **named))
    return redirect(request, "panel_case", "The case has been moved.", case_reference=case_reference)


@router.post("/cases/{case_reference}/holds", name="panel_place_hold")
def hold(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    placed_on, unreadable = date_from(posted, "placed_on")
    try:
        place_hold(
            tx,
            case_reference=case_reference,
            kind=posted.text("kind"),
            reason=posted.text("hold_reason"),
            placed_on=placed_on,
        )
    except Invalid as refusal:
        unread = {fault.field for fault in unreadable}
        others = [one for one in _named(refusal, reason="hold_reason") if one.field not in unread]
        return _case_page(request, tx, case_reference, posted, [*others, *unreadable])
    return redirect(request, "panel_case", "The case is on hold.", case_reference=case_reference)


@router.post("/cases/{case_reference}/holds/{hold_id}/lift", name="panel_lift_hold")
def lift(request: Request, tx: Tx, posted: Posted, case_reference: str, hold_id: str) -> Response:
    because, although = f"because-{hold_id}", f"although_open-{hold_id}"
    try:
        lift_hold(
            tx,
            case_reference=case_reference,
            hold_id=hold_id,
            because=posted.text(because),
            although_open=bool(posted.text(although)),
        )
    except Invalid as refusal:
        faults = _named(refusal, because=because, although_open=although)
        return _case_page(request, tx, case_reference, posted, faults)
    return redirect(request, "panel_case", "The hold has been lifted.", case_reference=case_reference)


@router.post("/cases/{case_reference}/reopen", name="panel_reopen")
def reopen(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    visible_case(tx, case_reference)  # Every chair may reopen: one who may not see it learns of no case.
    try:
        said = {name: posted.text(f"reopen_{name}") for name in ("reason", "ground", "authorised_by")}
        reopen_review(tx, case_reference=case_reference, **said)
    except Invalid as refusal:
        named = {name: f"reopen_{name}" for name in said}
        return _case_page(request, tx, case_reference, posted, _named(refusal, **named))
    return redirect(request, "panel_case", "The review is open again.", case_reference=case_reference)


def _case_page(
    request: Request,
    tx: Transaction,
    case_reference: str,
    posted: PostedForm | None = None,
    faults: list[Fault] | None = None,
) -> Response:
    found, relations = visible_case(tx, case_reference), relations_to(tx, case_reference)
    tx.audit("view_case", case=case_reference, reading=True)
    today = london_day(tx.at)
    return page(
        request,
        "case.html",
        422 if faults else 200,
        case=found,
        sections=case_navigation(request, tx.person, relations, case_reference),
        questions=questions_of(tx, case_reference),
        summary=core_summary(found),
        clocks=timeliness(found),
        today=today,
        missing=found.missing(today),
        sitting=sitting_for(tx, case_reference),
        completed=[one for one in analyses_of(tx, case_reference) if one.completed_on],
        names=names_of(tx, case_reference),
        may={permission.value: can(tx.person, permission, relations) for permission in Permission},
        rights=rights_of(tx.person, relations, found.status),
        chair=can(tx.person, Permission.COMPLETE_REVIEW, relations),
        decisions=decisions_of(tx, case_reference),
        next_step=next_step(found, today),
        steps=[(one.value, STATUS_LABELS[one]) for one in BY_HAND if found.may_move_to(one)],
        out_of_scope=[(one.id, one.label, one.hint) for one in grounds_for(CaseStatus.OUT_OF_SCOPE)],
        to_light=[(one.id, one.label, one.hint) for one in grounds_for(CaseStatus.REOPENED)],
        hold_kinds=HOLD_KINDS,
        blocks=BLOCKS,
        labels=STATUS_LABELS,
        listable=found.may_move_to(CaseStatus.LISTED),
        ready_possible=found.may_be_made_ready,
        values=posted,
        faults=faults or [],
        active="Cases",
    )


def _named(refusal: Invalid, **names: str) -> list[Fault]:
    """The faults under the names that the page's fields have."""
    return [Fault(names.get(fault.field, fault.field), fault.message) for fault in refusal.faults]
