"""The office writes down in which units a member works: they are compared with the units of every case."""

from collections.abc import Collection

from sqlalchemy import delete, insert

from services.panel.domain.quorum.found_interests import Ground
from services.panel.domain.quorum.member_units import read_units
from services.panel.queries.found_interests import units_of
from services.panel.queries.interests import people_of_the_panel
from services.panel.tables.interests import member_fingerprint, member_unit
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def keep_units_of_member(tx: Transaction, *, person_id: str, written: str) -> list[str]:
    """Keep the units, one on a line, as the only ones. Invalid names every line that cannot be one."""
    check(tx.person, Permission.PREPARE_MEETING)
    if person_id not in people_of_the_panel(tx):
        raise NotFound("There is no such member of the panel.")
    units, before = read_units(written), units_of(tx, person_id)
    _forget(tx, person_id, set(before) - set(units))
    row = {"person_id": person_id, "recorded_by": tx.person.id, "recorded_at": tx.at}
    for unit in units:
        if unit not in before:
            tx.session.execute(insert(member_unit).values(unit=unit, **row))
    tx.audit("keep_units_of_member", subject=person_id, detail={"units": len(units)})
    return units


def _forget(tx: Transaction, person_id: str, units: Collection[str]) -> None:
    """What was found because of a unit stays until somebody settles it."""
    unit, made = member_unit.c, member_fingerprint.c
    tx.session.execute(delete(member_unit).where(unit.person_id == person_id, unit.unit.in_(units)))
    tx.session.execute(
        delete(member_fingerprint).where(
            made.person_id == person_id, made.ground == Ground.TREATING_UNIT, made.written.in_(units)
        )
    )
