"""The figures of local practice that the panel shows, each by its id, on a real database and its pages."""

import csv
import html
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from deploy.personas import PERSONAS
from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.quorum.make_quorum_rules import make_quorum_rules
from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.seats import Seat
from services.panel.domain.quorum.quorum import QuorumRules
from services.panel.queries.relations import sitting_for
from tests.integration.panel.conftest import CASE, SEATS, Browser, Panel, a_notification

SignIn = Callable[[str], Browser]


def words_on(browser: Browser, path: str) -> str:
    """What a page says, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", browser.get(path).text)).split())


def held(panel: Panel, days: Iterable[date], seats: Iterable[list[Seat]] = ()) -> None:
    """Meetings that were held on these days, with their registers."""
    registers = iter(seats)
    for number, day in enumerate(days):
        meeting = PanelMeeting(f"m{number}", day, "09:30", "Room", "all_deaths", "default-1", 0)
        meeting.status = MeetingStatus.CLOSED
        meeting.seats.extend(next(registers, []))
        panel.act("cdr-manager", lambda tx, kept=meeting: tx.session.add(kept))


def test_figure_a4_twenty_panels_in_two_years_are_four_fewer_than_one_each_month(
    panel: Panel, sign_in: SignIn
) -> None:
    held(panel, (date(2009 + (3 + n) // 12, (3 + n) % 12 + 1, 9) for n in range(20)))
    span = "first-day=1&first-month=4&first-year=2009&last-day=31&last-month=3&last-year=2011"
    page = words_on(sign_in("cdr-manager"), f"/reports?{span}")
    assert "20 meetings held of 20 planned." in page
    assert "0.83 a month, 4 fewer than one each month." in page


def test_figure_a6_one_panel_a_month_of_eight_has_room_for_96_a_year_and_says_when_the_queue_is_cleared(
    panel: Panel, sign_in: SignIn
) -> None:
    for case in ("LLR-2026-0001", "LLR-2026-0002"):
        panel.notified(case)
        panel.act("cdr-manager", mark_ready, case_reference=case)
    page = words_on(sign_in("cdr-manager"), "/meetings")
    assert "96 a year: one panel a month, 8 cases each" in page
    assert "Cleared in 1 month." in page


def test_figure_a6_says_by_how_much_the_queue_grows_where_more_come_than_are_reviewed(
    panel: Panel, sign_in: SignIn
) -> None:
    for number in range(60):
        on = date(2025, 12, 1) + timedelta(days=3 * number)
        panel.tell(a_notification(f"LLR-2025-{number:04}", notified_on=on))
    assert "Grows by 2.0 cases a month." in words_on(sign_in("cdr-manager"), "/meetings")


def listed(panel: Panel, number: int) -> str:
    """A meeting with its members, of which the published agenda has so many cases."""
    cases = [f"LLR-2026-{each:04}" for each in range(107, 107 + number)]
    panel.notified(cases[0])
    meeting_id = panel.on_agenda(cases[0])
    for case in cases[1:]:
        panel.notified(case)
        panel.act("cdr-manager", mark_ready, case_reference=case)
        late = {"late_because": "It was ready a day late"}
        panel.act("cdr-manager", put_case_on_agenda, meeting_id=meeting_id, case_reference=case, **late)
    return meeting_id


def test_figure_a9_an_agenda_of_seven_cases_is_accepted_and_shown_as_below_target(
    panel: Panel, sign_in: SignIn
) -> None:
    meeting_id = listed(panel, 7)
    page = words_on(sign_in("cdr-manager"), f"/meetings/{meeting_id}")
    assert "Agenda published Below target" in page
    assert "7 on the agenda." in page


def test_figure_a10_with_five_of_six_sectors_the_missing_one_is_named_and_the_meeting_recorded(
    panel: Panel, sign_in: SignIn
) -> None:
    panel.notified()
    meeting_id = panel.on_agenda()
    panel.everybody_present(meeting_id)
    page = words_on(sign_in("panel-chair"), f"/meetings/{meeting_id}")
    assert "Nobody from: Emergency services. The meeting is recorded all the same." in page


def thirty_five_seats() -> list[list[Seat]]:
    """The registers of five meetings: 108 present, 19 apologies, 48 blank."""
    marks = [Mark.PRESENT] * 108 + [Mark.APOLOGIES] * 19 + [Mark.NOT_RECORDED] * 48
    registers: list[list[Seat]] = [[] for _ in range(5)]
    for number, mark in enumerate(marks):
        seat = number // 5
        name, body = f"Member {seat:02}", f"Organisation {seat // 2:02}"
        registers[number % 5].append(Seat(f"p{seat}", name, "police", body, "emergency_services", mark))
    return registers


def test_figure_c1_a_blank_in_the_register_is_not_recorded_and_neither_absent_nor_apologies(
    panel: Panel, sign_in: SignIn
) -> None:
    held(panel, (date(2011, month, 10) for month in range(1, 6)), thirty_five_seats())
    manager = sign_in("cdr-manager")
    rows = list(csv.reader(io.StringIO(manager.get("/register.csv").content.decode("utf-8-sig"))))
    totals = {row[0]: row[-1] for row in rows}
    assert (totals["Present"], totals["Apologies"], totals["Not recorded"]) == ("108", "19", "48")
    cells = [cell for row in rows[1:36] for cell in row[2:7]]
    assert (cells.count("✓"), cells.count("AP"), cells.count("")) == (108, 19, 48)
    page = words_on(manager, "/register")
    assert "Not recorded" in page
    assert "Absent" not in page


def judged_by(
    panel: Panel, rules: QuorumRules, seats: tuple[tuple[str, str, str, str], ...]
) -> tuple[str, ...]:
    """What is missing of a meeting that is held by these rules with these members."""
    made = panel.act("cdr-manager", make_quorum_rules, rules=rules)
    panel.notified()
    for each in seats:
        seat(panel, *each)
    place = {"held_on": date(2026, 6, 15), "starts": "09:30", "place": "Room 1"}
    [meeting] = panel.act("cdr-manager", plan_meeting, **place, quorum_rules=made.id)
    panel.act("cdr-manager", mark_ready, case_reference=CASE)
    panel.act("cdr-manager", put_case_on_agenda, meeting_id=meeting.id, case_reference=CASE)
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting.id)
    panel.everybody_present(meeting.id, seats)
    return tuple(panel.reading("cdr-manager", lambda tx: sitting_for(tx, CASE)).quorum.missing)


def seat(panel: Panel, person: str, role: str, organisation: str, sector: str) -> None:
    given = {"person_id": person, "name": PERSONAS[person].name, "role": role, "organisation": organisation}
    since = date(2020, 1, 1)
    panel.act("cdr-manager", seat_panel_member, **given, sector=sector, valid_from=since)


RULES = QuorumRules("", "", 0, date(2026, 6, 15), "Terms of reference of June 2026")


def test_figure_c17_six_members_and_four_named_roles_can_be_a_rule_set(panel: Panel) -> None:
    roles = ("chair", "designated_doctor", "social_care", "police")
    rules = replace(RULES, name="Six members and four roles", minimum_people=6, roles=roles)
    assert judged_by(panel, rules, SEATS) == ("the police", "1 more member (5 of 6 here)")


def test_figure_c18_four_organisations_can_be_a_rule_set_and_are_not_people(panel: Panel) -> None:
    rules = replace(RULES, name="Four organisations", minimum_organisations=4)
    one_trust = tuple((person, role, "One trust", sector) for person, role, _, sector in SEATS[3:])
    assert judged_by(panel, rules, (*SEATS[:2], *one_trust)) == ("1 more organisation (3 of 4 here)",)


FORM = AnalysisForm(
    cause_of_death="Meningococcal sepsis",
    summary="A baby who became ill over a day.",
    category=9,
    factors=(),
    modifiability="none",
    actions=(AgreedAction("Offer smoking cessation", "Public health", "local", date(2026, 7, 1)),),
)


def test_figure_e11_an_action_with_no_feedback_by_its_date_is_overdue_on_the_next_agenda(
    panel: Panel, sign_in: SignIn
) -> None:
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    panel.act("cdr-manager", save_analysis, case_reference=CASE, form=FORM, version=0)
    panel.act("panel-chair", complete_review, case_reference=CASE)
    panel.at = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
    place = {"held_on": date(2026, 7, 16), "starts": "09:30", "place": "Room 1"}
    [following] = panel.act("cdr-manager", plan_meeting, **place)
    overdue = words_on(sign_in("cdr-manager"), f"/meetings/{following.id}").partition("Overdue actions")[2]
    assert "Offer smoking cessation" in overdue
    assert "1 July 2026" in overdue
