"""The words of messages: a link, a date and the office, and nothing about a child."""

from datetime import UTC, date, datetime

import pytest

from shared.messages.message import MESSAGE_LABELS, MESSAGE_TRANSITIONS, MessageState
from shared.messages.message_texts import ALLOWED, MESSAGE_TEXTS, current_text


@pytest.mark.parametrize("text", MESSAGE_TEXTS, ids=lambda text: f"{text.name} {text.version}")
def test_a_text_has_room_for_a_link_a_date_a_start_and_the_office_only(text) -> None:  # type: ignore[no-untyped-def]
    assert text.fields <= ALLOWED
    assert "link" in text.fields
    assert text.version
    assert text.source


def test_a_kind_and_version_is_one_row() -> None:
    rows = [(text.name, text.version) for text in MESSAGE_TEXTS]
    assert len(rows) == len(set(rows))


def test_a_date_is_written_out_and_a_missing_one_is_no_blank() -> None:
    text = current_text("reminder", date(2026, 7, 1))
    assert "3 July 2026" in text.filled(office="A panel", link="L", due_on=date(2026, 7, 3))[1]
    assert "None" not in text.filled(office="A panel", link="L", due_on=None)[1]


def test_the_start_of_a_meeting_is_written_as_the_clock_shows_it_in_london() -> None:
    starts = datetime(2026, 6, 18, 8, 30, tzinfo=UTC)
    text = current_text("panel_invitation", date(2026, 6, 1))
    subject, body = text.filled(office="A panel", link="L", due_on=None, starts_at=starts)
    assert subject == "Panel meeting, Thursday 18 June 2026, 09:30"
    assert "Thursday 18 June 2026, 09:30" in body


def test_a_kind_that_is_in_no_row_is_an_error() -> None:
    with pytest.raises(LookupError):
        current_text("birthday_card", date(2026, 7, 1))


def test_every_state_of_a_message_has_its_steps_and_its_label() -> None:
    assert set(MESSAGE_TRANSITIONS) == set(MessageState) == set(MESSAGE_LABELS)


def test_what_is_filled_in_is_never_read_as_a_form_of_its_own() -> None:
    office = "A {link.__class__} panel {0} {office!r} %s"
    subject, body = current_text("reminder", date(2026, 7, 1)).filled(office=office, link="L", due_on=None)
    assert office in subject + body
