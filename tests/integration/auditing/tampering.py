"""What somebody who owns the tables, and none of the keys, can do to an audit: one row a kind.

Each does it at a place drawn by chance, with the triggers switched off, and says what must be named: the
entries (by id), the positions or the seals, any of which is enough; or that the anchors must tell.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from shared.auditing.faults import Fault, Kind
from shared.auditing.links import BEGINNING, chained, digest_of
from shared.auditing.stored import ENTRY, Entry

ANCHORS = {Kind.ANCHOR_GONE, Kind.ANCHOR_DISAGREES}
TABLES = ("audit_entry", "audit_link", "audit_seal")


@dataclass(frozen=True)
class Named:
    """What must be named, for instance the entry 17; ``by_anchor``: an anchor must disagree or be gone."""

    entries: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    seals: tuple[int, ...] = ()
    by_anchor: bool = False
    kinds: frozenset[Kind] = field(default_factory=frozenset)

    def by(self, faults: Iterable[Fault]) -> bool:
        """Whether every one of ``entries``, or of ``positions``, or of ``seals`` is named."""
        found = [fault for fault in faults if not self.kinds or fault.kind in self.kinds]
        if self.by_anchor:
            return any(fault.kind in ANCHORS for fault in found)
        entries = {fault.entry for fault in found}
        positions = {n for fault in found for n in _all_of(fault.positions)}
        seals = {n for fault in found for n in _all_of(fault.seals)}
        return set(self.entries) <= entries and set(self.positions) <= positions and set(self.seals) <= seals


def _all_of(ends: tuple[int, int] | None) -> range:
    return range(ends[0], ends[1] + 1) if ends else range(0)


Tampering = Callable[[Connection, random.Random], Named]
_COLUMNS = {
    "at": "at + interval '1 second'",
    "person_id": "person_id || 'x'",
    "person_name": "'Somebody else'",
    "action": "'read_something_else'",
    "case_reference": "NULL",
    "subject": "subject || ' '",
    "reading": "NOT reading",
    "detail": """detail || '{"reason": "another"}'""",
    "mark": "set_byte(mark, 20, 255 - get_byte(mark, 20))",
}


def run(connection: Connection, statement: str, **values: Any) -> None:
    connection.execute(text(statement), values)


def contents(connection: Connection) -> list[str]:
    """Every row of the audit as text: a tampering that finds nothing to change is none."""
    rows = (connection.scalars(text(f"SELECT t::text FROM {table} t ORDER BY 1")) for table in TABLES)
    return [row for found in rows for row in found]


def without_triggers(connection: Connection) -> None:
    """What the owner of a table may do."""
    for table in TABLES:
        run(connection, f"ALTER TABLE {table} DISABLE TRIGGER USER")


def _entry_changed(column: str) -> Tampering:
    def tamper(connection: Connection, chance: random.Random) -> Named:
        entry = chance.randint(1, 60)
        run(connection, f"UPDATE audit_entry SET {column} = {_COLUMNS[column]} WHERE id = :id", id=entry)
        return Named(entries=(entry,), positions=(entry,))

    return tamper


def _telling_otherwise(path: str) -> Tampering:
    """What a change was before, or the digest of what it was."""

    def tamper(connection: Connection, chance: random.Random) -> Named:
        entry = chance.randint(1, 60)
        other = f"detail = jsonb_set(detail, '{path}', '\"another\"')"
        run(connection, f"UPDATE audit_entry SET {other} WHERE id = :id", id=entry)
        return Named(entries=(entry,), positions=(entry,))

    return tamper


def _changed_with_its_link(connection: Connection, chance: random.Random) -> Named:
    """The entry's digest and the whole plain chain after it are made anew: who has no key can do that."""
    entry = chance.randint(1, 60)
    run(connection, "UPDATE audit_entry SET action = 'nothing' WHERE id = :id", id=entry)
    _rechain(connection)
    return Named(entries=(entry,))


def _removed(connection: Connection, chance: random.Random) -> Named:
    entry = chance.randint(1, 60)
    run(connection, "DELETE FROM audit_entry WHERE id = :id", id=entry)
    return Named(entries=(entry,), kinds=frozenset({Kind.ENTRY_REMOVED}))


def _removed_with_its_link(connection: Connection, chance: random.Random) -> Named:
    entry = chance.randint(1, 60)
    run(connection, "DELETE FROM audit_entry WHERE id = :id", id=entry)
    run(connection, "DELETE FROM audit_link WHERE entry_id = :id", id=entry)
    return Named(positions=(entry,))


def _removed_and_closed_up(connection: Connection, chance: random.Random) -> Named:
    """Those behind it are moved up, the chain and what the seals say of it are made anew."""
    entry = chance.randint(1, 59)
    run(connection, "DELETE FROM audit_entry WHERE id = :id", id=entry)
    run(connection, "DELETE FROM audit_link WHERE entry_id = :id", id=entry)
    run(connection, "UPDATE audit_link SET position = -position WHERE position > :at", at=entry)
    run(connection, "UPDATE audit_link SET position = -position - 1 WHERE position < 0")
    _rechain(connection)
    return Named(positions=(entry,), entries=(entry + 1,))


def _inserted(connection: Connection, chance: random.Random) -> Named:
    return Named(entries=(_written(connection, chance, "NULL"),))


def _inserted_with_a_made_up_mark(connection: Connection, chance: random.Random) -> Named:
    return Named(entries=(_written(connection, chance, r"'\x" + chance.randbytes(48).hex() + "'"),))


def _inserted_with_a_borrowed_mark(connection: Connection, chance: random.Random) -> Named:
    return Named(entries=(_written(connection, chance, "mark"),))


def _copied(connection: Connection, chance: random.Random) -> Named:
    """Word for word with its mark, under a number of its own."""
    columns = "at, person_id, person_name, action, case_reference, subject, reading, detail, mark"
    of = {"id": chance.randint(1, 60)}
    made = (
        f"INSERT INTO audit_entry ({columns}) SELECT {columns} FROM audit_entry WHERE id = :id RETURNING id"
    )
    return Named(entries=(connection.execute(text(made), of).scalar_one(),))


def _inserted_among_the_others(connection: Connection, chance: random.Random) -> Named:
    """With a link in the middle: the others are moved, and the chain and the seals are made anew."""
    position = chance.randint(1, 60)
    entry = _written(connection, chance, "mark")
    run(connection, "UPDATE audit_link SET position = -position WHERE position >= :at", at=position)
    run(connection, "UPDATE audit_link SET position = 1 - position WHERE position < 0")
    run(
        connection,
        "INSERT INTO audit_link SELECT :at, :id, true, digest, chain, mark FROM audit_link WHERE position = 1"
        " OR position = 2 LIMIT 1",
        at=position,
        id=entry,
    )
    _rechain(connection)
    return Named(entries=(entry,), positions=(position,))


def _contents_swapped(connection: Connection, chance: random.Random) -> Named:
    one, other = chance.sample(range(1, 61), 2)
    columns = "at, person_id, person_name, action, case_reference, subject, reading, detail, mark"
    run(
        connection,
        f"UPDATE audit_entry e SET ({columns}) = (SELECT {columns} FROM audit_entry o"
        " WHERE o.id = :one + :other - e.id) WHERE e.id IN (:one, :other)",
        one=one,
        other=other,
    )
    return Named(entries=(one, other))


def _swapped_and_rechained(connection: Connection, chance: random.Random) -> Named:
    """The links of two entries change places, and the plain chain is made anew."""
    one, other = chance.sample(range(1, 61), 2)
    for statement in (
        "UPDATE audit_link SET position = -position WHERE position IN (:one, :other)",
        "UPDATE audit_link SET position = :one + :other + position WHERE position < 0",
    ):
        run(connection, statement, one=one, other=other)
    _rechain(connection)
    return Named(entries=(one, other), positions=(one, other))


def _link_changed(change: str) -> Tampering:
    def tamper(connection: Connection, chance: random.Random) -> Named:
        position = chance.randint(1, 60)
        run(connection, f"UPDATE audit_link SET {change} WHERE position = :at", at=position)
        return Named(positions=(position,))

    return tamper


def _link_of_another_entry(connection: Connection, chance: random.Random) -> Named:
    position = chance.randint(1, 59)
    run(connection, "DELETE FROM audit_link WHERE position = :at", at=position)
    run(
        connection,
        "UPDATE audit_link SET entry_id = :at WHERE position = :next",
        at=position,
        next=position + 1,
    )
    return Named(positions=(position, position + 1))


def _link_removed(connection: Connection, chance: random.Random) -> Named:
    position = chance.randint(1, 60)
    run(connection, "DELETE FROM audit_link WHERE position = :at", at=position)
    return Named(positions=(position,), entries=(position,))


def _tail_unlinked(connection: Connection, chance: random.Random) -> Named:
    """Links and seals of the last batches are removed; the entries stay."""
    cut = chance.randint(1, 5) * 10
    run(connection, "DELETE FROM audit_link WHERE position > :cut", cut=cut)
    run(connection, "DELETE FROM audit_seal WHERE to_position > :cut", cut=cut)
    return Named(entries=tuple(range(cut + 1, 61)))


def _tail_removed(connection: Connection, chance: random.Random) -> Named:
    """Nothing remains of the last batches: only who kept an anchor can know."""
    cut = chance.randint(1, 5) * 10
    for statement in (
        "DELETE FROM audit_link WHERE position > :cut",
        "DELETE FROM audit_seal WHERE to_position > :cut",
        "DELETE FROM audit_entry WHERE id > :cut",
    ):
        run(connection, statement, cut=cut)
    return Named(by_anchor=True)


def _all_removed(connection: Connection, chance: random.Random) -> Named:
    for table in TABLES:
        run(connection, f"DELETE FROM {table}")
    return Named(by_anchor=True)


def _seal_changed(change: str) -> Tampering:
    def tamper(connection: Connection, chance: random.Random) -> Named:
        number = chance.randint(1, 6)
        run(connection, f"UPDATE audit_seal SET {change} WHERE number = :number", number=number)
        return Named(seals=(number,))

    return tamper


def _seal_removed(connection: Connection, chance: random.Random) -> Named:
    number = chance.randint(1, 5)
    run(connection, "DELETE FROM audit_seal WHERE number = :number", number=number)
    return Named(seals=(number,))


def _last_seal_removed(connection: Connection, chance: random.Random) -> Named:
    run(connection, "DELETE FROM audit_seal WHERE number = 6")
    return Named(positions=tuple(range(51, 61)))


def _seal_closed_up(connection: Connection, chance: random.Random) -> Named:
    number = chance.randint(1, 5)
    run(connection, "DELETE FROM audit_seal WHERE number = :number", number=number)
    run(connection, "UPDATE audit_seal SET number = -number WHERE number > :number", number=number)
    run(connection, "UPDATE audit_seal SET number = -number - 1 WHERE number < 0")
    return Named(seals=(number,))


def _seals_swapped(connection: Connection, chance: random.Random) -> Named:
    one, other = chance.sample(range(1, 7), 2)
    run(connection, "UPDATE audit_seal SET number = -number WHERE number IN (:a, :b)", a=one, b=other)
    run(connection, "UPDATE audit_seal SET number = :a + :b + number WHERE number < 0", a=one, b=other)
    return Named(seals=(one, other))


def _seal_inserted(connection: Connection, chance: random.Random) -> Named:
    run(
        connection,
        "INSERT INTO audit_seal SELECT 7, 61, 61, vouched_from, chain, at, key_id, signature FROM audit_seal"
        " WHERE number = 6",
    )
    return Named(seals=(7,))


def _written(connection: Connection, chance: random.Random, mark: str) -> int:
    """An entry of the owner's own making; its id."""
    made = f"""
        INSERT INTO audit_entry
          (at, person_id, person_name, action, case_reference, subject, reading, detail, mark)
        SELECT at, 'nobody', 'Nobody', action, case_reference, subject, reading, detail, {mark}
        FROM audit_entry WHERE id = :id RETURNING id
    """
    return int(connection.execute(text(made), {"id": chance.randint(1, 60)}).scalar_one())


def _rechain(connection: Connection) -> None:
    """Digests and chain as they would have to be, and what the seals say of the chain."""
    links = connection.execute(
        text(
            f"SELECT l.position, l.vouched, {ENTRY} FROM audit_link l"
            " JOIN audit_entry e ON e.id = l.entry_id ORDER BY l.position"
        )
    ).all()
    chain = BEGINNING
    for position, vouched, *columns in links:
        entry = Entry(*columns)
        digest = digest_of(entry.id, vouched, entry.mark, entry.said)
        chain = chained(chain, digest)
        run(connection, "UPDATE audit_link SET digest = :digest, chain = :chain WHERE position = :at",
            digest=digest, chain=chain, at=position)  # fmt: skip
    of_link = "FROM audit_link l WHERE l.position = s.to_position"
    run(connection, f"UPDATE audit_seal s SET chain = l.chain {of_link}")


_OTHER = "set_byte({0}, 7, 255 - get_byte({0}, 7))"
KINDS: dict[str, Tampering] = {
    **{f"entry: {column} changed": _entry_changed(column) for column in _COLUMNS},
    "entry: what a row was is changed": _telling_otherwise("{changes,0,was,blocks}"),
    "entry: a digest is changed": _telling_otherwise("{changes,0,digests,was,reason}"),
    "entry: changed, chain made anew": _changed_with_its_link,
    "entry: removed": _removed,
    "entry: removed with its link": _removed_with_its_link,
    "entry: removed, the rest closed up": _removed_and_closed_up,
    "entry: inserted": _inserted,
    "entry: inserted with a made up mark": _inserted_with_a_made_up_mark,
    "entry: inserted with another's mark": _inserted_with_a_borrowed_mark,
    "entry: copied": _copied,
    "entry: inserted among the others": _inserted_among_the_others,
    "entry: two swapped": _contents_swapped,
    "entry: reordered, chain made anew": _swapped_and_rechained,
    "link: digest changed": _link_changed("digest = " + _OTHER.format("digest")),
    "link: chain changed": _link_changed("chain = " + _OTHER.format("chain")),
    "link: mark changed": _link_changed("mark = " + _OTHER.format("mark")),
    "link: vouched changed": _link_changed("vouched = NOT vouched"),
    "link: moved far away": _link_changed("position = 4000000000000000000"),
    "link: moved before the first": _link_changed("position = -5"),
    "link: given to another entry": _link_of_another_entry,
    "link: removed": _link_removed,
    "links: the last ones removed": _tail_unlinked,
    "all: the last ones removed": _tail_removed,
    "all: everything removed": _all_removed,
    "seal: chain changed": _seal_changed("chain = " + _OTHER.format("chain")),
    "seal: signature changed": _seal_changed("signature = " + _OTHER.format("signature")),
    "seal: instant changed": _seal_changed("at = at + interval '1 day'"),
    "seal: made endless": _seal_changed("at = 'infinity'"),
    "seal: what is vouched for changed": _seal_changed("vouched_from = 20"),
    "seal: key changed": _seal_changed("key_id = 'mine'"),
    "seal: end changed": _seal_changed("to_position = to_position + 1"),
    "seal: removed": _seal_removed,
    "seal: the last removed": _last_seal_removed,
    "seal: removed, the rest closed up": _seal_closed_up,
    "seal: two swapped": _seals_swapped,
    "seal: inserted": _seal_inserted,
}
