"""What happened in a case, how each clock was judged, and why one was missed. Nothing is deleted."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Identity, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.tables.metadata import metadata
from shared.storage import Instant


def _case() -> Column[str]:
    return Column(
        "case_reference", Text, ForeignKey("notification.case_reference"), nullable=False, index=True
    )


# happened_at: where the time is known too. withdrawn_at: recorded in error, or recorded anew.
# told_at: the panel was told of it.
case_milestone = Table(
    "case_milestone",
    metadata,
    Column("milestone_id", Integer, Identity(), primary_key=True),
    _case(),
    Column("kind", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("happened_at", Instant),
    Column("note", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", Text),
    Column("withdrawn_because", Text),
    Column("told_at", Instant),
)
Index(
    "ix_case_milestone_once",
    case_milestone.c.case_reference,
    case_milestone.c.kind,
    unique=True,
    postgresql_where=case_milestone.c.withdrawn_at.is_(None),
)

# A clock as judged, with its working: later rules do not change it. superseded_at: judged again since.
clock_judgement = Table(
    "clock_judgement",
    metadata,
    Column("judgement_id", Integer, Identity(), primary_key=True),
    _case(),
    Column("clock_id", Text, nullable=False),
    Column("clock_version", Text, nullable=False),
    Column("calendar_version", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("due_on", Date),
    Column("due_at", Instant),
    Column("ended_on", Date),
    Column("ended_at", Instant),
    Column("met", Boolean),
    Column("working", JSONB, nullable=False),
    Column("judged_at", Instant, nullable=False),
    Column("judged_by", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("superseded_at", Instant),
)
Index(
    "ix_clock_judgement_once",
    clock_judgement.c.case_reference,
    clock_judgement.c.clock_id,
    unique=True,
    postgresql_where=clock_judgement.c.superseded_at.is_(None),
)

# Why a clock was late or cannot be judged: a reason of the list, and words. The newest row counts.
breach_reason = Table(
    "breach_reason",
    metadata,
    Column("breach_reason_id", Integer, Identity(), primary_key=True),
    _case(),
    Column("clock_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("list_version", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Text, nullable=False),
)
