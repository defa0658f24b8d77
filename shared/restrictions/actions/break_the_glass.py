"""Somebody not named opens a restricted case, with a reason and for a time; others are told at once."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import insert

from shared.errors import Conflict, Fault, Invalid
from shared.messages.queue_message import queue_message
from shared.people import Permission, check
from shared.restrictions.queries import case_is_there, open_to_me
from shared.restrictions.rules import BrokenGlass, breaking_faults
from shared.restrictions.tables import break_glass
from shared.storage import Transaction
from shared.storage.case_scope import ask_again, standing_of


def break_the_glass(
    tx: Transaction, *, reference: str, reason: str, minutes: str, most: int, told: Sequence[str], link: str
) -> BrokenGlass:
    """``most``: minutes at the longest. ``told``: where the second people get mail; ``link``: their page.

    Whether there was a case to open is in the answer alone, which comes when the question is recorded and
    told. Raises Invalid naming every fault, Conflict where nobody would be told.
    """
    check(tx.person, Permission.BREAK_GLASS)
    case = reference.strip().upper()
    if faults := breaking_faults(case, reason, minutes, most):
        raise Invalid(faults)
    if not told:
        raise Conflict(
            "Nobody is set up who would be told (CDOP_BREAK_GLASS_TOLD). Ask whoever runs this installation."
        )
    if any(each.case_reference == case for each in open_to_me(tx)):
        raise Invalid([Fault("reference", "This case is open to you already. When it closes, ask again")])
    if case_is_there(tx, case):
        raise Invalid([Fault("reference", "You may see this case: open it as any other")])
    glass = _asked(tx, case, reason, int(minutes))
    tx.session.execute(insert(break_glass).values(**asdict(glass)))
    ask_again(tx)
    for address in told:
        queue_message(tx, kind="glass_broken", to=address, link=link, about=glass.id)
    detail = {"opened": glass.opened, "until": glass.until.isoformat(), "because": reason}
    tx.audit(
        "break_glass", case=glass.case_reference if glass.opened else None, subject=glass.id, detail=detail
    )
    return glass


def _asked(tx: Transaction, case: str, reason: str, minutes: int) -> BrokenGlass:
    standing = standing_of(tx)
    restricted = standing.restricted_as.get(case, case)
    return BrokenGlass(
        id=uuid4().hex,
        case_reference=restricted,
        reason=reason,
        person_id=tx.person.id,
        person_name=tx.person.name,
        broken_at=tx.at,
        until=tx.at + timedelta(minutes=minutes),
        opened=case in standing.closed,
    )
