"""What the panel has last been told of a case by itself, and requests to see what was taken out of a text."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false

from services.notifications.domain.reversal.reversal import RedactionReversal
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import mapper_registry
from shared.storage import Instant


def _case(**options: bool) -> Column[str]:
    return Column("case_reference", Text, ForeignKey("notification.case_reference"), **options)  # type: ignore[arg-type]


# What was told last, as fingerprints of it: the same is not told again. ``due``: something has changed since.
case_projection = Table(
    "case_projection",
    metadata,
    _case(primary_key=True),
    Column("due", Boolean, nullable=False, server_default=false()),
    Column("facts_version", Integer, nullable=False, server_default="0"),
    Column("facts_told", Text, nullable=False, server_default=""),
    Column("involvement_version", Integer, nullable=False, server_default="0"),
    Column("involvement_told", Text, nullable=False, server_default=""),
    Column("told_at", Instant),
)
Index("ix_case_projection_due", case_projection.c.case_reference, postgresql_where=case_projection.c.due)

# Two keys: one person asks with a reason, another opens it while the request stands. Nothing is deleted.
redaction_reversal = Table(
    "redaction_reversal",
    metadata,
    Column("reversal_id", Text, primary_key=True),
    _case(nullable=False, index=True),
    Column("material_id", Text, ForeignKey("case_material.material_id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_by_name", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("opened_by", Text, nullable=False, server_default=""),
    Column("opened_by_name", Text, nullable=False, server_default=""),
    Column("closes_at", Instant),
    Column("refused_at", Instant),
    Column("refused_because", Text, nullable=False, server_default=""),
)

mapper_registry.map_imperatively(RedactionReversal, redaction_reversal)
