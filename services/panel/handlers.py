"""Event → action: what this service does about what notifications tells it."""

from collections.abc import Mapping

from services.panel.actions.add_case_material import add_case_material
from services.panel.actions.open_review_case import open_review_case
from services.panel.actions.record_form_received import record_form_received
from services.panel.actions.record_form_request import record_form_request
from shared.contracts import (
    CaseMaterialConfirmed,
    ChildDeathNotified,
    Event,
    ReportingFormReceived,
    ReportingFormRequested,
)
from shared.service import Handler

HANDLERS: Mapping[type[Event], Handler] = {
    ChildDeathNotified: open_review_case,
    ReportingFormRequested: record_form_request,
    ReportingFormReceived: record_form_received,
    CaseMaterialConfirmed: add_case_material,
}
