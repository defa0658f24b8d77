"""Panels of the demonstration, their series of meetings, an expert asked about one case, a late item."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from deploy.demo.case import DemoCase
from deploy.personas import PERSONAS
from deploy.seeding.panels import SEATS_FROM, PanelDesk
from deploy.seeding.people import MANAGER
from services.panel.actions.cases.set_case_themes import set_case_themes
from services.panel.actions.meetings.answer_invitation import answer_invitation
from services.panel.actions.meetings.change_panel_seat import change_panel_seat
from services.panel.actions.meetings.invite_expert import invite_expert
from services.panel.actions.meetings.keep_panel import keep_panel
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.domain.cases.case_themes import suggested_themes
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import DEFAULT_PANEL
from services.panel.domain.meetings.panels import PANEL_TYPES, Panel
from services.panel.queries.cases import cases_ready, visible_cases
from services.panel.queries.meetings import all_members, visible_meetings
from services.panel.queries.panels import all_panels
from shared.storage import Transaction
from shared.working_days import add_working_days

AREA = "Leicester, Leicestershire and Rutland"
PLACE = "Sample House, room 2, and by video"
SERIES = (("Neonatal panel", 4, 3), ("Regional panel on deaths in water", 1, 1))
ON_THE_NEONATAL_PANEL = ("panel-chair", "designated-doctor", "member-acute", "panel-member")


def show_meetings(desk: PanelDesk, cases: Iterable[DemoCase], now: datetime) -> None:
    """Once: panels, addresses, themes of cases, a neonatal series, an expert, a late item, answers."""
    with desk.database.transaction(person=MANAGER, at=now) as tx:
        if len(all_panels(tx)) > 1:
            return
        _panels(tx)
        _members(tx)
        _themes(tx)
        _series(tx, now.date())
        _around_the_next_meeting(desk, tx, now)


def _panels(tx: Transaction) -> None:
    for id, name, kind, area, theme in (
        (DEFAULT_PANEL, f"{AREA} all-cause panel", "all_deaths", AREA, ""),
        ("", "Neonatal panel", "neonatal", AREA, ""),
        ("", "Regional panel on deaths in water", "regional_themed", "East Midlands", "Drowning"),
    ):
        row = PANEL_TYPES[kind]
        numbers = (row.quorum_rules, row.target_cases, row.meetings_a_year)
        keep_panel(tx, panel=Panel(id, name, kind, area, theme, *numbers, valid_from=SEATS_FROM))


def _members(tx: Transaction) -> None:
    neonatal = next(panel.id for panel in all_panels(tx) if panel.kind == "neonatal")
    for member in all_members(tx):
        also = [neonatal] if member.person_id in ON_THE_NEONATAL_PANEL else []
        change_panel_seat(
            tx,
            person_id=member.person_id,
            valid_from=member.valid_from,
            email=f"{member.person_id}@panel.example",
            panels=[DEFAULT_PANEL, *also],
        )


def _themes(tx: Transaction) -> None:
    for case in visible_cases(tx):
        if themes := [one.theme for one in suggested_themes(case)]:
            set_case_themes(tx, case_reference=case.reference, themes=themes)


def _series(tx: Transaction, today: date) -> None:
    first = add_working_days(today + timedelta(days=30), 1)
    for panel in all_panels(tx):
        for name, count, every in SERIES:
            if panel.name == name:
                plan_meeting(
                    tx,
                    held_on=first,
                    starts="13:30",
                    place=PLACE,
                    kind=panel.kind,
                    theme=panel.theme,
                    quorum_rules=panel.quorum_rules,
                    target_cases=panel.target_cases,
                    months=count,
                    every=every,
                    panel_id=panel.id,
                )


def _around_the_next_meeting(desk: PanelDesk, tx: Transaction, now: datetime) -> None:
    tx.session.flush()
    coming = [one for one in visible_meetings(tx) if one.status is MeetingStatus.AGENDA_PUBLISHED]
    if not coming or not coming[0].agenda:
        return
    meeting = coming[0]
    _expert(tx, meeting)
    if ready := cases_ready(tx):
        put_case_on_agenda(
            tx,
            meeting_id=meeting.id,
            case_reference=ready[0].reference,
            late_because="The last report came after the agenda had gone out.",
        )
    for person, answer in (("member-acute", "coming"), ("member-police", "remote")):
        if any(seat.person_id == person for seat in meeting.seats):
            answering = desk.by(tx, PERSONAS[person], now)
            answer_invitation(answering, meeting_id=meeting.id, answer=answer)


def _expert(tx: Transaction, meeting: PanelMeeting) -> None:
    expert = PERSONAS["invited-expert"]
    if any(seat.person_id == expert.id for seat in meeting.seats):
        return
    invite_expert(
        tx,
        meeting_id=meeting.id,
        person_id=expert.id,
        name=expert.name,
        organisation=expert.organisation,
        sector="acute_hospital",
        email=f"{expert.id}@panel.example",
        cases=[meeting.agenda[0].case_reference],
    )
