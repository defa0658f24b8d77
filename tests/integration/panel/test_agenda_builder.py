"""Preparing agendas: proposal, order, late items and papers, panels, series and the themes of cases."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.cases.place_hold import place_hold
from services.panel.actions.cases.set_case_themes import set_case_themes
from services.panel.actions.meetings.change_panel_seat import change_panel_seat
from services.panel.actions.meetings.keep_panel import keep_panel
from services.panel.actions.meetings.order_agenda import order_agenda
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.meetings.take_agenda_back import take_agenda_back
from services.panel.domain.meetings.meeting_refusals import AgendaHasChanged, CaseCannotBeListed
from services.panel.domain.meetings.panels import Panel as PanelRow
from services.panel.queries.case_themes import themes_of
from services.panel.queries.late_papers import late_papers
from services.panel.queries.meetings import visible_meeting, visible_meetings
from services.panel.queries.panels import all_panels
from shared.errors import Invalid, NotPermitted
from tests.integration.panel.conftest import Browser, Panel, material

SignIn = Callable[[str], Browser]
CASES = [f"LLR-2026-{number:04}" for number in range(101, 109)]


@pytest.fixture
def meeting_id(panel: Panel) -> str:
    """A planned neonatal meeting, and the first three of the cases ready for it."""
    ready(panel, *CASES[:3])
    given = {"held_on": date(2026, 6, 25), "starts": "09:30", "place": "Room 1", "kind": "neonatal"}
    [planned] = panel.act("cdr-manager", plan_meeting, **given)
    return str(planned.id)


def ready(panel: Panel, *cases: str) -> None:
    """Neonatal cases that are ready, the first the oldest."""
    for case in cases:
        notified_on = date(2026, 1, 5) + timedelta(days=CASES.index(case))
        panel.notified(case, notified_on=notified_on, events=["neonatal"], age_band="0-27 days")
        panel.act("cdr-manager", mark_ready, case_reference=case)


def listed(panel: Panel, meeting_id: str) -> list[str]:
    meeting = panel.reading("cdr-manager", lambda tx: visible_meeting(tx, meeting_id))
    return [item.case_reference for item in meeting.agenda]


def put_on(panel: Panel, meeting_id: str, *cases: str, **given: Any) -> None:
    for case in cases:
        panel.act("cdr-manager", put_case_on_agenda, meeting_id=meeting_id, case_reference=case, **given)


def test_check_17_an_agenda_of_six_to_eight_neonatal_cases_only_ready_reordered_with_a_late_paper(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    ready(panel, *CASES[3:])
    panel.notified("LLR-2026-0201", notified_on=date(2025, 1, 5))  # older, not neonatal
    panel.act("cdr-manager", mark_ready, case_reference="LLR-2026-0201")
    panel.notified("LLR-2026-0202", events=["neonatal"])  # not marked ready
    hold = {"kind": "inquest", "reason": "Opened", "placed_on": date(2026, 6, 1)}
    panel.act("cdr-manager", place_hold, case_reference=CASES[7], **hold)
    manager = sign_in("cdr-manager")
    page = f"/meetings/{meeting_id}/agenda/add"

    shown = manager.get(page).text
    proposed = shown.partition("Other cases that are ready")[0]
    assert [case for case in CASES if f'value="{case}" checked' in proposed] == CASES[:7]
    assert "Oldest: 161 days since notification." in proposed
    assert "Below target: 7 of at least 8 cases." in shown
    assert 'value="LLR-2026-0201"' not in proposed
    assert "Not a case for a panel of the type “Neonatal”." in shown
    assert 'value="LLR-2026-0202"' not in shown
    assert f'value="{CASES[7]}"' not in shown
    assert "On hold: Inquest" in shown
    for not_ready in ("LLR-2026-0202", CASES[7]):
        with pytest.raises(CaseCannotBeListed):
            put_on(panel, meeting_id, not_ready)

    assert manager.post(page, page, {"cases": CASES[:6]}).status_code == 200
    order = f"/meetings/{meeting_id}/agenda/order"
    numbers = {f"position-{case}": str(6 - number) for number, case in enumerate(CASES[:6])}
    assert manager.post(order, order, numbers).status_code == 200
    assert listed(panel, meeting_id) == CASES[5::-1]

    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id)
    panel.at += timedelta(minutes=30)
    panel.tell(material(CASES[0], material_id="m2", title="Post-mortem report"))
    nothing = manager.post(page, page, {"cases": [CASES[6]]})
    assert nothing.status_code == 422
    assert "Say why the case comes after the agenda has gone out" in nothing.text
    assert listed(panel, meeting_id) == CASES[5::-1]
    late = {"cases": [CASES[6]], "late_because": "The report came today."}
    meeting = manager.post(page, page, late).text
    assert "Late item" in meeting
    assert "The report came today." in meeting
    assert "Late papers" in meeting
    assert "Post-mortem report, 15 June 2026, 12:00 pm." in meeting


def test_what_was_typed_is_shown_again_with_the_fault(panel: Panel, meeting_id: str, sign_in: SignIn) -> None:
    put_on(panel, meeting_id, *CASES[:3])
    order = f"/meetings/{meeting_id}/agenda/order"
    typed = {f"position-{CASES[0]}": "first", f"position-{CASES[1]}": "", f"position-{CASES[2]}": "1"}
    answer = sign_in("cdr-manager").post(order, order, typed)
    assert answer.status_code == 422
    assert f"{CASES[0]}: enter its place" in answer.text
    assert f"{CASES[1]}: enter its place" in answer.text
    assert 'value="first"' in answer.text
    assert listed(panel, meeting_id) == CASES[:3]


def test_an_order_of_an_agenda_that_has_changed_meanwhile_is_refused(panel: Panel, meeting_id: str) -> None:
    put_on(panel, meeting_id, *CASES[:3])
    with pytest.raises(AgendaHasChanged):
        panel.act("cdr-manager", order_agenda, meeting_id=meeting_id, case_references=CASES[:2])
    assert listed(panel, meeting_id) == CASES[:3]


def test_nothing_is_late_before_the_agenda_goes_out_or_after_it_was_taken_back(
    panel: Panel, meeting_id: str
) -> None:
    put_on(panel, meeting_id, CASES[0])
    panel.act("cdr-manager", publish_agenda, meeting_id=meeting_id)
    panel.act("cdr-manager", take_agenda_back, meeting_id=meeting_id)
    panel.at += timedelta(hours=1)
    panel.tell(material(CASES[0], material_id="m2", title="Letter"))
    put_on(panel, meeting_id, CASES[1])
    meeting = panel.reading("cdr-manager", lambda tx: visible_meeting(tx, meeting_id))
    assert [item.late_because for item in meeting.agenda] == ["", ""]
    assert panel.reading("cdr-manager", lambda tx: late_papers(tx, meeting, CASES)) == {}


def test_cases_with_the_theme_of_one_on_the_agenda_are_proposed_with_that_reason(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    ready(panel, *CASES[3:])
    for case in (CASES[0], CASES[7]):
        panel.act("cdr-manager", set_case_themes, case_reference=case, themes=["perinatal_asphyxia"])
    page = sign_in("cdr-manager").get(f"/meetings/{meeting_id}/agenda/add").text
    assert f"Same theme as {CASES[0]}: " in page


def test_themes_are_set_by_the_office_and_shown_to_who_may_see_the_case(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    path = f"/cases/{CASES[0]}/themes"
    manager = sign_in("cdr-manager")
    assert "Suggested: born before 37 weeks." in manager.get(path).text
    assert manager.post(path, path, {"themes": ["prematurity", "asthma"]}).status_code == 200
    assert panel.reading("cdr-manager", lambda tx: themes_of(tx, CASES[:2])) == {
        CASES[0]: ("asthma", "prematurity"),
        CASES[1]: (),
    }
    assert panel.reading("member-police", lambda tx: themes_of(tx, CASES[:1])) == {CASES[0]: ()}
    wrong = manager.post(path, path, {"themes": ["no_such_theme"]})
    assert wrong.status_code == 422
    assert sign_in("member-police").get(path).status_code == 403
    with pytest.raises(NotPermitted):
        panel.act("member-police", set_case_themes, case_reference=CASES[0], themes=[])


def test_a_panel_is_set_up_and_its_members_are_those_who_are_invited(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    manager = sign_in("cdr-manager")
    fields = {"name": "Neonatal panel", "kind": "neonatal", "area": "LLR", "quorum_rules": "default-1"}
    numbers = {"target_cases": "6", "meetings_a_year": "4"}
    begins = {"valid_from-day": "1", "valid_from-month": "1", "valid_from-year": "2026"}
    wrong = manager.post("/panels/add", "/panels/add", fields | {"name": "", "target_cases": "many"})
    assert wrong.status_code == 422
    for said in (
        "Enter a name for the panel",
        "Enter the number of cases aimed at",
        "from which the panel meets",
    ):
        assert said in wrong.text
    assert (
        "24 cases: 4 meetings of 6"
        in manager.post("/panels/add", "/panels/add", fields | numbers | begins).text
    )
    kept = panel.reading("cdr-manager", all_panels)[1]
    for person, role in (("member-police", "police"), ("member-acute", "hospital_clinician")):
        seat = {"person_id": person, "name": person, "role": role, "organisation": role}
        given = {**seat, "sector": "acute_hospital", "valid_from": date(2026, 1, 1)}
        panel.act("cdr-manager", seat_panel_member, **given)
    change = {"person_id": "member-acute", "valid_from": date(2026, 1, 1), "email": ""}
    panel.act("cdr-manager", change_panel_seat, **change, panels=["default", kept.id])
    day = {"held_on": date(2026, 7, 2), "starts": "09:30", "place": "R"}
    [neonatal] = panel.act("cdr-manager", plan_meeting, **day, panel_id=kept.id)
    [first] = panel.act("cdr-manager", plan_meeting, **day)
    assert [seat.person_id for seat in neonatal.seats] == ["member-acute"]
    assert {seat.person_id for seat in first.seats} == {"member-acute", "member-police"}


def test_the_queue_of_one_panel_a_month_has_room_for_ninety_six_cases_a_year(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    page = sign_in("cdr-manager").get("/meetings").text
    assert "96 a year: one panel a month, 8 cases each" in page


def test_each_panel_has_a_queue_of_the_cases_it_is_for(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    row = PanelRow("", "Suicide panel", "suicide", "LLR", "", "default-1", 6, 2, date(2026, 1, 1))
    panel.act("cdr-manager", keep_panel, panel=row)
    queue = sign_in("cdr-manager").get("/meetings").text.partition("Suicide panel")[2]
    assert "0 cases" in queue
    assert "12 a year: 2 meetings, 6 cases each" in queue


def test_a_series_shows_its_dates_before_it_is_planned(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    manager = sign_in("cdr-manager")
    plan = {"starts": "09:30", "place": "Room 1", "kind": "all_deaths", "quorum_rules": "default-1"}
    plan |= {"held_on-day": "2", "held_on-month": "11", "held_on-year": "2026", "target_cases": "8"}
    plan |= {"months": "3", "every": "6", "panel_id": "default"}
    shown = manager.post("/meetings/plan", "/meetings/plan", plan | {"look": "yes"})
    assert "Tuesday 4 May 2027, instead of 3 May 2027 (Early May bank holiday)" in shown.text
    assert 'value="Room 1"' in shown.text
    assert len(panel.reading("cdr-manager", visible_meetings)) == 1
    assert "3 meetings planned." in manager.post("/meetings/plan", "/meetings/plan", plan).text
    series = [one for one in panel.reading("cdr-manager", visible_meetings) if one.series_id]
    assert [one.held_on for one in series] == [date(2026, 11, 2), date(2027, 5, 4), date(2027, 11, 1)]
    assert len({one.series_id for one in series}) == 1
    assert "4 May" in manager.get("/calendar?year=2027").text


def test_a_regional_themed_panel_does_not_list_what_was_reviewed(panel: Panel, meeting_id: str) -> None:
    given = {"held_on": date(2026, 7, 2), "starts": "09:30", "place": "R", "kind": "regional_themed"}
    with pytest.raises(Invalid) as refused:
        panel.act("cdr-manager", plan_meeting, **given)
    assert [fault.field for fault in refused.value.faults] == ["theme"]
    [regional] = panel.act("cdr-manager", plan_meeting, **given, theme="Asthma")
    put_on(panel, regional.id, CASES[0])
    assert listed(panel, regional.id) == [CASES[0]]


@pytest.mark.parametrize(
    "path",
    ["/panels", "/panels/add", "/panels/default", "/meetings/plan"],
    ids=["list", "add", "change", "plan"],
)
def test_a_member_keeps_no_panels(panel: Panel, sign_in: SignIn, path: str) -> None:
    assert sign_in("member-police").get(path).status_code == 403


def test_a_meeting_is_moved_and_answered_through_its_pages(
    panel: Panel, meeting_id: str, sign_in: SignIn
) -> None:
    manager = sign_in("cdr-manager")
    path = f"/meetings/{meeting_id}/move"
    day = {
        "held_on-day": "25",
        "held_on-month": "12",
        "held_on-year": "2026",
        "starts": "14:00",
        "place": "Hall",
    }
    wrong = manager.post(path, path, day)
    assert wrong.status_code == 422
    assert "Christmas Day" in wrong.text
    assert 'value="Hall"' in wrong.text
    assert (
        "Thursday 2 July 2026, 14:00"
        in manager.post(path, path, day | {"held_on-day": "2", "held_on-month": "7"}).text
    )
    assert manager.get(f"/meetings/{meeting_id}/answer").status_code == 404
