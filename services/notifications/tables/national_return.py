"""What the national database has been told of each case: every step, and every file that was made for it."""

from sqlalchemy import Column, Date, ForeignKey, Identity, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.tables.metadata import metadata
from shared.storage import Instant


def _case() -> Column[str]:
    return Column(
        "case_reference", Text, ForeignKey("notification.case_reference"), nullable=False, index=True
    )


# The latest step of a case is its state; a case without a step has not been sent.
national_return_step = Table(
    "national_return_step",
    metadata,
    Column("step_id", Integer, Identity(), primary_key=True),
    _case(),
    Column("became", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Text, nullable=False),
)

# What was made to be keyed or uploaded: enough to say later which answers went, not the answers once more.
national_return_file = Table(
    "national_return_file",
    metadata,
    Column("file_id", Text, primary_key=True),
    _case(),
    Column("adapter", Text, nullable=False),
    Column("mapping_version", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("faults", JSONB, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
)
