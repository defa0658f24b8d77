"""Event → action: what theming does about what the other two services tell it."""

from collections.abc import Mapping

from services.theming.actions.cases.record_hold import record_hold_raised, record_hold_released
from services.theming.actions.cases.record_notified_case import record_notified_case
from services.theming.actions.cases.record_review import record_review
from services.theming.actions.cases.record_states import record_states
from services.theming.actions.learning.record_recommendation import record_recommendation
from services.theming.actions.meetings.record_meeting import record_meeting
from services.theming.actions.restrictions.follow_restriction import follow_lifting, follow_restriction
from services.theming.actions.retention.dispose_of_record import dispose_of_record
from services.theming.actions.texts.keep_case_material import keep_case_material
from services.theming.actions.texts.withdraw_text import withdraw_text
from shared.contracts import (
    CaseDocumentConfirmed,
    CaseDocumentWithheld,
    CaseFactsRecorded,
    CaseMaterialConfirmed,
    CaseRecordDisposed,
    CaseRestricted,
    CaseRestrictionLifted,
    ChildDeathNotified,
    Event,
    HoldRaised,
    HoldReleased,
    PanelMeetingHeld,
    RecommendationFollowed,
    ReviewCompleted,
)
from shared.service import Handler

HANDLERS: Mapping[type[Event], Handler] = {
    CaseRecordDisposed: dispose_of_record,
    ChildDeathNotified: record_notified_case,
    CaseMaterialConfirmed: keep_case_material,
    CaseDocumentConfirmed: keep_case_material,
    CaseDocumentWithheld: withdraw_text,
    HoldRaised: record_hold_raised,
    HoldReleased: record_hold_released,
    CaseFactsRecorded: record_states,
    ReviewCompleted: record_review,
    RecommendationFollowed: record_recommendation,
    PanelMeetingHeld: record_meeting,
    CaseRestricted: follow_restriction,
    CaseRestrictionLifted: follow_lifting,
}
