"""Tables that every service's database has: outbox, inbox, dead letters, relay lease, audit."""

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.storage.kept_rows import Keeping

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_KERNEL = MetaData(naming_convention=NAMING)
Instant = DateTime(timezone=True)

outbox = Table(
    "outbox",
    _KERNEL,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("envelope", JSONB, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("published_at", Instant),
)
Index("ix_outbox_waiting", outbox.c.id, postgresql_where=outbox.c.published_at.is_(None))

relay_lease = Table("relay_lease", _KERNEL, Column("name", Text, primary_key=True))

inbox = Table(
    "inbox",
    _KERNEL,
    Column("event_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("handled_at", Instant, nullable=False),
)

# An event that could not be handled, and those of the same case behind it, in the order ``parked_as``.
# ``holds`` is false for a record nobody can read: it has no place in the order of a case.
# ``next_try_at`` is null for what waits for a person; ``reason`` is why it was dropped.
dead_letter = Table(
    "dead_letter",
    _KERNEL,
    Column("event_id", Text, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("envelope", JSONB, nullable=False),
    Column("error", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("set_aside_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", Text),
    Column("settled_how", Text),
    Column("parked_as", BigInteger, Identity(), nullable=False),
    Column("holds", Boolean, nullable=False, server_default=true()),
    Column("next_try_at", Instant),
    Column("asked_by", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
)
Index(
    "ix_dead_letter_waiting",
    dead_letter.c.topic,
    dead_letter.c.key,
    dead_letter.c.parked_as,
    postgresql_where=dead_letter.c.settled_at.is_(None),
)

audit_entry = Table(
    "audit_entry",
    _KERNEL,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("person_id", Text, nullable=False, index=True),
    Column("person_name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("case_reference", Text, index=True),
    Column("subject", Text, nullable=False),
    Column("reading", Boolean, nullable=False),
    Column("detail", JSONB, nullable=False),
    # shared/auditing/entries.py; null in entries of versions that made none.
    Column("mark", LargeBinary),
)

# The chain over committed entries, and what was signed of it: shared/auditing/links.py.
audit_link = Table(
    "audit_link",
    _KERNEL,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", BigInteger, nullable=False, unique=True),
    Column("vouched", Boolean, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("mark", LargeBinary, nullable=False),
)
audit_seal = Table(
    "audit_seal",
    _KERNEL,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("from_position", BigInteger, nullable=False),
    Column("to_position", BigInteger, nullable=False),
    Column("vouched_from", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

KEPT = ("audit_entry", "audit_link", "audit_seal")
KEEPING = Keeping("refuse_change", "audit entries are never changed or removed")
APPEND_ONLY = (KEEPING.definition, KEEPING.kept("audit_entry"))  # what the first migrations said
SEED_LEASE = "INSERT INTO relay_lease (name) VALUES ('relay')"


def service_metadata() -> MetaData:
    """A new MetaData that holds the kernel's tables; a service adds its own to it."""
    metadata = MetaData(naming_convention=NAMING)
    for table in _KERNEL.sorted_tables:
        table.to_metadata(metadata)
    KEEPING.keep_rows(*(metadata.tables[name] for name in KEPT))
    event.listen(metadata.tables["relay_lease"], "after_create", DDL(SEED_LEASE))  # type: ignore[no-untyped-call]
    return metadata
