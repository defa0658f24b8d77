"""The errand that sends what is in line: claim a message, hand it over, write down how it ended."""

from dataclasses import dataclass
from datetime import datetime

from shared.messages.message import Message
from shared.messages.message_texts import written_start
from shared.messages.queries import claimed_message, next_to_send
from shared.sending import Carrier, Letter, NotSent
from shared.service import Errand
from shared.storage import Transaction
from shared.written_dates import written_date


@dataclass(frozen=True)
class Claimed:
    """A letter that this worker may hand over until `until`."""

    letter: Letter
    until: datetime


@dataclass(frozen=True)
class Outcome:
    """`reference` where it was handed over, else `why` not."""

    reference: str = ""
    why: str = ""
    for_good: bool = False


def send_messages(carrier: Carrier, office: str) -> Errand:
    """One message at a time, at least once: a claim that nobody settled is taken again."""
    return Errand(
        "send_messages",
        lambda tx: claim_message(tx, office=office),
        lambda claimed: hand_over(carrier, claimed),
        lambda tx, claimed, outcome: settle_message(tx, claimed, outcome, office=office),
    )


def claim_message(tx: Transaction, *, office: str) -> Claimed | None:
    """The next message that is due, claimed; None while there is none."""
    message = next_to_send(tx)
    if message is None:
        return None
    again = message.attempts > 0
    message.claim(at=tx.at)
    assert message.next_try_at
    return Claimed(_letter(message, office, again), message.next_try_at)


def hand_over(carrier: Carrier, claimed: Claimed) -> Outcome:
    try:
        return Outcome(reference=carrier.send(claimed.letter))
    except NotSent as failure:
        return Outcome(why=failure.why, for_good=failure.for_good)


def settle_message(tx: Transaction, claimed: Claimed, outcome: Outcome, *, office: str) -> None:
    """Sent, to be tried again, or failed. A claim that ran out belongs to somebody else."""
    message = claimed_message(tx, claimed.letter.message_id, claimed.until)
    if message is None:
        return
    if outcome.why:
        message.fail(at=tx.at, why=outcome.why, for_good=outcome.for_good)
    else:
        message.succeed(at=tx.at, reference=outcome.reference, office=office)
    detail = {"kind": message.kind, "state": message.state.value}
    tx.audit("send_message", subject=message.message_id, detail=detail)


def _letter(message: Message, office: str, again: bool) -> Letter:
    subject, body = message.text(office)
    given = {"office": office, "link": message.link}
    if message.due_on:
        given["due_on"] = written_date(message.due_on)
    if message.starts_at:
        given["starts"] = written_start(message.starts_at)
    return Letter(
        message.message_id,
        message.recipient,
        subject,
        body,
        message.words.notify_template,
        tuple(given.items()),
        again,
        message.calendar,
    )
