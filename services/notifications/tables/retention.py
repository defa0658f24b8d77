"""The retention schedule as areas confirmed it, and legal holds. Rows are only ever added."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, ForeignKey, Identity, Integer, Table, Text

from services.notifications.tables.kept import keep_rows
from services.notifications.tables.metadata import metadata
from shared.storage import Instant

# The newest row of a record type and area holds, from its day on. ``area``: a code, or "all".
retention_row = Table(
    "retention_row",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("record_type", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("starts_with", Text, nullable=False),
    Column("years", Integer, nullable=False),
    Column("decided_by_body", Text, nullable=False),
    Column("holds_from", Date, nullable=False),
    Column("shipped_version", Text, nullable=False),
    Column("confirmed_by", Text, nullable=False),
    Column("confirmed_by_name", Text, nullable=False),
    Column("confirmed_at", Instant, nullable=False),
    CheckConstraint("years >= 0", name="years_not_negative"),
)

legal_hold = Table(
    "legal_hold",
    metadata,
    Column("hold_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("reason", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("placed_by", Text, nullable=False),
    Column("placed_by_name", Text, nullable=False),
    Column("placed_at", Instant, nullable=False),
)

# A hold that was lifted stays as it was placed; this says by whom and why it was.
legal_hold_lifted = Table(
    "legal_hold_lifted",
    metadata,
    Column("hold_id", Text, ForeignKey("legal_hold.hold_id"), primary_key=True),
    Column("because", Text, nullable=False),
    Column("lifted_by", Text, nullable=False),
    Column("lifted_by_name", Text, nullable=False),
    Column("lifted_at", Instant, nullable=False),
    CheckConstraint("because <> ''", name="lifting_has_a_reason"),
)

keep_rows(retention_row, legal_hold, legal_hold_lifted)
