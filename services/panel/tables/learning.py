"""Learning that is passed on, when and to whom it was; and corrections of registers of closed meetings."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import registry

from services.panel.domain.learning.sharing import Dissemination, LearningKind, SharedLearning
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.register_corrections import RegisterCorrection
from services.panel.tables import metadata
from services.panel.tables.kept import keep_rows
from services.panel.tables.meetings import words
from shared.storage import Instant


def _texts(name: str) -> Column[list[str]]:
    return Column(name, MutableList.as_mutable(JSONB()), nullable=False)


shared_learning = Table(
    "shared_learning",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", words(LearningKind, "kind_known"), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    _texts("themes"),
    _texts("cases"),
    Column("written_by", Text, nullable=False),
    Column("written_by_name", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("fit_by", Text),
    Column("fit_by_name", Text, nullable=False, server_default=""),
    Column("fit_at", Instant),
    CheckConstraint("kind <> 'vignette' OR jsonb_array_length(cases) >= 3", name="several_cases"),
    CheckConstraint("(fit_by IS NULL) = (fit_at IS NULL)", name="fit_is_dated"),
)

dissemination = Table(
    "dissemination",
    metadata,
    Column("id", Text, primary_key=True),
    Column("learning_id", ForeignKey("shared_learning.id"), nullable=False, index=True),
    Column("audience", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("reach", Integer),
    Column("outcome", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_by_name", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    CheckConstraint("reach >= 0", name="reach_not_negative"),
)

# What the register of a closed meeting said before it was put right, and why it was.
register_correction = Table(
    "register_correction",
    metadata,
    Column("id", Text, primary_key=True),
    Column("meeting_id", ForeignKey("panel_meeting.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("was", words(Mark, "was_known"), nullable=False),
    Column("became", words(Mark, "became_known"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
Index("ix_register_correction_meeting", register_correction.c.meeting_id)

mappers = registry(metadata=metadata)
mappers.map_imperatively(SharedLearning, shared_learning)
mappers.map_imperatively(Dissemination, dissemination)
mappers.map_imperatively(RegisterCorrection, register_correction)

keep_rows(register_correction)
