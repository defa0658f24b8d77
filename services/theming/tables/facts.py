"""Facts of cases as they were known: what one source said of a case, each time it said something else.

``case_facts`` holds the newest of each case. Here are all of them, each with the instant at which theming
took it in, so that a table can be counted as it was known on any day. Rows are only ever added.

What was there before this table came is one version, known from the instant at which the audit says that it
was taken in; what had been said before it, and holds, are filled in by a rebuild from the log.
"""

from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.kept import keep_rows
from services.theming.tables.metadata import metadata
from shared.storage import Instant

NOTIFIED, REVIEWED, RECORD, HOLD = "notified", "reviewed", "record", "hold:"
Json = JSONB(none_as_null=True)  # what was not said is NULL, never the JSON null


def of_notification() -> tuple[Column[Any], ...]:
    return (
        Column("notified_on", Date),
        Column("area", Text),
        Column("age_band", Text),
        Column("sex", Text),
        Column("ethnic_group", Text),
        Column("place_of_death", Text),
        Column("notifier_sector", Text),
        Column("expected", Text),
        Column("died_in", Text),
        Column("deprivation_quintile", Integer),
        Column("joint_agency_response", Boolean),
        Column("supplementary_forms", Json),
        Column("events", Json),
        Column("clocks", Json),
    )


def of_review() -> tuple[Column[Any], ...]:
    """``reviewed_on``: the first completion, which places the case; ``completed_on``: this version's own."""
    return (
        Column("reviewed_on", Date),
        Column("completed_on", Date),
        Column("review_version", Integer),
        Column("category", Integer),
        Column("secondary_categories", Json),
        Column("modifiability", Text),
        Column("factors", Json),
    )


# ``source``: "notified", "reviewed", "record" or "hold:" and the id of a hold; the other columns are null.
# ``record_states``: by section of the record, how many facts are agreed, not known, not asked and so on.
# ``number`` counts what one source said of the case, from 1.
case_fact_version = Table(
    "case_fact_version",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("known_from", Instant, nullable=False),
    *of_notification(),
    *of_review(),
    Column("hold_kind", Text),
    Column("placed_on", Date),
    Column("lifted_on", Date),
    Column("hold_outcome", Text),
    Column("record_version", Integer),
    Column("record_states", Json),
    CheckConstraint(
        "source IN ('notified', 'reviewed', 'record') OR source LIKE 'hold:%'", name="source_known"
    ),
    CheckConstraint("number >= 1", name="number_from_one"),
)
Index("ix_case_fact_version_notified_on", case_fact_version.c.notified_on)
Index("ix_case_fact_version_reviewed_on", case_fact_version.c.reviewed_on)
keep_rows(case_fact_version)
