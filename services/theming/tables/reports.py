"""Reports that were made, with all they say, so that they can be made again; and their files."""

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from services.theming.domain.reports.report_run import ReportRun, ReportStatus
from services.theming.tables.kept import keep_rows
from services.theming.tables.metadata import metadata
from shared.storage import Instant

# ``contents``: every figure, as it was gathered; what it was gathered from is known by ``known_at``.
report_run = Table(
    "report_run",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("edition", Integer, nullable=False),
    Column(
        "status",
        Enum(
            ReportStatus,
            name="status_known",
            native_enum=False,
            create_constraint=True,
            length=20,
            values_callable=lambda statuses: [status.value for status in statuses],
        ),
        nullable=False,
    ),
    Column("known_at", Instant, nullable=False),
    Column("panel_name", Text, nullable=False),
    Column("contents", JSONB, nullable=False),
    Column("checksum", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_by_name", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("final_by", Text, nullable=False),
    Column("final_by_name", Text, nullable=False),
    Column("final_at", Instant),
    Column("withdrawn_by_name", Text, nullable=False),
    Column("withdrawn_at", Instant),
    Column("withdrawn_because", Text, nullable=False),
    UniqueConstraint("kind", "period", "version", "edition"),
    CheckConstraint("status <> 'final' OR final_at IS NOT NULL", name="final_is_dated"),
    CheckConstraint("status <> 'final' OR final_by <> made_by", name="final_by_another"),
    CheckConstraint("status <> 'withdrawn' OR withdrawn_because <> ''", name="withdrawing_has_a_reason"),
)
# What a report says stays as it was; only its standing moves on.
KEEP_REPORT = (
    """
    CREATE OR REPLACE FUNCTION public.keep_report() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'a report is never removed';
      END IF;
      IF NEW.contents <> OLD.contents OR NEW.checksum <> OLD.checksum OR NEW.known_at <> OLD.known_at
         OR NEW.made_by <> OLD.made_by THEN
        RAISE EXCEPTION 'what a report says stays as it was';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER report_run_stays BEFORE UPDATE OR DELETE ON report_run
    FOR EACH ROW EXECUTE FUNCTION public.keep_report()
    """,
    """
    CREATE TRIGGER report_run_is_not_emptied BEFORE TRUNCATE ON report_run
    FOR EACH STATEMENT EXECUTE FUNCTION public.keep_report()
    """,
)
for statement in KEEP_REPORT:
    event.listen(report_run, "after_create", DDL(statement))  # type: ignore[no-untyped-call]

# The files as they were read (draft) and as they went out (final).
report_file = Table(
    "report_file",
    metadata,
    Column("report_id", ForeignKey("report_run.id"), primary_key=True),
    Column("standing", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("made_with", Text, nullable=False),
    CheckConstraint("standing IN ('draft', 'final')", name="standing_known"),
)
keep_rows(report_file)

registry(metadata=metadata).map_imperatively(ReportRun, report_run)
