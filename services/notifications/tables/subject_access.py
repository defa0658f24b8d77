"""Requests of living people for what is held about them: the steps, what was decided, the sealed answer."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.tables.kept import UNTIL_DISPOSAL
from services.notifications.tables.metadata import metadata
from shared.storage import Instant


def _request(**options: Any) -> Column[str]:
    key = ForeignKey("subject_access_request.request_id")
    return Column("request_id", Text, key, **({"nullable": False, "index": True} | options))


def _case(**options: Any) -> Column[str]:
    key = ForeignKey("notification.case_reference")
    return Column("case_reference", Text, key, **({"nullable": False} | options))


subject_access_request = Table(
    "subject_access_request",
    metadata,
    Column("request_id", Text, primary_key=True),
    Column("person_name", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_by_name", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

# What was done: a stage that it went to, more time, or another name. ``digest``: of the answer that was
# proposed. ``person_name``: the name as it was corrected, and holds from then on.
subject_access_step = Table(
    "subject_access_step",
    metadata,
    Column("number", Integer, Identity(), primary_key=True),
    _request(),
    Column("kind", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("words", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("person_name", Text),
    UniqueConstraint("number", "by"),
)

# The cases that are looked through. Whoever may not see one of them sees the request without it. The
# request goes before its cases when a record is disposed of, so no key leads to it.
subject_access_case = Table(
    "subject_access_case",
    metadata,
    Column("request_id", Text, primary_key=True),
    _case(primary_key=True),
)
Index("ix_subject_access_case_case_reference", subject_access_case.c.case_reference)

# The entries that are this person's own, as somebody of the office chose them. ``name``: as it read then.
subject_access_person = Table(
    "subject_access_person",
    metadata,
    _request(primary_key=True, index=False),
    _case(primary_key=True),
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("chosen_by", Text, nullable=False),
    Column("chosen_at", Instant, nullable=False),
)

# The newest of an item holds. ``digest``: of what it was about.
subject_access_decision = Table(
    "subject_access_decision",
    metadata,
    Column("number", Integer, Identity(), primary_key=True),
    _request(),
    _case(),
    Column("key", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("health", Text, nullable=False),
    Column("opinion_by", Text, nullable=False),
    Column("opinion_on", Date),
    Column("also", JSONB, nullable=False),
    Column("note", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

# What was found elsewhere, above all in the panel's record, and put in by hand.
subject_access_added = Table(
    "subject_access_added",
    metadata,
    Column("item_id", Text, primary_key=True),
    _request(),
    _case(),
    Column("what", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("dated", Date),
    Column("text", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
)

# The answer as it went out, sealed. Released by somebody else than proposed it: the database checks it too.
subject_access_answer = Table(
    "subject_access_answer",
    metadata,
    _request(primary_key=True, index=False),
    Column("proposed_step", Integer, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("released_by", Text, nullable=False),
    Column("released_by_name", Text, nullable=False),
    Column("released_at", Instant, nullable=False),
    Column("digest", Text, nullable=False),
    Column("pdf_sha256", Text, nullable=False),
    Column("json_sha256", Text, nullable=False),
    Column("key_id", Text, nullable=False, index=True),
    Column("sealed_pdf", LargeBinary, nullable=False),
    Column("sealed_json", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["proposed_step", "proposed_by"],
        ["subject_access_step.number", "subject_access_step.by"],
        name="fk_subject_access_answer_proposed",
    ),
    CheckConstraint("released_by <> proposed_by", name="two_people"),
)

UNTIL_DISPOSAL.keep_rows(
    subject_access_request, subject_access_step, subject_access_decision, subject_access_added
)
