"""What stands in the head of a letter cannot add a line to it."""

from dataclasses import replace

import pytest

from shared.messages_address import MessagesAddress, messages_address
from shared.sending.by_mail import MailCarrier
from shared.sending.carrier import Letter

LETTER = Letter("m1", "priya@practice.example", "A form is asked for", "Please.")


def at() -> MessagesAddress:
    return messages_address("smtp://127.0.0.1:2525?from=office@panel.example")


@pytest.mark.parametrize("added", ["\r\nBcc: x@y.example", "\nX: y", "\r\n\r\nAnother body"])
@pytest.mark.parametrize("field", ["subject", "recipient"])
def test_no_line_can_be_put_into_the_head_of_a_letter(field: str, added: str) -> None:
    letter = replace(LETTER, **{field: getattr(LETTER, field) + added})
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        MailCarrier(at(), "A panel")._written(letter)


def test_without_it_the_letter_is_as_it_was_written() -> None:
    written = MailCarrier(at(), "A panel")._written(LETTER)
    assert (written["To"], written["Subject"]) == (LETTER.recipient, LETTER.subject)
