"""What a person does about parked events: have them tried again now, or drop one for a reason."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from shared.correlation import is_plain
from shared.errors import Conflict, Fault, Invalid
from shared.identifier_patterns import identifiers_in, with_article
from shared.messaging.dead_letters import DROPPED, first_of_its_case, holding, settle, waiting
from shared.messaging.inbox import take_in
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.kernel_tables import dead_letter

LONGEST_REASON = 500  # characters


def retry_now(tx: Transaction, number: int) -> None:
    """One more try, at once. Raises NotPermitted, or Conflict if the event does not wait for it."""
    letter = _for_change(tx, number)
    _due(tx, [letter])
    tx.audit("ask_for_retry", **_about(letter))


def retry_all_now(tx: Transaction) -> int:
    """One more try for every event that waits for a person; gives how many. Raises NotPermitted."""
    check(tx.person, Permission.OPERATE)
    stuck = select(dead_letter).where(holding, dead_letter.c.tries > 0, dead_letter.c.next_try_at.is_(None))
    letters = tx.session.execute(stuck.with_for_update(skip_locked=True)).all()
    _due(tx, letters)
    for letter in letters:
        tx.audit("ask_for_retry", **_about(letter))
    return len(letters)


def drop_event(tx: Transaction, number: int, reason: str) -> None:
    """What the event says is never done here; those behind it go on.

    Raises NotPermitted, Conflict if it is not there to be dropped, Invalid about the reason.
    """
    letter = _for_change(tx, number)
    faults = _faults(reason)
    if faults:
        raise Invalid(faults)
    if letter.holds:
        # Before the letter: a consumer of the same event holds its inbox row and waits for the letter.
        take_in(tx.session, [{"id": letter.event_id, "type": letter.envelope["type"]}], tx.at)
    settle(tx.session, letter.event_id, how=DROPPED, by=tx.person.name, at=tx.at, reason=reason)
    about = _about(letter)
    tx.audit("drop_event", **about | {"detail": {**about["detail"], "reason": reason}})


def _for_change(tx: Transaction, number: int) -> Row[Any]:
    """The event with this number, locked, if it is the first of its case."""
    check(tx.person, Permission.OPERATE)
    found = select(dead_letter).where(dead_letter.c.parked_as == number, waiting, first_of_its_case)
    letter = tx.session.execute(found.with_for_update(of=dead_letter, skip_locked=True)).one_or_none()
    if letter is None:
        raise Conflict("This event is being tried just now, has been settled, or waits behind another.")
    return letter


def _due(tx: Transaction, letters: Sequence[Row[Any]]) -> None:
    ids = [letter.event_id for letter in letters]
    asked = update(dead_letter).where(dead_letter.c.event_id.in_(ids))
    tx.session.execute(asked.values(next_try_at=tx.at, asked_by=tx.person.name))


def _about(letter: Row[Any]) -> dict[str, Any]:
    """For the audit. A record nobody could read is named by its position only: it may say anything."""
    if not letter.holds:
        return {"subject": "unreadable record", "detail": {"position": letter.event_id}}
    detail = {"tries": letter.tries} | ({"event": letter.event_id} if is_plain(letter.event_id) else {})
    return {"case": letter.key, "subject": letter.envelope["type"], "detail": detail}


def _faults(reason: str) -> list[Fault]:
    faults = [
        Fault("reason", f"The reason seems to show {with_article(kind)}: leave it out")
        for kind in identifiers_in(reason)
    ]
    if not reason:
        faults.append(Fault("reason", "Say why this event is dropped"))
    if len(reason) > LONGEST_REASON:
        faults.append(Fault("reason", f"Reason must be {LONGEST_REASON} characters or less"))
    return faults
