"""What was settled where sources differ, and which short-lived records have been asked for."""

from sqlalchemy import Column, ForeignKey, Identity, Integer, Table, Text

from services.notifications.tables.metadata import metadata
from shared.storage import Instant

# The latest choice of a fact counts; a choice taken back is a row without a source.
chosen_fact = Table(
    "chosen_fact",
    metadata,
    Column("choice_id", Integer, Identity(), primary_key=True),
    Column("case_reference", Text, ForeignKey("notification.case_reference"), nullable=False, index=True),
    Column("fact", Text, nullable=False),
    Column("facts_version", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("chosen_at", Instant, nullable=False),
    Column("chosen_by", Text, nullable=False),
)

# A record that its holder deletes early, which the office has asked to be kept, or does not need.
short_lived_settled = Table(
    "short_lived_settled",
    metadata,
    Column("case_reference", Text, ForeignKey("notification.case_reference"), primary_key=True),
    Column("record", Text, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("settled_at", Instant, nullable=False),
    Column("settled_by", Text, nullable=False),
)
