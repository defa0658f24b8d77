"""Requests to agencies, their links and returns, and the documents on their way to the panel."""

from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Identity, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from services.notifications.domain.gathering.links import ResponderLink
from services.notifications.domain.gathering.requests import ReportingFormRequest, RequestStatus
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import mapper_registry
from shared.storage import Instant


class RequestStatusText(TypeDecorator[RequestStatus]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: RequestStatus | None, dialect: Any) -> str | None:
        return None if value is None else str(value.value)

    def process_result_value(self, value: Any, dialect: Any) -> RequestStatus | None:
        return None if value is None else RequestStatus(value)


def _case() -> Column[str]:
    return Column(
        "case_reference", Text, ForeignKey("notification.case_reference"), nullable=False, index=True
    )


def _request(**options: Any) -> Column[str]:
    key = ForeignKey("reporting_form_request.request_id")
    return Column("request_id", Text, key, **options)


reporting_form_request = Table(
    "reporting_form_request",
    metadata,
    Column("request_id", Text, primary_key=True),
    _case(),
    Column("source_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("requested_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("status", RequestStatusText, nullable=False, index=True),
    Column("status_since", Date),
    Column("answered_on", Date),
    Column("nil_reason", Text, nullable=False),
    Column("times_chased", Integer, nullable=False),
    Column("agency_id", Text, ForeignKey("agency.agency_id"), index=True),
    Column("organisation", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
)

# Every step besides a chase and an answer: more time, sent back, refused, not known to the agency.
request_step = Table(
    "request_step",
    metadata,
    Column("step_id", Integer, Identity(), primary_key=True),
    _request(nullable=False, index=True),
    Column("taken_at", Instant, nullable=False),
    Column("taken_by", Text, nullable=False),
    Column("became", RequestStatusText, nullable=False),
    Column("reason", Text, nullable=False),
    Column("due_on", Date, nullable=False),
)

# Every chase: what was done, when and by whom.
request_chase = Table(
    "request_chase",
    metadata,
    Column("chase_id", Integer, Identity(), primary_key=True),
    _request(nullable=False, index=True),
    Column("chased_at", Instant, nullable=False),
    Column("chased_by", Text, nullable=False),
    Column("became", RequestStatusText, nullable=False),
    Column("action", Text, nullable=False),
)

# The token is not stored, only its fingerprint.
responder_link = Table(
    "responder_link",
    metadata,
    Column("link_id", Text, primary_key=True),
    _request(nullable=False, index=True),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("withdrawn_at", Instant),
)

# What a responder has typed so far; gone when the form is sent.
reporting_form_draft = Table(
    "reporting_form_draft",
    metadata,
    _request(primary_key=True),
    Column("given", JSONB, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("form_version", Text),  # none: saved when there was only the first version
)

# A return as it was given, with the name and version of its form.
reporting_form_return = Table(
    "reporting_form_return",
    metadata,
    _request(primary_key=True),
    Column("received_at", Instant, nullable=False),
    Column("form_name", Text, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("answers", JSONB, nullable=False),
    Column("narratives", JSONB, nullable=False),
    Column("not_held", JSONB, nullable=False),
)

# A return that could not be used, as it was given. The form was asked for again.
earlier_return = Table(
    "earlier_return",
    metadata,
    Column("earlier_id", Integer, Identity(), primary_key=True),
    _request(nullable=False, index=True),
    Column("received_at", Instant, nullable=False),
    Column("form_name", Text, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("answers", JSONB, nullable=False),
    Column("narratives", JSONB, nullable=False),
    Column("not_held", JSONB, nullable=False),
    Column("set_aside_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
)

case_material = Table(
    "case_material",
    metadata,
    Column("material_id", Text, primary_key=True),
    _case(),
    Column("source_id", Text, nullable=False),
    Column("source_role", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("original", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("removed", JSONB, nullable=False),
    Column("kept", JSONB, nullable=False),
    Column("confirmed_on", Date, index=True),
    Column("confirmed_by", Text, nullable=False),
    # What it was made of: a return, a document, a meeting. Sent again, it is a new version of the same text.
    Column("made_from", Text, nullable=False, server_default="", index=True),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("unreadable_pages", JSONB, nullable=False, server_default="[]"),
    Column("picture_pages", JSONB, nullable=False, server_default="[]"),
    Column("told_as", Text, nullable=False, server_default=""),
    Column("withheld_on", Date),
    Column("withheld_by", Text, nullable=False, server_default=""),
    Column("withheld_because", Text, nullable=False, server_default=""),
    Column("withheld_reason", Text, nullable=False, server_default=""),
)

# The redaction log: one row for each hit of each confirmed version. What stood there is sealed with a key of
# its own (none: the installation has no such key).
redaction_hit = Table(
    "redaction_hit",
    metadata,
    Column("material_id", Text, ForeignKey("case_material.material_id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("key_id", Text, index=True),
    Column("sealed_original", LargeBinary),
)

mapper_registry.map_imperatively(ReportingFormRequest, reporting_form_request)
mapper_registry.map_imperatively(ResponderLink, responder_link)
mapper_registry.map_imperatively(CaseMaterial, case_material)
