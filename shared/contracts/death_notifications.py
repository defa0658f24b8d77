"""Events on topic ``child-death-notifications``, published by notifications.

Nothing here names, dates a birth or a death exactly, or locates a home: the month of death and the age
are as near as an event comes. Text is de-identified and confirmed by a person before it is published.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.envelope import CaseEvent, Event

TOPIC = "child-death-notifications"

YesNoNotKnown = Literal["yes", "no", "not_known"]


class ClockOutcome(BaseModel):
    """One clock as judged. ``met`` is None where it cannot be judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    clock: str
    met: bool | None
    starts_from: Literal["death", "awareness"]


class InformationSource(BaseModel):
    """A professional who may hold information, by role and sector; ``source_id`` is opaque."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source_id: str
    role: str
    sector: str


class ChildDeathNotified(CaseEvent):
    """A notification was accepted as a child death to be reviewed."""

    type = "uk.child-death-review.child-death-notified.v1"
    notified_on: date
    died_in: str | None
    age_band: str
    age_text: str
    sex: str
    ethnic_category: str
    ethnic_group: str
    area: str
    deprivation_quintile: int | None
    place_of_death: str
    place_of_event: str
    expected: YesNoNotKnown
    gestation_weeks: int | None
    clocks: tuple[ClockOutcome, ...]
    notifier_sector: str
    notifier_role: str
    events: tuple[str, ...]
    supplementary_forms: tuple[str, ...]
    joint_agency_response: bool
    coroner_informed: YesNoNotKnown
    sources: tuple[InformationSource, ...]


class ReportingFormRequested(CaseEvent):
    """A reporting form was asked of one source, due on a day."""

    type = "uk.child-death-review.reporting-form-requested.v1"
    source_id: str
    role: str
    sector: str
    requested_on: date
    due_on: date


class ReportingFormReceived(CaseEvent):
    """A source answered: a usable return, or a nil return (it holds nothing)."""

    type = "uk.child-death-review.reporting-form-received.v1"
    source_id: str
    outcome: Literal["returned", "nil_return"]
    received_on: date


class ReportingFormClosed(CaseEvent):
    """A request ended without a form: refused, the child not known to the agency, or cancelled by the office.

    A later ReportingFormRequested or ReportingFormReceived of the same source goes before it.
    """

    type = "uk.child-death-review.reporting-form-closed.v1"
    source_id: str
    outcome: Literal["refused", "not_known_to_agency", "cancelled"]
    closed_on: date


class CaseMaterialConfirmed(CaseEvent):
    """A person confirmed de-identified text; long text comes in numbered parts (1 to ``parts``)."""

    type = "uk.child-death-review.case-material-confirmed.v1"
    material_id: str
    title: str
    kind: Literal["notification", "reporting_form"]
    source_role: str
    text: str
    version: int
    part: int
    parts: int
    confirmed_on: date
    redactions: dict[str, int]


DocumentKind = Literal[
    "document", "post_mortem_report", "review_meeting_outcome", "supplementary_form", "chronology"
]
MaterialKind = DocumentKind | Literal["notification", "reporting_form"]


class CaseDocumentConfirmed(CaseEvent):
    """A person confirmed the de-identified text of something other than a return's own text.

    Long text comes in numbered parts. ``withheld_pages``: pages of the original whose text could not be read
    and is not here; ``pages`` is how many the original had (0: not a document of pages).
    """

    type = "uk.child-death-review.case-document-confirmed.v1"
    material_id: str
    title: str
    kind: DocumentKind
    source_role: str
    text: str
    version: int
    part: int
    parts: int
    pages: int = 0
    withheld_pages: tuple[int, ...] = ()
    confirmed_on: date
    redactions: dict[str, int]


class CaseDocumentWithheld(CaseEvent):
    """Something was received that the panel is not given, and why: the bundle says so in its place.

    CaseDocumentConfirmed, or CaseMaterialConfirmed, of the same ``material_id`` and a higher ``version`` goes
    before it, and the other way round: a text that the panel has had can be withheld later.
    """

    type = "uk.child-death-review.case-document-withheld.v1"
    material_id: str
    kind: MaterialKind
    source_role: str
    version: int
    because: Literal[
        "no_readable_text", "unreadable_page", "unsupported_file", "redaction_failed", "office_decision"
    ]
    withheld_on: date


class FactValue(BaseModel):
    """What one source said. ``value`` is in words of a reference list, a number or a yes/no: never typed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    value: str
    source_role: str
    source_id: str


class CaseFact(BaseModel):
    """One fact of the record. ``state``: the sources agree, contradict each other, or nobody knows.

    ``chosen``: the value that the office chose where they contradict each other; None where it chose none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    question: str
    label: str
    section: str
    state: Literal["agreed", "conflict", "not_known", "not_asked", "not_applicable"]
    values: tuple[FactValue, ...]
    chosen: str | None = None


class CaseFactsRecorded(CaseEvent):
    """The facts of the record as they now stand, all of them; a higher ``version`` goes before a lower."""

    type = "uk.child-death-review.case-facts-recorded.v1"
    version: int
    facts: tuple[CaseFact, ...]


class CaseInvolvementRecorded(CaseEvent):
    """Who and which units were involved in the care, as keyed fingerprints; a higher ``version`` goes first.

    With them panel finds members who stand too near to a case, and learns nobody else's name.
    """

    type = "uk.child-death-review.case-involvement-recorded.v1"
    version: int
    people: tuple[str, ...]
    units: tuple[str, ...]


class CaseMilestoneRecorded(CaseEvent):
    """A step on the way to the panel was reached on a day, or (``stands`` false) its record was withdrawn."""

    type = "uk.child-death-review.case-milestone-recorded.v1"
    milestone: Literal["child_death_review_meeting_held", "draft_analysis_received"]
    reached_on: date
    stands: bool = True


class FamilyQuestionConfirmed(CaseEvent):
    """A question of the family, de-identified and confirmed by a person; ``version`` grows when corrected."""

    type = "uk.child-death-review.family-question-confirmed.v1"
    question_id: str
    text: str
    version: int
    raised_on: date


class FamilyQuestionWithdrawn(CaseEvent):
    """The family no longer asks a question that the panel has been given."""

    type = "uk.child-death-review.family-question-withdrawn.v1"
    question_id: str
    withdrawn_on: date


class HoldRaised(CaseEvent):
    """Another process about the death has begun, which the panel waits for. ``kind``: panel's HOLD_KINDS.

    ``blocks``: whether the case cannot be listed, or only the review not be completed, while it is open.
    """

    type = "uk.child-death-review.hold-raised.v1"
    hold_id: str
    kind: str
    placed_on: date
    blocks: Literal["listing", "completion"] = "listing"


class HoldReleased(CaseEvent):
    """The process has ended, the panel may go ahead although it has not, or it was recorded in error.

    One recorded in error is lifted on the day it was placed, so that it counts for no day.
    """

    type = "uk.child-death-review.hold-released.v1"
    hold_id: str
    lifted_on: date
    outcome: Literal["concluded", "may_proceed", "recorded_in_error"] = "concluded"


class CaseRestricted(CaseEvent):
    """From now on only people named may see the case; what was said before of who may is replaced.

    ``kind``: why, as a code. ``people``: ids of accounts, and nothing else about anybody.
    """

    type = "uk.child-death-review.case-restricted.v1"
    kind: Literal["staff_family", "public_interest", "other"]
    people: tuple[str, ...]


class CaseRestrictionLifted(CaseEvent):
    """Whoever's role allows it may see the case again."""

    type = "uk.child-death-review.case-restriction-lifted.v1"


class CaseRecordDisposed(CaseEvent):
    """The record of a case was disposed of under the retention schedule: every reader removes its words.

    What is counted stays. ``disposal_id`` says under which approved list, and is opaque.
    """

    type = "uk.child-death-review.case-record-disposed.v1"
    disposal_id: str
    disposed_on: date


EVENTS: tuple[type[Event], ...] = (
    ChildDeathNotified,
    CaseRecordDisposed,
    HoldRaised,
    HoldReleased,
    ReportingFormRequested,
    ReportingFormReceived,
    ReportingFormClosed,
    CaseMaterialConfirmed,
    CaseDocumentConfirmed,
    CaseDocumentWithheld,
    CaseFactsRecorded,
    CaseInvolvementRecorded,
    CaseMilestoneRecorded,
    FamilyQuestionConfirmed,
    FamilyQuestionWithdrawn,
    CaseRestricted,
    CaseRestrictionLifted,
)
