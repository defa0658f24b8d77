"""What people decided: each step on a theme, each sentence judged, each case read to the end."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Identity,
    Index,
    Integer,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.metadata import metadata
from shared.storage import Instant


def _decided() -> tuple[Column[Any], ...]:
    return (
        Column("decided_by", Text, nullable=False),
        Column("decided_by_name", Text, nullable=False),
        Column("decided_at", Instant, nullable=False),
    )


# Every step somebody took on a theme of a case, in order. What stands now is in theme_confirmation.
theme_decision = Table(
    "theme_decision",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("case_reference", Text, nullable=False, index=True),
    Column("theme", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("renamed_to", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("pipeline_version", Text, nullable=False, server_default=""),
    *_decided(),
    CheckConstraint("step IN ('confirmed', 'rejected', 'added', 'renamed')", name="step_known"),
    CheckConstraint("(step = 'renamed') = (renamed_to IS NOT NULL)", name="renamed_to_something"),
)

# Every judgement of a sentence, in order: the newest of a case, theme and sentence holds. The words go when
# the text that held them goes; that it was judged, by whom and when, stays.
evidence_decision = Table(
    "evidence_decision",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("case_reference", Text, nullable=False),
    Column("material_id", Text, nullable=False),
    Column("text_version", Integer, nullable=False),
    Column("theme", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("assertion", Text),
    Column("sentence", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("rule_id", Text, nullable=False, server_default=""),
    Column("pipeline_version", Text, nullable=False, server_default=""),
    *_decided(),
    Column("stale_since", Instant),
    CheckConstraint("how IN ('accepted', 'rejected', 'edited', 'added')", name="how_known"),
    CheckConstraint("stale_since IS NULL OR (sentence = '' AND words = '')", name="stale_words_are_not_kept"),
    Index("ix_evidence_decision_case_reference_theme", "case_reference", "theme"),
)

# Somebody read a case to the end. ``themes``: those this person finds true of it, of all of the codebook;
# ``proposed``: those that were proposed to the reader.
case_reading = Table(
    "case_reading",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("case_reference", Text, nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("themes", JSONB, nullable=False),
    Column("proposed", JSONB, nullable=False),
    Column("codebook", Text, nullable=False),
    *_decided(),
    CheckConstraint("place IN ('first', 'second')", name="place_known"),
)
Index(
    "uq_case_reading_second",
    case_reading.c.case_reference,
    unique=True,
    postgresql_where=case_reading.c.place == "second",
)

# Somebody goes on with a case that another person has begun. They have seen what was decided there, so that
# the second reading is for somebody else.
reading_joined = Table(
    "reading_joined",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("decided_by", Text, primary_key=True),
    Column("decided_by_name", Text, nullable=False),
    Column("decided_at", Instant, nullable=False),
)

# A sentence that a person said does not show a theme though a rule had said so: rules are tried on it.
regression_example = Table(
    "regression_example",
    metadata,
    Column("decision", BigInteger, primary_key=True),
    Column("case_reference", Text, nullable=False),
    Column("theme", Text, nullable=False, index=True),
    Column("sentence", Text, nullable=False),
    Column("kept_at", Instant, nullable=False),
    Column("tried_with", Text, nullable=False, server_default=""),
    Column("still_wrong_by", Text, nullable=False, server_default=""),
)
