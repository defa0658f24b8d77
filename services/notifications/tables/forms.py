"""Forms on their way: drafts of the public page, returned supplementary forms, answers told later."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Identity, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.tables.metadata import metadata
from shared.storage import Instant

# What somebody without an account has typed so far; gone when it is sent or has expired.
notification_draft = Table(
    "notification_draft",
    metadata,
    Column("draft_id", Text, primary_key=True),
    Column("given", JSONB, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

# A supplementary form as an agency returned it with its reporting form, in the version it was given in.
supplementary_form_return = Table(
    "supplementary_form_return",
    metadata,
    Column("return_id", Integer, Identity(), primary_key=True),
    Column("request_id", Text, ForeignKey("reporting_form_request.request_id"), nullable=False, index=True),
    Column("form_name", Text, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("answers", JSONB, nullable=False),
    Column("narratives", JSONB, nullable=False),
    Column("not_held", JSONB, nullable=False),
    # Whether an answer asked for it on that day: one that was filled and then not asked for is kept too.
    Column("asked_for", Boolean, nullable=False),
)

# An answer that the notification did not have: what was told to the office afterwards, by whom and when.
follow_up_answer = Table(
    "follow_up_answer",
    metadata,
    Column("answer_id", Integer, Identity(), primary_key=True),
    Column("case_reference", Text, ForeignKey("notification.case_reference"), nullable=False, index=True),
    Column("form_version", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("was", JSONB),
    Column("became", JSONB, nullable=False),
    Column("told_by", Text, nullable=False),
    Column("told_on", Date, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)
