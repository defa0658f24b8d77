"""Cases with their sources, holds and history, mapped to the domain."""

from enum import StrEnum

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Enum,
    ForeignKey,
    Identity,
    Integer,
    Table,
    Text,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import registry, relationship

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.holds import Hold
from services.panel.domain.cases.review_case import ReviewCase, StatusChange
from services.panel.domain.cases.sources import InformationSource
from services.panel.tables import metadata
from services.panel.tables.kept import keep_rows
from shared.storage import Instant


def _words(kind: type[StrEnum], name: str) -> Enum:
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda k: [each.value for each in k],
    )


def _texts(name: str) -> Column[list[str]]:
    return Column(name, MutableList.as_mutable(JSONB()), nullable=False)


review_case = Table(
    "review_case",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("notified_on", Date, nullable=False, index=True),
    Column("died_in", Text),
    Column("age_band", Text, nullable=False),
    Column("age_text", Text, nullable=False),
    Column("sex", Text, nullable=False),
    Column("ethnic_category", Text, nullable=False),
    Column("ethnic_group", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("deprivation_quintile", Integer),
    Column("place_of_death", Text, nullable=False),
    Column("place_of_event", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("gestation_weeks", Integer),
    Column("coroner_informed", Text, nullable=False),
    Column("joint_agency_response", Boolean, nullable=False),
    Column("notifier_role", Text, nullable=False),
    Column("notifier_sector", Text, nullable=False),
    _texts("events"),
    _texts("supplementary_forms"),
    _texts("clocks"),
    Column("status", _words(CaseStatus, "status_known"), nullable=False, index=True),
    Column("has_notification_text", Boolean, nullable=False),
    Column("review_version", Integer, nullable=False),
    Column("closed_on", Date),
    Column("review_meeting_held_on", Date),
    Column("draft_analysis_received_on", Date),
    Column("provisional_since", Date),
)

information_source = Table(
    "information_source",
    metadata,
    Column("case_reference", ForeignKey("review_case.reference"), primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("requested_on", Date),
    Column("due_on", Date),
    Column("outcome", Text),
    Column("received_on", Date),
    CheckConstraint("(outcome IS NULL) = (received_on IS NULL)", name="answer_is_dated"),
)

hold = Table(
    "hold",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_reference", ForeignKey("review_case.reference"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("placed_on", Date, nullable=False),
    Column("placed_by", Text, nullable=False),
    Column("lifted_on", Date),
    Column("lifted_by", Text),
    Column("lifted_because", Text),
    Column("origin", Text, nullable=False, server_default="panel"),
    Column("blocks", Text, nullable=False, server_default="listing"),
    CheckConstraint("lifted_on >= placed_on", name="dates_in_order"),
)

# A release that arrived before its hold: the hold is placed as released.
early_release = Table(
    "early_release",
    metadata,
    Column("hold_id", Text, primary_key=True),
    Column("case_reference", Text, nullable=False),
    Column("lifted_on", Date, nullable=False),
)

# What a case is about, as the office has said: ids of ``shared/themes.toml``.
case_theme = Table(
    "case_theme",
    metadata,
    Column("case_reference", ForeignKey("review_case.reference"), primary_key=True),
    Column("theme", Text, primary_key=True, index=True),
    Column("set_by", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
)

status_change = Table(
    "status_change",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_reference", ForeignKey("review_case.reference"), nullable=False, index=True),
    Column("from_status", _words(CaseStatus, "from_status_known"), nullable=False),
    Column("to_status", _words(CaseStatus, "to_status_known"), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("ground", Text, nullable=False, server_default=""),
    Column("concerns", Text, nullable=False, server_default=""),
    Column("authorised_by", Text, nullable=False, server_default=""),
)

# A decision that was signed off stands until the review is reopened.
KEEP_SIGNED_OFF_CASES = (
    """
    CREATE OR REPLACE FUNCTION keep_signed_off_case() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'a case that was signed off is never removed';
      END IF;
      IF NEW.review_version <> OLD.review_version
         OR NOT (NEW.status = OLD.status OR NEW.status = 'reopened'
                 OR (OLD.status = 'completed' AND NEW.status = 'finalised')) THEN
        RAISE EXCEPTION 'the review is completed: only reopening it changes the decision';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER signed_off_case_is_kept BEFORE UPDATE OR DELETE ON review_case
    FOR EACH ROW WHEN (OLD.status IN ('completed', 'finalised')) EXECUTE FUNCTION keep_signed_off_case()
    """,
    """
    CREATE TRIGGER review_case_is_not_emptied BEFORE TRUNCATE ON review_case
    FOR EACH STATEMENT EXECUTE FUNCTION keep_signed_off_case()
    """,
)
keep_rows(status_change, early_release)
for statement in KEEP_SIGNED_OFF_CASES:
    event.listen(review_case, "after_create", DDL(statement))  # type: ignore[no-untyped-call]

mappers = registry(metadata=metadata)
mappers.map_imperatively(InformationSource, information_source)
mappers.map_imperatively(Hold, hold)
mappers.map_imperatively(StatusChange, status_change)
mappers.map_imperatively(
    ReviewCase,
    review_case,
    properties={
        "sources": relationship(
            InformationSource,
            cascade="all, delete-orphan",
            lazy="selectin",
            order_by=(information_source.c.role, information_source.c.source_id),
        ),
        "holds": relationship(
            Hold, cascade="all, delete-orphan", lazy="selectin", order_by=(hold.c.placed_on, hold.c.id)
        ),
        "history": relationship(
            StatusChange, cascade="all, delete-orphan", lazy="selectin", order_by=status_change.c.id
        ),
    },
)
