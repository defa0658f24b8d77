"""The record of a meeting, written from what was recorded: who came, and what was decided on each case."""

from fastapi import Request, Response

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.scales import MODIFIABILITY
from services.panel.domain.cases.sources import day
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.attendance import MARK_LABELS, Mark
from services.panel.domain.meetings.meeting_status import BEGUN
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.pages.agenda_lines import AgendaLine, agenda_lines
from services.panel.queries.analyses import analyses_of
from services.panel.queries.meetings import visible_meeting
from shared.errors import NotFound
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page

router = HtmlRouter()


@router.get("/meetings/{meeting_id}/record", name="meeting_record")
def record(request: Request, tx: Tx, meeting_id: str) -> Response:
    meeting = visible_meeting(tx, meeting_id)
    if meeting.status not in BEGUN:
        raise NotFound("There is no record of a meeting that has not begun.")
    lines = agenda_lines(tx, meeting, london_day(tx.at))
    people = [(MARK_LABELS[mark], _names(meeting, mark)) for mark in Mark]
    decisions = [_decision(tx, meeting, line) for line in lines]
    return page(
        request,
        "meeting_record.html",
        meeting=meeting,
        people=people,
        lines=list(zip(lines, decisions, strict=True)),
    )


def _names(meeting: PanelMeeting, mark: Mark) -> str:
    seats = [f"{seat.name} ({seat.organisation})" for seat in meeting.seats if seat.mark is mark]
    return "; ".join(seats) or "Nobody"


def _decision(tx: Transaction, meeting: PanelMeeting, line: AgendaLine) -> list[tuple[str, str]]:
    """What this meeting signed off on the case; nothing where the case is closed to who reads."""
    if line.case is None:
        return []
    saved = [one for one in analyses_of(tx, line.case.reference) if one.meeting_id == meeting.id]
    return _in_words(saved[0].form) if saved else [("Decision", "Not signed off at this meeting")]


def _in_words(form: AnalysisForm) -> list[tuple[str, str]]:
    category = f"{form.category}. {form.categories[form.category].name}" if form.category else ""
    modifiable = [one.factor for one in form.factors if one.modifiable == "yes"]
    actions = [f"{one.text} ({one.owner}, due {day(one.due_on)})" for one in form.actions]
    always = [("Category", category), ("Modifiability", MODIFIABILITY.get(form.modifiability, ""))]
    if_any = [
        ("Order of categories set aside because", form.override_reason),
        ("Modifiable factors", "; ".join(modifiable)),
        ("Learning", " ".join(form.learning)),
        ("Actions", "; ".join(actions)),
        ("Dissent", form.dissent),
    ]
    return always + [(label, said) for label, said in if_any if said]
