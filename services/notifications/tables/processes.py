"""Processes beside the review, disclosures to coroners, referrals, and reviews taken over from elsewhere."""

from sqlalchemy import Column, Date, ForeignKey, Identity, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.domain.processes.parallel_process import ParallelProcess
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import mapper_registry
from shared.storage import Instant


def _case() -> Column[str]:
    return Column(
        "case_reference", Text, ForeignKey("notification.case_reference"), nullable=False, index=True
    )


parallel_process = Table(
    "parallel_process",
    metadata,
    Column("process_id", Text, primary_key=True),
    _case(),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("status_on", Date, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("reference", Text, nullable=False),
    Column("lead_contact", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("due_on", Date),
    Column("concluded_on", Date),
    Column("outcome", Text, nullable=False),
    Column("may_proceed_on", Date),
    Column("may_proceed_agreed_by", Text, nullable=False),
    Column("may_proceed_because", Text, nullable=False),
)

# Every status a process has had: what was recorded, when and by whom.
process_step = Table(
    "process_step",
    metadata,
    Column("step_id", Integer, Identity(), primary_key=True),
    Column("process_id", Text, ForeignKey("parallel_process.process_id"), nullable=False, index=True),
    Column("says", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Text, nullable=False),
)

# The disclosure log. ``text`` is exactly what was disclosed.
coroner_disclosure = Table(
    "coroner_disclosure",
    metadata,
    Column("disclosure_id", Text, primary_key=True),
    _case(),
    Column("coroner", Text, nullable=False),
    Column("agreement", Text, nullable=False),
    Column("agreement_version", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("parts", JSONB, nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("disclosed_on", Date, nullable=False),
    Column("disclosed_at", Instant, nullable=False),
    Column("disclosed_by", Text, nullable=False),
)

# An answer to a line of the refer-on checklist. The newest row of a line counts.
referral = Table(
    "referral",
    metadata,
    Column("referral_id", Integer, Identity(), primary_key=True),
    _case(),
    Column("rule_id", Text, nullable=False),
    Column("rule_version", Text, nullable=False),
    Column("suggested", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("referred_on", Date),
    Column("words", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Text, nullable=False),
)

# A review held elsewhere (perinatal mortality review, neonatal forum), taken over as it was given.
imported_review = Table(
    "imported_review",
    metadata,
    Column("import_id", Text, primary_key=True),
    _case(),
    Column("form_name", Text, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("fields", JSONB, nullable=False),
    Column("not_understood", JSONB, nullable=False),
    Column("channel", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
    Column("imported_by", Text, nullable=False),
)

mapper_registry.map_imperatively(ParallelProcess, parallel_process)
