"""What each account asked of the table maker, and what it was told: later answers are protected with it."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Identity, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.kept import keep_rows
from services.theming.tables.metadata import metadata
from shared.storage import Instant

# ``cells``: of each cell its key, its count and whether it was hidden; none where the answer was refused.
# ``fixed``: the dimensions that all its cells have in common. ``further``: cells hidden only because of
# what this account had been told before.
statistics_question = Table(
    "statistics_question",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("asked_by", Text, nullable=False, index=True),
    Column("asked_by_name", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("question", JSONB, nullable=False),
    Column("policy", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("basis", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("data_version", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("further", Integer, nullable=False),
    Column("fixed", JSONB, nullable=False),
    Column("cells", JSONB, nullable=False),
    CheckConstraint("outcome IN ('answered', 'refused', 'too_fine')", name="outcome_known"),
    CheckConstraint("outcome = 'answered' OR cells = '[]'", name="nothing_told_if_refused"),
)
keep_rows(statistics_question)
