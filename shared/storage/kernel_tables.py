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

# What a transaction has changed, until it tells of it in the audit: shared/storage/telling_changes.py. No row
# is ever committed, so that it need not be logged. What identifies is noted by its SHA-256 (hex).
change_waiting = Table(
    "change_waiting",
    _KERNEL,
    Column("transaction_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("table_name", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("named", JSONB, nullable=False),
    Column("of_case", Text),
    Column("was", JSONB, nullable=False),
    Column("became", JSONB, nullable=False),
    Column("hidden_was", JSONB, nullable=False),
    Column("hidden_became", JSONB, nullable=False),
    prefixes=["UNLOGGED"],
)
# A transaction whose notes nobody took cannot commit.
NEVER_COMMITTED = (
    """
    CREATE OR REPLACE FUNCTION refuse_untold_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF EXISTS (SELECT FROM public.change_waiting
                 WHERE transaction_id = NEW.transaction_id AND number = NEW.number) THEN
        RAISE EXCEPTION 'a change of % is not told of in the audit', NEW.table_name;
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER change_waiting_is_never_committed AFTER INSERT ON change_waiting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_untold_change()
    """,
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
    for statement in NEVER_COMMITTED:
        # DDL() fills in % itself
        made = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(metadata.tables["change_waiting"], "after_create", made)
    event.listen(metadata.tables["relay_lease"], "after_create", DDL(SEED_LEASE))  # type: ignore[no-untyped-call]
    return metadata
