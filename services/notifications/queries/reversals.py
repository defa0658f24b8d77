"""Reads of requests to see what redaction took out. Each starts from who is looking."""

from typing import Any

from sqlalchemy import exists, select

from services.notifications.domain.reversal.reversal import RedactionReversal
from services.notifications.tables.gathering import case_material, redaction_hit
from services.notifications.tables.projection import redaction_reversal
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

MOST_SHOWN = 100


def is_sealed(tx: Transaction, material_id: str, version: int) -> bool:
    """Whether the words taken out of this version were sealed, so that they can be seen again."""
    check(tx.person, Permission.ASK_TO_REVERSE_REDACTION)
    hit = redaction_hit.c
    sealed = (hit.material_id == material_id, hit.version == version, hit.sealed_original.is_not(None))
    return bool(tx.session.scalar(select(exists().where(*sealed))))


def reversals_of(tx: Transaction, material_id: str) -> list[RedactionReversal]:
    """Every request about a text, the latest first."""
    check(tx.person, Permission.ASK_TO_REVERSE_REDACTION)
    wanted = select(RedactionReversal).where(redaction_reversal.c.material_id == material_id)
    return list(tx.session.scalars(wanted.order_by(redaction_reversal.c.asked_at.desc())))


def reversals_asked(tx: Transaction) -> list[tuple[RedactionReversal, str]]:
    """(request, title of the text) for whoever holds the second key, the latest first."""
    check(tx.person, Permission.REVERSE_REDACTION)
    wanted = select(RedactionReversal, case_material.c.title).join(
        case_material, case_material.c.material_id == redaction_reversal.c.material_id
    )
    found = tx.session.execute(wanted.order_by(redaction_reversal.c.asked_at.desc()).limit(MOST_SHOWN))
    return [(reversal, title) for reversal, title in found]


def reversal_to_change(tx: Transaction, reversal_id: str) -> RedactionReversal:
    """One request, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.REVERSE_REDACTION)
    wanted = select(RedactionReversal).where(redaction_reversal.c.reversal_id == reversal_id)
    found = tx.session.scalar(wanted.with_for_update())
    if found is None:
        raise NotFound("There is no such request.")
    return found


def title_of_text(tx: Transaction, material_id: str) -> str:
    """A text's title, which names nobody."""
    check(tx.person, Permission.REVERSE_REDACTION)
    return str(
        tx.session.scalar(select(case_material.c.title).where(case_material.c.material_id == material_id))
    )


def sealed_hits(tx: Transaction, material_id: str, version: int) -> list[Any]:
    """(number, rule, replacement, key, sealed words) of each removal that was sealed, in order."""
    check(tx.person, Permission.REVERSE_REDACTION)
    hit = redaction_hit.c
    wanted = select(hit.number, hit.rule, hit.replacement, hit.key_id, hit.sealed_original).where(
        hit.material_id == material_id, hit.version == version, hit.sealed_original.is_not(None)
    )
    return list(tx.session.execute(wanted.order_by(hit.number)))


def hits_sealed_with_others(tx: Transaction, current: str, most: int) -> list[Any]:
    """Hits that an earlier key sealed, at most ``most``, locked; what is locked already is left out."""
    hit = redaction_hit.c
    others = (hit.sealed_original.is_not(None), hit.key_id != current)
    wanted = select(hit.material_id, hit.version, hit.number, hit.key_id, hit.sealed_original).where(*others)
    in_order = wanted.order_by(hit.material_id, hit.version, hit.number).limit(most)
    return list(tx.session.execute(in_order.with_for_update(skip_locked=True)))


def are_any_hits_sealed_with_others(tx: Transaction, current: str) -> bool:
    """Whether any hit is sealed by an earlier key, locked by somebody else or not."""
    hit = redaction_hit.c
    return bool(
        tx.session.scalar(select(exists().where(hit.sealed_original.is_not(None), hit.key_id != current)))
    )
