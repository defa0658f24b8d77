"""Keep what a child is recognised by, and who may be the same child."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, literal_column, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from services.notifications.domain.identity.likeness import (
    VERSION,
    ChildIdentity,
    Likeness,
    possible_duplicates,
)
from services.notifications.domain.identity.lookup_keys import VERSION as KEYS_VERSION
from services.notifications.domain.identity.lookup_keys import keys_to_keep
from services.notifications.queries.identity import candidates_for
from services.notifications.tables.identity import (
    KEEP_LOOKUP_KEYS,
    child_lookup_key,
    child_recognition,
    possible_duplicate,
)
from services.notifications.tables.notification import child_identity
from shared.storage import Transaction

_BESIDE = ("aliases", "other_postcode")
_IDENTITY = [column.name for column in child_identity.c]
# Made once, as every notification passes here. A child whose answers were corrected is kept anew.
_KEPT = insert(child_identity).values({name: bindparam(name) for name in _IDENTITY})
_KEEP_IDENTITY: ReturningInsert[Any] = _KEPT.on_conflict_do_update(
    index_elements=["case_reference"],
    set_={name: _KEPT.excluded[name] for name in _IDENTITY if name != "case_reference"},
).returning(literal_column("(xmax = 0)"))  # true for a row that was not there
_RECOGNITION = [column.name for column in child_recognition.c]
_LOOKED_UP = insert(child_recognition).values({name: bindparam(name) for name in _RECOGNITION})
_KEEP_BESIDE = _LOOKED_UP.on_conflict_do_update(
    index_elements=["case_reference"],
    set_={name: _LOOKED_UP.excluded[name] for name in _RECOGNITION if name != "case_reference"},
)
_NO_LONGER_KEPT = child_lookup_key.delete().where(child_lookup_key.c.case_reference == bindparam("reference"))
_KEEP_NEW = (child_identity.insert(), child_recognition.insert(), KEEP_LOOKUP_KEYS)
_FOUND = insert(possible_duplicate).on_conflict_do_nothing()
_NO_LONGER_ALIKE = possible_duplicate.delete().where(
    possible_duplicate.c.decision == "",
    or_(
        possible_duplicate.c.case_reference == bindparam("reference"),
        possible_duplicate.c.other_reference == bindparam("reference"),
    ),
)


def recognise_child(tx: Transaction, *, reference: str, identity: ChildIdentity) -> None:
    """Keep ``identity`` under its keys and compare it with those who may be the same.

    Called with a notification, and again whenever what the child is recognised by has changed: pairs about
    which nobody has decided are then found anew.
    """
    values, beside, keys = _rows(tx, reference, identity)
    is_new = tx.session.execute(_KEEP_IDENTITY, values).scalar_one()
    for outdated in () if is_new else (_NO_LONGER_ALIKE, _NO_LONGER_KEPT):
        tx.session.execute(outdated, {"reference": reference})
    tx.session.execute(KEEP_LOOKUP_KEYS, keys)
    tx.session.execute(_KEEP_BESIDE, beside)
    note_possible_duplicates(tx, reference=reference, identity=identity)


def recognise_new_children(tx: Transaction, found: Mapping[str, ChildIdentity]) -> None:
    """The same for children who were just stored, by case reference: all are kept, then each is compared."""
    rows = [_rows(tx, reference, identity) for reference, identity in found.items()]
    for statement, values in zip(_KEEP_NEW, zip(*rows, strict=True), strict=False):
        tx.session.execute(statement, list(values))
    for reference, identity in found.items():
        note_possible_duplicates(tx, reference=reference, identity=identity)


def _rows(tx: Transaction, reference: str, identity: ChildIdentity) -> tuple[dict[str, Any], ...]:
    """Values of a child's identity, of what it is recognised by beside, and of its keys."""
    values = {"case_reference": reference} | vars(identity)
    beside = {name: values.pop(name) for name in _BESIDE}
    kept = {"rules_version": KEYS_VERSION, "kept_at": tx.at, "compared_again_at": None}
    keys = {"kept": keys_to_keep(identity), "reference": reference}
    return values, {"case_reference": reference, **beside, **kept}, keys


def note_possible_duplicates(tx: Transaction, *, reference: str, identity: ChildIdentity) -> None:
    """Keep every pair worth showing to a person. A pair that is known already stays as it was decided."""
    others = [each for each in candidates_for(tx, identity) if each[0] != reference]
    found = possible_duplicates(identity, others)
    if found:
        tx.session.execute(_FOUND, [_pair(tx, reference, other, likeness) for other, likeness in found])


def _pair(tx: Transaction, reference: str, other: str, likeness: Likeness) -> dict[str, object]:
    """The later reference first, so that a pair found from either side is one row."""
    later, earlier = max(reference, other), min(reference, other)
    return {
        "case_reference": later,
        "other_reference": earlier,
        "score": likeness.score,
        "verdict": likeness.verdict,
        "agreements": [asdict(each) for each in likeness.agreements],
        "rules_version": VERSION,
        "found_at": tx.at,
    }
