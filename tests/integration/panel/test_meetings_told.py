"""A meeting that was held is told to the other services in counts: no case, nobody's name."""

import json
from typing import Any

from sqlalchemy import select

from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.actions.meetings.tell_of_meeting import telling_of_earlier_meetings
from services.panel.domain.meetings.attendance import Mark
from shared.people import SYSTEM
from shared.storage.kernel_tables import outbox

from .conftest import CASE, SEATS, Panel

MEETING = "uk.child-death-review.panel-meeting-held.v1"


def told(panel: Panel) -> list[dict[str, Any]]:
    found = panel.reading("cdr-manager", lambda tx: tx.session.scalars(select(outbox.c.envelope)).all())
    return [dict(each) for each in found if each["type"] == MEETING]


def test_a_closed_meeting_is_told_with_its_blanks_and_what_was_not_reached(panel: Panel) -> None:
    panel.notified()
    meeting_id = panel.on_agenda()
    panel.act("panel-chair", start_meeting, meeting_id=meeting_id)
    for person_id, mark in (("panel-chair", Mark.PRESENT), ("panel-member", Mark.APOLOGIES)):
        line = {"meeting_id": meeting_id, "person_id": person_id, "mark": mark}
        panel.act("panel-chair", record_attendance, **line)
    assert told(panel) == [], "nothing is told before it is over"
    panel.act("panel-chair", close_meeting, meeting_id=meeting_id, not_reached=[CASE])
    [event] = told(panel)
    assert event["subject"] == meeting_id
    assert event["data"]["seats"] == {
        "present": 1, "remote": 0, "deputy": 0, "apologies": 1, "not_recorded": 3
    }  # fmt: skip
    assert event["data"]["cases_discussed"] == 0
    assert event["data"]["sectors_missing"] == ["Emergency services", "Community health"]
    written = json.dumps(event)
    assert [who for who, *_ in SEATS if who in written] == []
    assert CASE not in written


def test_a_register_put_right_afterwards_is_told_anew_as_the_next_version(panel: Panel) -> None:
    panel.notified()
    meeting_id = panel.on_agenda()
    panel.everybody_present(meeting_id)
    panel.act("panel-chair", close_meeting, meeting_id=meeting_id, discussed=[CASE])
    line = {"meeting_id": meeting_id, "person_id": "panel-member", "mark": Mark.REMOTE}
    panel.act("cdr-manager", record_attendance, **line, reason="She came by video")
    first, second = (each["data"] for each in told(panel))
    assert (first["version"], first["seats"]["present"]) == (1, 5)
    assert (second["version"], second["seats"]["present"], second["seats"]["remote"]) == (2, 4, 1)
    assert first["cases_discussed"] == second["cases_discussed"] == 1


def test_a_meeting_that_closed_before_is_told_of_once(panel: Panel) -> None:
    panel.notified()
    meeting_id = panel.on_agenda()
    panel.everybody_present(meeting_id)
    panel.act("panel-chair", close_meeting, meeting_id=meeting_id, discussed=[CASE])
    assert panel.act(SYSTEM, telling_of_earlier_meetings()) is False
    assert len(told(panel)) == 1
    panel.act(SYSTEM, lambda tx: tx.session.execute(outbox.delete()))
    tell = telling_of_earlier_meetings()
    assert [panel.act(SYSTEM, tell), panel.act(SYSTEM, tell)] == [True, False]
    assert [each["subject"] for each in told(panel)] == [meeting_id]
