"""The log of the actions that panels agreed, and the links of their owners. Records are only ever added."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    false,
)
from sqlalchemy.orm import registry

from services.panel.domain.learning.action_log import ActionRecord
from services.panel.domain.learning.action_steps import ActionStep
from services.panel.domain.learning.earlier_feedback import ActionFeedback, FeedbackKind
from services.panel.domain.learning.owner_links import OwnerLink
from services.panel.tables import metadata
from services.panel.tables.kept import keep_rows
from services.panel.tables.meetings import words
from shared.storage import Instant


def _place() -> tuple[Column[str], Column[int], Column[int]]:
    """Which action: the case, the completed version of its review, and the action's number on that form."""
    return (
        Column("case_reference", Text, nullable=False),
        Column("review_version", Integer, nullable=False),
        Column("number", Integer, nullable=False),
    )


# As feedback was kept before the log had its whole life; no row is added any more.
action_feedback = Table(
    "action_feedback",
    metadata,
    Column("id", Text, primary_key=True),
    *_place(),
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

action_record = Table(
    "action_record",
    metadata,
    Column("id", Text, primary_key=True),
    *_place(),
    Column("step", words(ActionStep, "step_known"), nullable=False),
    Column("words", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("by_owner", Boolean, nullable=False, server_default=false()),
    Column("own_work_because", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("given_as", BigInteger, Identity(), nullable=False),
    CheckConstraint("number >= 0", name="number_from_zero"),
)
Index("ix_action_record_action", action_record.c.case_reference, action_record.c.review_version)

owner_link = Table(
    "owner_link",
    metadata,
    Column("id", Text, primary_key=True),
    *_place(),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("sent", Boolean, nullable=False, server_default=false()),
    Column("revoked_at", Instant),
    Column("last_used_at", Instant),
)
Index("ix_owner_link_action", owner_link.c.case_reference, owner_link.c.review_version)

mappers = registry(metadata=metadata)
mappers.map_imperatively(ActionFeedback, action_feedback, exclude_properties={"given_as"})
mappers.map_imperatively(ActionRecord, action_record, exclude_properties={"given_as"})
mappers.map_imperatively(OwnerLink, owner_link)

keep_rows(action_feedback, action_record)
