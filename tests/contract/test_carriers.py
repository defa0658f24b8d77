"""What every way of sending promises, held to by a real mail server and by Notify's API on this machine."""

import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from shared.messages_address import messages_address
from shared.sending import Carrier, Letter, NotSent, open_carrier
from shared.sending.by_mail import MailCarrier
from tests.contract.post_offices import BUSY, UNKNOWN, PostOffice, mail_server, notify_server

LETTER = Letter(
    "m1", "gp@surgery.example", "A request – please answer", "Line one\n\nhttps://panel.example/r/abc"
)
WAYS = ("smtp", "smtps", "notify")


@pytest.fixture(params=WAYS)
def post_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PostOffice]:
    with ExitStack() as stack:
        if request.param == "notify":
            yield stack.enter_context(notify_server())
        else:
            with mail_server(tmp_path, tls_from_the_start=request.param == "smtps") as served:
                yield served


@pytest.fixture
def carrier(post_office: PostOffice) -> Carrier:
    if post_office.context:
        return MailCarrier(messages_address(post_office.url), "A panel", post_office.context)
    found = open_carrier(post_office.url, "A panel")
    assert found
    return found


def test_a_letter_arrives_as_it_was_written(carrier: Carrier, post_office: PostOffice) -> None:
    assert carrier.send(LETTER)
    assert post_office.taken.letters == [(LETTER.recipient, LETTER.subject, LETTER.body)]


def test_an_address_that_does_not_exist_is_refused_for_good(carrier: Carrier) -> None:
    with pytest.raises(NotSent) as refused:
        carrier.send(replace(LETTER, recipient=UNKNOWN))
    assert refused.value.for_good


def test_an_address_that_is_busy_may_be_tried_again(carrier: Carrier) -> None:
    with pytest.raises(NotSent) as refused:
        carrier.send(replace(LETTER, recipient=BUSY))
    assert not refused.value.for_good


@pytest.mark.parametrize("recipient", [UNKNOWN, BUSY])
def test_a_failure_names_no_recipient_and_nothing_is_logged(
    carrier: Carrier, recipient: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NotSent) as refused:
        carrier.send(replace(LETTER, recipient=recipient))
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]
    assert recipient not in refused.value.why + " ".join(said)


@pytest.mark.parametrize("scheme", ["smtp", "smtps", "notify+http"])
def test_a_server_that_does_not_answer_may_be_tried_again(scheme: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    url = f"{scheme}://key:{'k' * 80}@127.0.0.1:{port}?from=a@b.example&template=t"
    carrier = open_carrier(url, "A panel")
    assert carrier
    with pytest.raises(NotSent) as failure:
        carrier.send(LETTER)
    assert not failure.value.for_good


def test_a_letter_that_may_have_arrived_is_recognised(carrier: Carrier, post_office: PostOffice) -> None:
    """Notify is asked before; a mail program knows the repeat by its Message-ID."""
    first = carrier.send(LETTER)
    assert carrier.send(replace(LETTER, again=True)) == first
    assert len(set(post_office.taken.references)) == 1
    assert len(post_office.taken.letters) == (2 if post_office.context else 1)


def test_a_wrong_password_is_told_and_may_be_mended(tmp_path: Path) -> None:
    with mail_server(tmp_path) as served:
        address = replace(messages_address(served.url), password="wrong")
        with pytest.raises(NotSent, match="sign-in") as failure:
            MailCarrier(address, "A panel", served.context).send(LETTER)
    assert not failure.value.for_good
    assert served.taken.letters == []


def test_nothing_is_handed_to_a_server_whose_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    with mail_server(tmp_path) as served:
        with pytest.raises(NotSent, match="certificate"):
            MailCarrier(messages_address(served.url), "A panel").send(LETTER)
    assert served.taken.letters == []


def test_the_office_is_named_as_the_sender_even_with_a_comma_in_its_name(tmp_path: Path) -> None:
    with mail_server(tmp_path) as served:
        MailCarrier(messages_address(served.url), "Here, thére", served.context).send(LETTER)
    assert "Here, thére" in served.taken.senders[0]
    assert "office@panel.example" in served.taken.senders[0]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("carrier-pigeon://roof", "smtp://"),
        ("smtp://?from=a@b.example", "smtp://"),
        ("smtp://mail.example", "from="),
        ("notify+https://api.example?template=t", "API key"),
        ("notify+https://key:abc@api.example", "template"),
    ],
)
def test_a_wrong_address_says_what_to_write(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        messages_address(url)


def test_without_an_address_there_is_no_carrier() -> None:
    assert open_carrier("", "A panel") is None
