"""Event → action: what theming does about what the other two services tell it."""

from collections.abc import Mapping

from services.theming.actions.keep_case_material import keep_case_material
from services.theming.actions.record_notified_case import record_notified_case
from services.theming.actions.record_review import record_review
from shared.contracts import CaseMaterialConfirmed, ChildDeathNotified, Event, ReviewCompleted
from shared.service import Handler

HANDLERS: Mapping[type[Event], Handler] = {
    ChildDeathNotified: record_notified_case,
    CaseMaterialConfirmed: keep_case_material,
    ReviewCompleted: record_review,
}
