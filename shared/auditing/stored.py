"""How entries, links and seals are read from a service's tables, in the form in which they are checked."""

# ruff: noqa: S608 (the names are those of our own tables and columns; nobody sends one)

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.auditing.entries import EPOCH, form
from shared.auditing.links import Seal


class Entry(NamedTuple):
    """An audit entry: its id, when (microseconds since 1970), what it says, and its mark."""

    id: int
    at: int
    person_id: str
    person_name: str
    action: str
    case: str | None
    subject: str
    reading: bool
    detail: str
    mark: bytes | None

    @property
    def said(self) -> bytes:
        return form(*self[1:9])


# Who owns the tables can write "infinity", which is no instant.
_INSTANT = "CASE WHEN isfinite({0}) THEN (extract(epoch FROM {0}) * 1000000)::bigint END"
ENTRY = f"""e.id, {_INSTANT.format("e.at")}, e.person_id, e.person_name, e.action,
    e.case_reference, e.subject, e.reading, e.detail::text, e.mark"""
LINK = "l.position, l.entry_id, l.vouched, l.digest, l.chain, l.mark"
LINKED = f"""
    SELECT {LINK}, {ENTRY} FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id
    WHERE l.position BETWEEN %s AND %s ORDER BY l.position, e.id
"""
_NOT_LINKED = "NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id)"
_UNLINKED = text(  # allow sql-of-texts: the columns are named above
    f"SELECT {ENTRY} FROM audit_entry e WHERE e.id > :above AND {_NOT_LINKED} ORDER BY e.id LIMIT :most"
)
_LAST_LINK = text("SELECT position, chain FROM audit_link ORDER BY position DESC LIMIT 1")
SEAL = f"""s.number, s.from_position, s.to_position, s.vouched_from, s.chain, {_INSTANT.format("s.at")},
    s.key_id, s.signature"""
SEALED = f"""
    SELECT {SEAL}, l.chain FROM audit_seal s LEFT JOIN audit_link l ON l.position = s.to_position
    WHERE s.number BETWEEN %s AND %s ORDER BY s.number
"""
UNLINKED = f"SELECT {ENTRY} FROM audit_entry e WHERE {_NOT_LINKED} ORDER BY e.id"
# One row for each mark that several entries bear, with their ids, the lowest first.
COPIES = """
    SELECT array_agg(id ORDER BY id) FROM audit_entry WHERE mark IS NOT NULL GROUP BY mark HAVING count(*) > 1
"""
# How many links there are, up to which seal and position to look, where the last seal ends and the last
# link is, and from which entry on they vouch. Who owns the tables can write any number: one far beyond how
# many there are is not looked up to, but named.
STANDING = """
    WITH many AS (SELECT (SELECT count(*) FROM audit_link) AS links,
                         (SELECT count(*) FROM audit_seal) AS seals),
    sealed AS (SELECT max(number) AS number, max(to_position) AS position FROM audit_seal, many
               WHERE number <= 2 * seals + 1000 AND to_position <= 2 * links + 100000),
    linked AS (SELECT max(position) AS position FROM audit_link, many WHERE position <= 2 * links + 100000)
    SELECT many.links, coalesce(sealed.number, 0), coalesce(sealed.position, 0),
           greatest(linked.position, sealed.position, 0),
           coalesce((SELECT vouched_from FROM audit_seal WHERE number > 0 ORDER BY number LIMIT 1), 1)
    FROM many, sealed, linked
"""
OUTSIDE_LINKS = """
    SELECT position, entry_id FROM audit_link WHERE position < 1 OR position > %(sealed_to)s ORDER BY position
"""
OUTSIDE_SEALS = """
    SELECT number FROM audit_seal WHERE number < 1 OR number > %(seals)s ORDER BY number
"""
# allow sql-of-texts: the columns are named above
_LAST_SEAL = text(f"SELECT {SEAL} FROM audit_seal s ORDER BY s.number DESC LIMIT 1")


_EMPTY = text(
    "SELECT NOT EXISTS (SELECT FROM audit_entry) AND NOT EXISTS (SELECT FROM audit_link)"
    " AND NOT EXISTS (SELECT FROM audit_seal)"
)


def is_empty(session: Session) -> bool:
    """Whether there is no entry, link or seal at all."""
    return bool(session.scalar(_EMPTY))


def unlinked(connection: Any, above: int, most: int) -> Sequence[Entry]:
    """Entries without a link, with ids above this one, in the order of their ids."""
    return [Entry(*row) for row in connection.execute(_UNLINKED, {"above": above, "most": most})]


def last_link(connection: Any) -> tuple[int, bytes] | None:
    """(position, chain) of the last link; None before the first."""
    row = connection.execute(_LAST_LINK).first()
    return (row.position, bytes(row.chain)) if row else None


def last_seal(connection: Any, service: str) -> Seal | None:
    row = connection.execute(_LAST_SEAL).first()
    return seal_of(service, row) if row else None


def seal_of(service: str, row: Sequence[Any]) -> Seal:
    """A seal from the columns of SEAL."""
    number, first, last, vouched_from, chain, at, key_id, signature = row
    instant = EPOCH + timedelta(microseconds=at) if at is not None else datetime.min.replace(tzinfo=UTC)
    return Seal(service, number, first, last, vouched_from, chain, instant, key_id, signature)
