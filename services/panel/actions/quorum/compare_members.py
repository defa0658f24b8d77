"""New members, deputies, experts and units are compared with every case, in the background."""

from sqlalchemy.dialects.postgresql import insert

from services.panel.actions.quorum.record_found_interests import record_found_interests
from services.panel.domain.quorum.found_interests import Ground
from services.panel.queries.found_interests import (
    ToFingerprint,
    lock_comparison,
    names_to_fingerprint,
    too_near,
)
from services.panel.tables.interests import member_fingerprint
from shared.fingerprints import (
    fingerprint_of_surname,
    fingerprint_of_unit,
    fingerprints_to_look_for,
    mark_of_key,
)
from shared.service import Step
from shared.storage import Transaction

AT_A_TIME = 100


def compare_members(key: bytes) -> Step:
    """The step that makes fingerprints of members' names with this key and compares them; True while more."""
    made_with = mark_of_key(key)

    def compare(tx: Transaction) -> bool:
        names = names_to_fingerprint(tx, made_with=made_with, limit=AT_A_TIME)
        if not names:
            return False
        lock_comparison(tx)
        for name in names:
            _keep(tx, name, _made(name, key), made_with)
        record_found_interests(tx, too_near(tx, people={name.person_id for name in names}))
        return len(names) == AT_A_TIME

    return compare


def _made(name: ToFingerprint, key: bytes) -> list[str]:
    if name.ground is Ground.NAMED_IN_A_RETURN:
        return list(fingerprints_to_look_for(name.written, key))
    of = fingerprint_of_surname if name.ground is Ground.SAME_SURNAME else fingerprint_of_unit
    return [one for one in (of(name.written, key),) if one]


def _keep(tx: Transaction, name: ToFingerprint, fingerprints: list[str], made_with: str) -> None:
    made = {"made_with": made_with, "fingerprints": fingerprints}
    row = {"person_id": name.person_id, "ground": name.ground, "written": name.written}
    keep = insert(member_fingerprint).values(**row, **made)
    tx.session.execute(
        keep.on_conflict_do_update(index_elements=["person_id", "ground", "written"], set_=made)
    )
