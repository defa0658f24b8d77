"""Feedback on the actions that panels agreed. Rows are only ever added."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, Integer, Table, Text
from sqlalchemy.orm import registry

from services.panel.domain.learning.action_log import ActionFeedback, FeedbackKind
from services.panel.tables import metadata
from services.panel.tables.meetings import words
from shared.storage import Instant

action_feedback = Table(
    "action_feedback",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_reference", Text, nullable=False),
    Column("review_version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", words(FeedbackKind, "kind_known"), nullable=False),
    Column("words", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    # The order in which feedback was given: two can fall into one instant, and a clock can step back.
    Column("given_as", BigInteger, Identity(), nullable=False),
    CheckConstraint("number >= 0", name="number_from_zero"),
)
Index("ix_action_feedback_action", action_feedback.c.case_reference, action_feedback.c.review_version)

mappers = registry(metadata=metadata)
mappers.map_imperatively(ActionFeedback, action_feedback, exclude_properties={"given_as"})
