"""Links for notifiers, questions to them with their answers, transfers to other panels."""

from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.domain.intake.notify_links import NotifyLink
from services.notifications.domain.intake.questions import NotifierQuestion
from services.notifications.domain.intake.transfers import CaseTransfer
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import AnswersJson, mapper_registry
from shared.storage import Instant


def _case(**options: Any) -> Column[str]:
    return Column("case_reference", Text, ForeignKey("notification.case_reference"), **options)


# The token is not stored, only its fingerprint: so too for the links of a question and of a transfer.
notify_link = Table(
    "notify_link",
    metadata,
    Column("link_id", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("organisation", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("made_at", Instant, nullable=False, index=True),
    Column("made_by", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    _case(),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", Text, nullable=False),
)

notifier_question = Table(
    "notifier_question",
    metadata,
    Column("question_id", Text, primary_key=True),
    _case(nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("expires_at", Instant, nullable=False),
    Column("answer", Text, nullable=False),
    Column("changed", JSONB, nullable=False),
    Column("answered_at", Instant),
)

# The answers as they were before a correction, oldest first; the newest are in ``notification``.
earlier_answers = Table(
    "earlier_answers",
    metadata,
    _case(primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("answers", AnswersJson, nullable=False),
    Column("replaced_at", Instant, nullable=False),
    Column("replaced_by", Text, nullable=False),
    Column("question_id", Text, ForeignKey("notifier_question.question_id")),
)

case_transfer = Table(
    "case_transfer",
    metadata,
    Column("transfer_id", Text, primary_key=True),
    _case(nullable=False, index=True),
    Column("number", Text, nullable=False, unique=True),
    Column("panel", Text, nullable=False),
    Column("panel_name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("transferred_at", Instant, nullable=False, index=True),
    Column("transferred_by", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("remind_on", Date, nullable=False),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("expires_at", Instant, nullable=False),
    Column("reminded_at", Instant),
    Column("received_on", Date),
    Column("received_by", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("through", Text, nullable=False),
    Column("taken_back_at", Instant),
)

mapper_registry.map_imperatively(NotifyLink, notify_link)
mapper_registry.map_imperatively(NotifierQuestion, notifier_question)
mapper_registry.map_imperatively(CaseTransfer, case_transfer)
