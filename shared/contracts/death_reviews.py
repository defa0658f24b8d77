"""Events on topic ``child-death-reviews``, published by panel. No name, no exact date of birth or death."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.envelope import CaseEvent, Event

TOPIC = "child-death-reviews"


class ReviewedFactor(BaseModel):
    """One contributory factor: domain A to D, grade 0 to 2 (0 is missing information, never a low score)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    domain: Literal["A", "B", "C", "D"]
    factor: str
    grade: int
    modifiable: Literal["yes", "no", "not_known"]


class ReviewedAction(BaseModel):
    """An action the panel agreed; ``owner`` is a role or organisation, never a private person."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str
    owner: str
    due_on: date
    level: Literal["local", "regional", "national"]


class ReviewCompleted(CaseEvent):
    """A quorate panel completed the review. ``review_version`` grows when a review is reopened."""

    type = "uk.child-death-review.review-completed.v1"
    review_version: int
    completed_on: date
    category: int
    secondary_categories: tuple[int, ...]
    category_scale: str
    overridden: bool
    factors: tuple[ReviewedFactor, ...]
    modifiability: Literal["modifiable", "none", "inadequate_information"]
    summary: str
    learning: tuple[str, ...]
    actions: tuple[ReviewedAction, ...]


class RecommendationFollowed(CaseEvent):
    """Where an action of a completed review stands: told when it is agreed and at every step after.

    ``number`` is its place in that version of the review, from 0. ``themes`` are ids of the codebook; none
    where the panel named none. ``effect`` is "" until somebody judged it.
    """

    type = "uk.child-death-review.recommendation-followed.v1"
    review_version: int
    number: int
    text: str
    owner: str
    level: Literal["local", "regional", "national"]
    kind: str
    themes: tuple[str, ...]
    agreed_on: date
    due_on: date | None
    state: Literal[
        "agreed", "told", "accepted", "declined", "under_way", "reported_done", "done", "checked", "judged",
        "withdrawn",
    ]  # fmt: skip
    effect: str
    as_at: date


class SeatMarks(BaseModel):
    """How many seats of a register have each mark. ``not_recorded`` is a blank, never an absence."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    present: int
    remote: int
    deputy: int
    apologies: int
    not_recorded: int


class PanelMeetingHeld(Event):
    """A panel met, and its meeting was closed; about the meeting, so no case and nobody is named.

    ``version`` grows when its register is put right afterwards: the newest holds. ``planned_on`` is the day
    for which it was called, if that was another. ``sectors_missing``: those from which nobody came.
    ``cases_discussed`` leaves out what was on the agenda and not reached.
    """

    type = "uk.child-death-review.panel-meeting-held.v1"
    subject_field = "meeting"
    meeting: str
    version: int
    held_on: date
    planned_on: date | None
    panel_type: str
    seats: SeatMarks
    sectors_missing: tuple[str, ...]
    cases_discussed: int


EVENTS: tuple[type[Event], ...] = (ReviewCompleted, RecommendationFollowed, PanelMeetingHeld)
