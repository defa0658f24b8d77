"""A background step: late pairs are found, and children stored before today's rules are kept under them."""

from dataclasses import replace

from sqlalchemy import bindparam

from services.notifications.actions.identity.recognise_child import (
    note_possible_duplicates,
    recognise_child,
)
from services.notifications.queries import identity as queries
from services.notifications.tables.identity import child_recognition
from shared.storage import Transaction

AT_ONCE = 100
_COMPARED = (
    child_recognition.update()
    .where(child_recognition.c.case_reference == bindparam("reference"))
    .values(compared_again_at=bindparam("at"))
)


def compare_children_again(tx: Transaction) -> bool:
    """Compare some children once more: of two who came at the same moment neither saw the other.

    A notification that comes also sets off the catching up with earlier ones: before it, nobody needs them.
    """
    found = queries.to_compare_again(tx, AT_ONCE)
    for reference, identity in found.items():
        note_possible_duplicates(tx, reference=reference, identity=identity)
        tx.session.execute(_COMPARED, {"reference": reference, "at": tx.at})
    if found:
        recognise_earlier_children(tx)
    return bool(found)


def recognise_earlier_children(tx: Transaction) -> None:
    """Keep some children under today's keys. A number that was traced for a child stays."""
    found = queries.not_yet_recognised(tx, AT_ONCE)
    traced = queries.numbers_of(tx, found)
    for reference, notification in found.items():
        identity = notification.answers.identity
        number = traced.get(reference) or identity.nhs_number
        recognise_child(tx, reference=reference, identity=replace(identity, nhs_number=number))
