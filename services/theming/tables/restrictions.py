"""Cases that only people named may see."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.metadata import metadata
from shared.auditing.reading.tables import add_unusual_reading
from shared.storage import Instant
from shared.storage.case_scope import CaseScope, by, every, mentioning, scope_cases

# Each change is a row of its own: what held before is lifted, and what holds now begins. ``people`` are
# {"id", "name"} of those who may see the case.
case_restriction = Table(
    "case_restriction",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_reference", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("people", JSONB, nullable=False),
    Column("restricted_by", Text, nullable=False),
    Column("restricted_by_name", Text, nullable=False),
    Column("restricted_at", Instant, nullable=False),
    Column("lifted_by", Text, nullable=False, server_default=""),
    Column("lifted_by_name", Text, nullable=False, server_default=""),
    Column("lifted_at", Instant),
    Column("lifted_because", Text, nullable=False, server_default=""),
    CheckConstraint("lifted_at IS NULL OR lifted_by <> ''", name="lifting_has_a_person"),
)
Index(
    "uq_case_restriction_that_holds",
    case_restriction.c.case_reference,
    unique=True,
    postgresql_where=case_restriction.c.lifted_at.is_(None),
)

add_unusual_reading(metadata)

# Statistics count every case, so each read of cases here says what it leaves out (``queries/restrictions``);
# what many people read beside the cases is narrowed by itself.
_NARROWED = {
    "unusual_reading": by("case_reference"),
    "unusual_reading_review": by("case_reference"),
    "audit_entry": every(by("case_reference"), mentioning("subject", "detail")),
    "dead_letter": mentioning("key", "envelope"),
}
scope_cases(
    "theming", CaseScope(metadata, case_restriction.c.case_reference, _NARROWED, only=frozenset(_NARROWED))
)
