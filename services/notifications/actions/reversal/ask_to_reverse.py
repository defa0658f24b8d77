"""Somebody asks to see what redaction took out of one confirmed text: the first of two keys."""

from uuid import uuid4

from services.notifications.domain.gathering.refusals import MaterialWithheld
from services.notifications.domain.material.case_material import MaterialStatus
from services.notifications.domain.reversal.reversal import (
    AlreadyAsked,
    NoReversalKey,
    RedactionReversal,
    ReversalStatus,
    asked,
)
from services.notifications.queries.gathering import material_to_change
from services.notifications.queries.reversals import is_sealed, reversals_of
from shared.people import Permission, check
from shared.storage import Transaction

_STANDING = (ReversalStatus.ASKED, ReversalStatus.OPEN)


def ask_to_reverse(tx: Transaction, *, material_id: str, reason: str) -> RedactionReversal:
    """Raises Invalid without a reason, AlreadyAsked, or NoReversalKey where nothing was sealed."""
    check(tx.person, Permission.ASK_TO_REVERSE_REDACTION)
    material = material_to_change(tx, material_id)
    if material.status is not MaterialStatus.CONFIRMED:
        raise MaterialWithheld("it is not confirmed")
    if not is_sealed(tx, material_id, material.version):
        raise NoReversalKey()
    if any(each.status(tx.at) in _STANDING for each in reversals_of(tx, material_id)):
        raise AlreadyAsked()
    reversal = asked(material, reversal_id=uuid4().hex, reason=reason, by=tx.person, at=tx.at)
    tx.session.add(reversal)
    tx.audit("ask_to_reverse", case=material.case_reference, subject=material_id)
    return reversal
