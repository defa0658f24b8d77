"""Members who stand too near to a case: found by comparing fingerprints, and what became of it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_, select, text, union

from services.panel.domain.quorum.found_interests import BY_NAME, CLOSING, FoundInterest, Ground
from services.panel.tables.interests import (
    case_involvement,
    found_interest,
    member_fingerprint,
    member_unit,
)
from services.panel.tables.meetings import declared_interest, meeting_seat, panel_member
from shared.errors import NotFound
from shared.people import Permission, check, check_any
from shared.storage import Transaction


@dataclass(frozen=True)
class ToFingerprint:
    """A name of a member, of their organisation or of a unit they work in, not yet made a fingerprint of."""

    person_id: str
    ground: Ground
    written: str


@dataclass(frozen=True)
class TooNear:
    """A match that nobody has been told of. ``declared``: the person has declared an interest in the case."""

    person_id: str
    person_name: str
    case_reference: str
    ground: Ground
    declared: bool


def lock_comparison(tx: Transaction) -> None:
    """One comparison at a time: a member and a case that come at the same moment would not see each other."""
    tx.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('found interests', 0))"))


def names_to_fingerprint(tx: Transaction, *, made_with: str, limit: int) -> list[ToFingerprint]:
    """Up to ``limit`` names of people on the panel without fingerprints made with this key and word list."""
    written = union(
        _written(panel_member.c.person_id, Ground.NAMED_IN_A_RETURN, panel_member.c.name),
        _written(meeting_seat.c.person_id, Ground.NAMED_IN_A_RETURN, meeting_seat.c.name),
        _written(panel_member.c.person_id, Ground.SAME_SURNAME, panel_member.c.name),
        _written(meeting_seat.c.person_id, Ground.SAME_SURNAME, meeting_seat.c.name),
        _written(panel_member.c.person_id, Ground.SAME_ORGANISATION, panel_member.c.organisation),
        _written(meeting_seat.c.person_id, Ground.SAME_ORGANISATION, meeting_seat.c.organisation),
        _written(member_unit.c.person_id, Ground.TREATING_UNIT, member_unit.c.unit),
    ).subquery()
    made = member_fingerprint.c
    known = exists().where(
        made.person_id == written.c.person_id,
        made.ground == written.c.ground,
        made.written == written.c.written,
        made.made_with == made_with,
    )
    rows = tx.session.execute(select(written).where(~known).limit(limit))
    return [ToFingerprint(person_id, Ground(ground), name) for person_id, ground, name in rows]


def too_near(
    tx: Transaction, *, cases: Collection[str] | None = None, people: Collection[str] | None = None
) -> list[TooNear]:
    """Matches that are not on record yet, of these cases or these people (None: of all)."""
    made, told, known = member_fingerprint.c, case_involvement.c, found_interest.c
    named = and_(made.ground.in_(BY_NAME), made.fingerprints.overlap(told.people))
    unit = and_(made.ground.not_in(BY_NAME), made.fingerprints.overlap(told.units))
    recorded = exists().where(
        known.case_reference == told.case_reference,
        known.person_id == made.person_id,
        known.ground == made.ground,
    )
    found = (
        select(made.person_id, told.case_reference, made.ground, _declared())
        .join(case_involvement, or_(named, unit))
        .where(~recorded)
        .distinct()
        .order_by(told.case_reference, made.person_id, made.ground)
    )
    if cases is not None:
        found = found.where(told.case_reference.in_(cases))
    if people is not None:
        found = found.where(made.person_id.in_(people))
    rows = tx.session.execute(found).all()
    names = _names(tx, {row.person_id for row in rows})
    return [
        TooNear(str(person), names.get(str(person), str(person)), str(case), Ground(ground), declared)
        for person, case, ground, declared in rows
    ]


def involvement_version(tx: Transaction, case_reference: str) -> int:
    """The version of what is known of who was involved in the case; 0: nothing yet."""
    known = select(case_involvement.c.version).where(case_involvement.c.case_reference == case_reference)
    return tx.session.scalar(known.with_for_update()) or 0


def found_for_me(tx: Transaction, case_reference: str) -> list[FoundInterest]:
    """What is open and closes the case to the person who acts, locked."""
    known = found_interest.c
    mine = select(FoundInterest).where(
        known.person_id == tx.person.id,
        known.case_reference == case_reference,
        known.settled_at.is_(None),
        known.ground.in_(CLOSING),
    )
    return list(tx.session.scalars(mine.with_for_update()))


def cases_closed_by_a_find(tx: Transaction) -> set[str]:
    """The cases that are closed to the person who acts because of what was found, and nothing declared."""
    known, said = found_interest.c, declared_interest.c
    declared = select(said.case_reference).where(said.person_id == tx.person.id, said.withdrawn_at.is_(None))
    found = select(known.case_reference).where(
        known.person_id == tx.person.id,
        known.settled_at.is_(None),
        known.ground.in_(CLOSING),
        known.case_reference.not_in(declared),
    )
    return set(tx.session.scalars(found))


def open_found_of(tx: Transaction, *, person_id: str, case_reference: str) -> list[FoundInterest]:
    """What is open of one person and case, locked; for the office."""
    check(tx.person, Permission.PREPARE_MEETING)
    known = found_interest.c
    found = select(FoundInterest).where(
        known.person_id == person_id, known.case_reference == case_reference, known.settled_at.is_(None)
    )
    return list(tx.session.scalars(found.with_for_update()))


def found_for_the_record(tx: Transaction) -> list[FoundInterest]:
    """Everything that was found, what is open first; for the manager and the auditor alone."""
    shown_to = (Permission.WITHDRAW_INTEREST, Permission.VIEW_AUDIT)
    check_any(tx.person, shown_to, "Interests that were found are shown to the CDR manager and the auditor.")
    known = found_interest.c
    order = (known.settled_at.is_not(None), known.found_at.desc(), known.id)
    return list(tx.session.scalars(select(FoundInterest).order_by(*order)))


def found_for_change(tx: Transaction, found_id: str) -> FoundInterest:
    """One of them, locked; for who may clear it."""
    check(tx.person, Permission.WITHDRAW_INTEREST)
    found = select(FoundInterest).where(found_interest.c.id == found_id.replace("\0", "")).with_for_update()
    one = tx.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if one is None:
        raise NotFound("Nothing that was found has this address.")
    return one


def units_of(tx: Transaction, person_id: str) -> list[str]:
    """The units in which a member works besides the seat's organisation, by name; for the office."""
    check(tx.person, Permission.PREPARE_MEETING)
    units = select(member_unit.c.unit).where(member_unit.c.person_id == person_id.replace("\0", ""))
    return list(tx.session.scalars(units.order_by(member_unit.c.unit)))


def _written(
    person_id: ColumnElement[str], ground: Ground, name: ColumnElement[str]
) -> Select[str, str, str]:
    return select(person_id.label("person_id"), literal(ground.value).label("ground"), name.label("written"))


def _declared() -> ColumnElement[bool]:
    return exists().where(
        declared_interest.c.person_id == member_fingerprint.c.person_id,
        declared_interest.c.case_reference == case_involvement.c.case_reference,
        declared_interest.c.withdrawn_at.is_(None),
    )


def _names(tx: Transaction, people: set[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for table in (meeting_seat, panel_member):
        rows = tx.session.execute(
            select(table.c.person_id, table.c.name).where(table.c.person_id.in_(people))
        )
        names |= {row.person_id: row.name for row in rows}
    return names
