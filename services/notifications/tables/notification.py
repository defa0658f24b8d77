"""Notifications, what a child is recognised by, and how they map to the domain."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.notification import ChildDeathNotification, Status, StatusChange
from services.notifications.tables.metadata import metadata
from shared.storage import Instant


class AnswersJson(TypeDecorator[Answers]):
    """A filled form as JSON: its name and version, and every answer in the form it was given."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Answers | None, dialect: Any) -> Any:
        return None if value is None else {each.name: getattr(value, each.name) for each in fields(value)}

    def process_result_value(self, value: Any, dialect: Any) -> Answers | None:
        if value is None:
            return None
        groups = {name: tuple(rows) for name, rows in value["groups"].items()}
        return Answers(**{**value, "groups": groups})


class StatusText(TypeDecorator[Status]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Status | None, dialect: Any) -> str | None:
        return None if value is None else str(value.value)

    def process_result_value(self, value: Any, dialect: Any) -> Status | None:
        return None if value is None else Status(value)


class StatusChangesJson(TypeDecorator[tuple[StatusChange, ...]]):
    """The steps taken, oldest first."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: tuple[StatusChange, ...] | None, dialect: Any) -> Any:
        return [asdict(change) | {"at": change.at.isoformat()} for change in value or ()]

    def process_result_value(self, value: Any, dialect: Any) -> tuple[StatusChange, ...]:
        return tuple(
            StatusChange(
                Status(each["was"]),
                Status(each["became"]),
                each["by"],
                datetime.fromisoformat(each["at"]),
                each["reason"],
            )
            for each in value
        )


notification = Table(
    "notification",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("status", StatusText, nullable=False, index=True),
    Column("notified_at", Instant, nullable=False, index=True),
    Column("submitted_at", Instant, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("answers", AnswersJson, nullable=False),
    Column("changes", StatusChangesJson, nullable=False),
    Column("merged_into", Text, nullable=False),
    Column("transferred_to", Text, nullable=False),
    Column("scope_rule", Text, nullable=False),
    Column("scope_version", Text, nullable=False, server_default=""),
)

# What a child is recognised by, in columns: so that duplicates are found without reading every form.
child_identity = Table(
    "child_identity",
    metadata,
    Column("case_reference", Text, ForeignKey("notification.case_reference"), primary_key=True),
    Column("nhs_number", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("given_names", Text, nullable=False),
    Column("born_on", Date, index=True),
    Column("died_on", Date, index=True),
    Column("postcode", Text, nullable=False),
    Column("sex", Text, nullable=False),
)
Index("ix_child_identity_nhs_number", child_identity.c.nhs_number)

# The last number given in a year. Its row is locked while a number is taken.
reference_counter = Table(
    "reference_counter",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

# A key sent with a notification, by whom, what it was sent with and what was answered.
idempotency_key = Table(
    "idempotency_key",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_hash", Text, nullable=False),
    Column("answer", JSONB),
    Column("created_at", Instant, nullable=False),
)

mapper_registry = registry(metadata=metadata)
mapper_registry.map_imperatively(ChildDeathNotification, notification)
