"""A form sent twice, or with the wrong year, plans, holds and moves nothing a second time."""

from collections.abc import Callable
from datetime import date

import pytest

from services.panel.actions.cases.place_hold import place_hold
from services.panel.actions.meetings.cancel_meeting import cancel_meeting
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.reschedule_meeting import reschedule_meeting
from services.panel.queries.cases import visible_case
from services.panel.queries.meetings import visible_meetings
from shared.errors import Invalid

from .conftest import CASE, Browser, Panel

OFFICE = "cdr-manager"
PLAN = {"held_on": date(2026, 7, 2), "starts": "09:30", "place": "Room 1"}


def test_a_panel_meets_once_at_one_time(panel: Panel) -> None:
    [first] = panel.act(OFFICE, plan_meeting, **PLAN)
    with pytest.raises(Invalid, match="already meets at 09:30 on 2 July 2026"):
        panel.act(OFFICE, plan_meeting, **PLAN | {"months": 3})
    assert len(panel.reading(OFFICE, visible_meetings)) == 1
    panel.act(OFFICE, plan_meeting, **PLAN | {"starts": "14:00"})
    panel.act(OFFICE, cancel_meeting, meeting_id=first.id, because="Too few can come")
    panel.act(OFFICE, plan_meeting, **PLAN)


def test_a_meeting_moves_to_another_time_that_is_not_over(panel: Panel) -> None:
    [meeting] = panel.act(OFFICE, plan_meeting, **PLAN)
    with pytest.raises(Invalid, match="already on this day"):
        panel.act(OFFICE, reschedule_meeting, meeting_id=meeting.id, **PLAN)
    wrong_year = PLAN | {"held_on": date(2025, 7, 2)}
    with pytest.raises(Invalid, match="That day is over"):
        panel.act(OFFICE, reschedule_meeting, meeting_id=meeting.id, **wrong_year)
    [kept] = panel.reading(OFFICE, visible_meetings)
    assert (kept.held_on, kept.sequence) == (date(2026, 7, 2), 0)


def test_the_same_hold_is_placed_once(panel: Panel) -> None:
    panel.notified()
    hold = {"kind": "inquest", "reason": "The coroner has opened one", "placed_on": date(2026, 5, 4)}
    panel.act(OFFICE, place_hold, case_reference=CASE, **hold)
    with pytest.raises(Invalid, match="already on hold"):
        panel.act(OFFICE, place_hold, case_reference=CASE, **hold)
    panel.act(OFFICE, place_hold, case_reference=CASE, **hold | {"kind": "results_awaited"})
    kinds = panel.reading(OFFICE, lambda tx: [one.kind for one in visible_case(tx, CASE).open_holds])
    assert sorted(kinds) == ["inquest", "results_awaited"]


def test_a_board_report_of_a_time_without_rules_is_not_found(sign_in: Callable[[str], Browser]) -> None:
    assert sign_in(OFFICE).get("/reports/board/1999-00/publishable").status_code == 404
