"""The Caldicott guardian opens, or refuses, what somebody asked to see: the second of two keys."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from services.notifications.actions.material.log_hits import bound_to
from services.notifications.domain.documents.refusals import DocumentNotReadable
from services.notifications.domain.reversal.reversal import NoReversalKey, RedactionReversal
from services.notifications.queries.reversals import reversal_to_change, sealed_hits
from shared.people import Permission, check
from shared.sealing import SealBroken, SealingKeys
from shared.storage import Transaction


@dataclass(frozen=True)
class OpenedHit:
    """One removal with the words that stood there."""

    number: int
    rule: str
    original: str
    replacement: str


def open_reversal(tx: Transaction, *, reversal_id: str, keys: SealingKeys | None) -> RedactionReversal:
    """Raises NoReversalKey, NotPermitted for whoever asked, ReversalNotPossible unless it waits."""
    check(tx.person, Permission.REVERSE_REDACTION)
    if keys is None:
        raise NoReversalKey()
    reversal = reversal_to_change(tx, reversal_id)
    reversal.open(by=tx.person.id, name=tx.person.name, at=tx.at)
    tx.audit("open_reversal", case=reversal.case_reference, subject=reversal.material_id)
    return reversal


def refuse_reversal(tx: Transaction, *, reversal_id: str, because: str) -> RedactionReversal:
    """Raises Invalid without a reason, ReversalNotPossible unless it waits."""
    check(tx.person, Permission.REVERSE_REDACTION)
    reversal = reversal_to_change(tx, reversal_id)
    reversal.refuse(by=tx.person.id, name=tx.person.name, at=tx.at, because=because)
    tx.audit("refuse_reversal", case=reversal.case_reference, subject=reversal.material_id)
    return reversal


def read_reversal(
    tx: Transaction, *, reversal_id: str, keys: SealingKeys | None
) -> tuple[RedactionReversal, list[OpenedHit]]:
    """What was taken out, while it is open and for whoever opened it. Each reading is audited."""
    check(tx.person, Permission.REVERSE_REDACTION)
    if keys is None:
        raise NoReversalKey()
    reversal = reversal_to_change(tx, reversal_id)
    reversal.must_be_open(by=tx.person.id, at=tx.at)
    rows = sealed_hits(tx, reversal.material_id, reversal.version)
    opened = [_opened(keys, reversal, row) for row in rows]
    tx.audit("read_reversal", case=reversal.case_reference, subject=reversal.material_id, reading=True)
    return reversal, opened


def _opened(keys: SealingKeys, reversal: RedactionReversal, row: Row[Any]) -> OpenedHit:
    bound = bound_to(reversal.material_id, reversal.version, row.number)
    try:
        original = keys.open(row.sealed_original, key=row.key_id, bound_to=bound).decode()
    except SealBroken:
        raise DocumentNotReadable() from None
    return OpenedHit(row.number, row.rule, original, row.replacement)
