"""What was done for a family, its key workers, and the questions it asks."""

from sqlalchemy import Column, Date, ForeignKey, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.domain.family.contact import FamilyEntry, KeyWorker
from services.notifications.domain.family.questions import FamilyQuestion
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import mapper_registry
from shared.storage import Instant


def _case() -> Column[str]:
    return Column(
        "case_reference", Text, ForeignKey("notification.case_reference"), nullable=False, index=True
    )


# Entries are added, never changed: the latest of a topic holds, the earlier ones are its history.
family_entry = Table(
    "family_entry",
    metadata,
    Column("entry_id", Text, primary_key=True),
    _case(),
    Column("topic", Text, nullable=False),
    Column("topic_version", Text, nullable=False),
    Column("answers", JSONB, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

key_worker = Table(
    "key_worker",
    metadata,
    Column("key_worker_id", Text, primary_key=True),
    _case(),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("telephone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("until_on", Date),
    Column("ended_because", Text, nullable=False),
)

# The family's own words; the text on its way to the panel is the row of case_material with the same id.
family_question = Table(
    "family_question",
    metadata,
    Column("question_id", Text, ForeignKey("case_material.material_id"), primary_key=True),
    _case(),
    Column("words", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("raised_on", Date, nullable=False),
    Column("how", Text, nullable=False),
    Column("received_by", Text, nullable=False),
    Column("status", Text, nullable=False, index=True),
    Column("status_since", Date),
    Column("withdrawn_because", Text, nullable=False),
    Column("told_on", Date),
    Column("told_by", Text, nullable=False),
    Column("told_how", Text, nullable=False),
    Column("told_words", Text, nullable=False),
)

mapper_registry.map_imperatively(FamilyEntry, family_entry)
mapper_registry.map_imperatively(KeyWorker, key_worker)
mapper_registry.map_imperatively(FamilyQuestion, family_question)
