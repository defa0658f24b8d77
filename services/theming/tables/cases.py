"""Facts of cases, for counting and comparing."""

from sqlalchemy import Column, Date, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.metadata import metadata

# A case is known from its notification, its review, or both: the two arrive on separate topics.
case_facts = Table(
    "case_facts",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("notified_on", Date, index=True),
    Column("area", Text),
    Column("age_band", Text),
    Column("sex", Text),
    Column("ethnic_group", Text),
    Column("place_of_death", Text),
    Column("notifier_sector", Text),
    Column("expected", Text),
    Column("events", JSONB, nullable=False, server_default="[]"),
    Column("clocks", JSONB, nullable=False, server_default="{}"),
    Column("reviewed_on", Date, index=True),
    Column("review_version", Integer),
    Column("category", Integer),
    Column("modifiability", Text),
)
