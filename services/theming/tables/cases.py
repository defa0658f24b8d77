"""Facts of cases, for counting and comparing."""

from sqlalchemy import Boolean, Column, Date, Integer, Table, Text
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
    # Null in rows older than these columns, until they are made anew from the log: not recorded.
    Column("died_in", Text),
    Column("deprivation_quintile", Integer),
    Column("joint_agency_response", Boolean),
    Column("supplementary_forms", JSONB(none_as_null=True)),
    Column("secondary_categories", JSONB(none_as_null=True)),
    Column("factors", JSONB(none_as_null=True)),
)
