"""The register of addresses at which a child may have an end-of-life care plan."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Table, Text

from services.notifications.domain.care_plans.register import CarePlanAddress, CarePlanPrompt
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import mapper_registry
from shared.storage import Instant

care_plan_address = Table(
    "care_plan_address",
    metadata,
    Column("entry_id", Text, primary_key=True),
    Column("house", Text, nullable=False),
    Column("flat", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("postcode", Text, nullable=False),
    Column("house_key", Text, nullable=False),
    Column("flat_key", Text, nullable=False),
    Column("call_who", Text, nullable=False),
    Column("telephone", Text, nullable=False),
    Column("nhs_number", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("renewed_on", Date),
    Column("ended_on", Date),
    Column("ended_because", Text, nullable=False),
    Column("ended_by", Text, nullable=False),
    # The address goes with the end of its entry, whoever ends it and by whatever route.
    CheckConstraint("ended_on IS NULL OR (postcode = '' AND nhs_number = '')", name="ended_is_empty"),
    CheckConstraint("expires_on >= valid_from", name="dates_in_order"),
)
_STANDS = care_plan_address.c.ended_on.is_(None)
Index("ix_care_plan_address_postcode", care_plan_address.c.postcode, postgresql_where=_STANDS)
Index("ix_care_plan_address_nhs_number", care_plan_address.c.nhs_number, postgresql_where=_STANDS)

care_plan_prompt = Table(
    "care_plan_prompt",
    metadata,
    Column("prompt_id", Text, primary_key=True),
    Column("entry_id", Text, ForeignKey("care_plan_address.entry_id"), nullable=False, index=True),
    Column("case_reference", Text, ForeignKey("notification.case_reference"), nullable=False),
    Column("same_house", Boolean, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", Text, nullable=False),
    Column("settled_how", Text, nullable=False),
)

mapper_registry.map_imperatively(CarePlanAddress, care_plan_address)
mapper_registry.map_imperatively(CarePlanPrompt, care_plan_prompt)
