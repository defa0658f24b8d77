"""What the services tell each other: event payloads and their envelope, published as JSON Schema."""

from shared.contracts import death_notifications, death_reviews
from shared.contracts.death_notifications import (
    CaseDocumentConfirmed,
    CaseDocumentWithheld,
    CaseFact,
    CaseFactsRecorded,
    CaseInvolvementRecorded,
    CaseMaterialConfirmed,
    CaseMilestoneRecorded,
    CaseRestricted,
    CaseRestrictionLifted,
    ChildDeathNotified,
    ClockOutcome,
    FactValue,
    FamilyQuestionConfirmed,
    FamilyQuestionWithdrawn,
    HoldRaised,
    HoldReleased,
    InformationSource,
    ReportingFormClosed,
    ReportingFormReceived,
    ReportingFormRequested,
)
from shared.contracts.death_reviews import (
    PanelMeetingHeld,
    RecommendationFollowed,
    ReviewCompleted,
    ReviewedAction,
    ReviewedFactor,
    SeatMarks,
)
from shared.contracts.envelope import EVENT_TYPES, CaseEvent, Event, from_cloudevent, to_cloudevent

TOPICS: dict[str, tuple[type[Event], ...]] = {
    death_notifications.TOPIC: death_notifications.EVENTS,
    death_reviews.TOPIC: death_reviews.EVENTS,
}

__all__ = [
    "EVENT_TYPES",
    "TOPICS",
    "CaseDocumentConfirmed",
    "CaseDocumentWithheld",
    "CaseEvent",
    "CaseFact",
    "CaseFactsRecorded",
    "CaseInvolvementRecorded",
    "CaseMaterialConfirmed",
    "CaseMilestoneRecorded",
    "CaseRestricted",
    "CaseRestrictionLifted",
    "ChildDeathNotified",
    "ClockOutcome",
    "Event",
    "FactValue",
    "FamilyQuestionConfirmed",
    "FamilyQuestionWithdrawn",
    "HoldRaised",
    "HoldReleased",
    "InformationSource",
    "PanelMeetingHeld",
    "RecommendationFollowed",
    "ReportingFormClosed",
    "ReportingFormReceived",
    "ReportingFormRequested",
    "ReviewCompleted",
    "ReviewedAction",
    "ReviewedFactor",
    "SeatMarks",
    "from_cloudevent",
    "to_cloudevent",
]
