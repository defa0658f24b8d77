"""Messages: queued with the change they tell, claimed, sent once, tried again, never with a name in them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from services.notifications.app import SERVICE
from shared.errors import Invalid, NotPermitted, TransitionRefused
from shared.messages.message import CLAIMED_FOR, WAITS, Message, MessageState
from shared.messages.queue_message import queue_message
from shared.messages.send_messages import claim_message, send_messages
from shared.messages.tables import message
from shared.messages.try_message_again import try_message_again
from shared.messaging.work import _errand
from shared.sending import Letter, NotSent
from shared.service import Errand
from shared.storage import Database, Transaction
from tests.integration.notifications.a_case import FRIDAY, MANAGER, MEMBER

LINK = "https://panel.example/notifications/respond/ImFiY2RlZjEyMzQ1Njc4OTAi.sTuVwXyZ0123456789abcdef"
Begin = Callable[[datetime], AbstractContextManager[Transaction]]


@dataclass
class ListedCarrier:
    """Keeps what it is given, and refuses as it was told to."""

    sent: list[Letter] = field(default_factory=list)
    refuses: list[NotSent] = field(default_factory=list)

    def send(self, letter: Letter) -> str:
        if self.refuses:
            raise self.refuses.pop(0)
        self.sent.append(letter)
        return f"reference-{len(self.sent)}"


@pytest.fixture
def begin(database: Database) -> Begin:
    return lambda at=FRIDAY: database.transaction(person=MANAGER, at=at)


@pytest.fixture
def carrier() -> ListedCarrier:
    return ListedCarrier()


def queued(begin: Begin, to: str = "gp@surgery.example", at: datetime = FRIDAY) -> str:
    with begin(at) as tx:
        return queue_message(tx, kind="reminder", to=to, link=LINK, due_on=date(2026, 7, 3), about="r1")


def run(database: Database, errand: Errand, at: datetime) -> bool:
    return _errand(errand, database, lambda: at)()


def kept(begin: Begin, message_id: str) -> Message:
    with begin(FRIDAY) as tx:
        return tx.session.scalars(select(Message).where(message.c.message_id == message_id)).one()


def test_a_message_is_sent_once_and_its_text_is_kept(
    database: Database, begin: Begin, carrier: ListedCarrier
) -> None:
    message_id = queued(begin)
    errand = send_messages(carrier, "A panel")
    assert run(database, errand, FRIDAY)
    assert not run(database, errand, FRIDAY)
    one = kept(begin, message_id)
    assert (one.state, one.sent_at, one.provider_reference) == (MessageState.SENT, FRIDAY, "reference-1")
    assert "3 July 2026" in one.body
    assert "A panel" in one.body
    assert carrier.sent[0].body == one.body.replace("ImFiY2…", LINK.rsplit("/", 1)[1])


def test_the_link_that_opens_a_form_is_not_kept_once_it_is_sent(
    database: Database, begin: Begin, carrier: ListedCarrier
) -> None:
    message_id = queued(begin)
    run(database, send_messages(carrier, "A panel"), FRIDAY)
    one = kept(begin, message_id)
    assert LINK in carrier.sent[0].body
    assert "sTuVwXyZ" not in one.body + one.link


def test_a_change_that_is_not_kept_sends_nothing(
    database: Database, begin: Begin, carrier: ListedCarrier
) -> None:
    with pytest.raises(RuntimeError), begin(FRIDAY) as tx:
        queue_message(tx, kind="reminder", to="gp@surgery.example", link=LINK)
        raise RuntimeError
    assert not run(database, send_messages(carrier, "A panel"), FRIDAY)


def test_a_failure_is_tried_again_later_each_time_and_then_left_to_a_person(
    database: Database, begin: Begin, carrier: ListedCarrier
) -> None:
    message_id, at = queued(begin), FRIDAY
    errand = send_messages(carrier, "A panel")
    for wait in WAITS:
        carrier.refuses = [NotSent("The mail server could not be reached")]
        assert run(database, errand, at)
        assert not run(database, errand, at + wait - timedelta(seconds=1))
        at += wait
    carrier.refuses = [NotSent("The mail server could not be reached")]
    assert run(database, errand, at)
    assert kept(begin, message_id).state is MessageState.FAILED
    assert not run(database, errand, at + timedelta(days=30))


def test_one_wrong_address_stops_nobody_elses_message(
    database: Database, begin: Begin, carrier: ListedCarrier
) -> None:
    wrong, right = queued(begin, "gone@agency.example"), queued(begin, at=FRIDAY + timedelta(seconds=1))
    carrier.refuses = [NotSent("The mail server refused the address (550)", for_good=True)]
    errand, later = send_messages(carrier, "A panel"), FRIDAY + timedelta(minutes=1)
    assert run(database, errand, later)
    assert run(database, errand, later)
    assert kept(begin, wrong).state is MessageState.FAILED
    assert kept(begin, wrong).failure == "The mail server refused the address (550)"
    assert kept(begin, right).state is MessageState.SENT


def test_what_a_worker_took_and_never_settled_is_taken_again(
    database: Database, begin: Begin, carrier: ListedCarrier
) -> None:
    message_id = queued(begin)
    with begin(FRIDAY) as tx:
        assert claim_message(tx, office="A panel")
    errand = send_messages(carrier, "A panel")
    assert not run(database, errand, FRIDAY + CLAIMED_FOR - timedelta(seconds=1))
    assert run(database, errand, FRIDAY + CLAIMED_FOR)
    assert [letter.again for letter in carrier.sent] == [True]
    assert kept(begin, message_id).state is MessageState.SENT


def test_two_workers_never_take_the_same_message(database: Database, begin: Begin) -> None:
    queued(begin)
    with begin(FRIDAY) as first, begin(FRIDAY) as second:
        assert claim_message(first, office="A panel")
        assert claim_message(second, office="A panel") is None


def test_a_claim_that_ran_out_does_not_settle_what_another_has_taken(
    database: Database, begin: Begin, carrier: ListedCarrier
) -> None:
    message_id = queued(begin)
    errand = send_messages(carrier, "A panel")
    with begin(FRIDAY) as tx:
        slow = errand.take(tx)
    with begin(FRIDAY + CLAIMED_FOR) as tx:
        errand.take(tx)
    with begin(FRIDAY + CLAIMED_FOR) as tx:
        errand.record(tx, slow, errand.do(slow))
    assert kept(begin, message_id).state is MessageState.SENDING


def test_the_office_sends_a_failed_message_again_to_the_right_address(
    database: Database, begin: Begin, carrier: ListedCarrier
) -> None:
    message_id = queued(begin, "gone@agency.example")
    carrier.refuses = [NotSent("The mail server refused the address (550)", for_good=True)]
    errand = send_messages(carrier, "A panel")
    run(database, errand, FRIDAY)
    with begin(FRIDAY) as tx:
        try_message_again(tx, message_id=message_id, to="there@agency.example")
    run(database, errand, FRIDAY)
    assert [letter.recipient for letter in carrier.sent] == ["there@agency.example"]
    with pytest.raises(TransitionRefused), begin(FRIDAY) as tx:
        try_message_again(tx, message_id=message_id, to="there@agency.example")


@pytest.mark.parametrize(
    "to", ["", "nobody", "a@b", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "a b@c.example"]
)
def test_what_is_no_single_address_is_refused(begin: Begin, to: str) -> None:
    with pytest.raises(Invalid) as refused, begin(FRIDAY) as tx:
        queue_message(tx, kind="reminder", to=to, link=LINK)
    assert [fault.field for fault in refused.value.faults] == ["email"]


def test_only_the_office_sends_again(database: Database) -> None:
    with pytest.raises(NotPermitted), database.transaction(person=MEMBER, at=datetime.now(UTC)) as tx:
        try_message_again(tx, message_id="any", to="a@b.example")


def test_messages_are_sent_only_where_a_way_is_set_up(settings) -> None:  # type: ignore[no-untyped-def]
    assert "send_messages" not in names(settings)
    url = "smtp://mail.example?from=office@panel.example"
    assert "send_messages" in names(settings.model_copy(update={"messages_url": url}))


def names(settings) -> set[str]:  # type: ignore[no-untyped-def]
    return {step.name for step in SERVICE.work_with(settings) if isinstance(step, Errand)}
