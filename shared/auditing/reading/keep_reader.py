"""Who reads is written down once: of what roles, and of which organisation, as a fingerprint."""

from sqlalchemy.dialects.postgresql import insert

from shared.auditing.reading.tables import audit_reader
from shared.fingerprints import fingerprint_of_unit
from shared.storage import Transaction

Known = set[tuple[str, frozenset[str], str]]


def keep_reader(tx: Transaction, key: bytes, known: Known) -> None:
    """Keep the person who acts, if this process does not know that they are kept; ``known`` is its memory."""
    person = tx.person
    seen = person.id, frozenset(str(role) for role in person.roles), person.organisation
    if seen in known:
        return
    row = {
        "person_id": person.id,
        "roles": ",".join(sorted(seen[1])),
        "organisation": fingerprint_of_unit(person.organisation, key),
        "seen_at": tx.at,
    }
    tx.session.execute(insert(audit_reader).values(**row).on_conflict_do_nothing())
    tx.session.info.setdefault("readers kept", []).append(seen)


def remember(tx: Transaction, known: Known) -> None:
    """After the commit: who was kept is known from now on."""
    known.update(tx.session.info.pop("readers kept", ()))
