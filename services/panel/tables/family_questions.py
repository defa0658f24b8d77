"""Questions of the family and every reply the panel gave to them."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, ForeignKey, Identity, Integer, Table, Text
from sqlalchemy.orm import relationship

from services.panel.domain.family.family_questions import FamilyAnswer, FamilyQuestion
from services.panel.tables import metadata
from services.panel.tables.cases import mappers
from services.panel.tables.kept import keep_rows
from shared.storage import Instant

family_question = Table(
    "family_question",
    metadata,
    Column("question_id", Text, primary_key=True),
    Column("case_reference", ForeignKey("review_case.reference"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("raised_on", Date, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("withdrawn_on", Date),
)

# The latest reply holds.
family_answer = Table(
    "family_answer",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("question_id", ForeignKey("family_question.question_id"), nullable=False, index=True),
    Column("reply", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("reply IN ('answered', 'declined')", name="reply_known"),
)

mappers.map_imperatively(FamilyAnswer, family_answer)
mappers.map_imperatively(
    FamilyQuestion,
    family_question,
    properties={
        "answers": relationship(
            FamilyAnswer, cascade="all, delete-orphan", lazy="selectin", order_by=family_answer.c.id
        )
    },
)

keep_rows(family_answer)
