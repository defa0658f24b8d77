"""The stage of a case, from what has happened in it: a table, the furthest first."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Where the office's work on a case is."""

    TRIAGE = "triage"
    GATHERING = "gathering"
    CHILD_DEATH_REVIEW_MEETING = "child_death_review_meeting"
    WITH_PANEL = "with_panel"
    FINALISING = "finalising"
    FINALISED = "finalised"


STAGES: Mapping[Stage, str] = {
    Stage.TRIAGE: "In triage",
    Stage.GATHERING: "Gathering information",
    Stage.CHILD_DEATH_REVIEW_MEETING: "Child death review meeting",
    Stage.WITH_PANEL: "With the panel",
    Stage.FINALISING: "Finalising",
    Stage.FINALISED: "Finalised",
}
# What the case waits for when nobody in particular holds it up.
NEXT_STEPS: Mapping[Stage, str] = {
    Stage.TRIAGE: "The office has to decide whether it is a case",
    Stage.GATHERING: "The office has to ask the professionals who knew the child",
    Stage.CHILD_DEATH_REVIEW_MEETING: "The child death review meeting or, once held, its draft analysis",
    Stage.WITH_PANEL: "The panel has to review it",
    Stage.FINALISING: "The office has to finalise it in the national database",
    Stage.FINALISED: "Nothing: it is finalised",
}
# A case is in the first stage of this list one of whose milestones it has.
ENTERED_BY: tuple[tuple[Stage, frozenset[str]], ...] = (
    (Stage.FINALISED, frozenset({"national_database_finalised"})),
    (Stage.FINALISING, frozenset({"panel_reviewed", "review_completed"})),
    (Stage.WITH_PANEL, frozenset({"draft_analysis_received"})),
    (Stage.CHILD_DEATH_REVIEW_MEETING, frozenset({"child_death_review_meeting_held"})),
)
# The panel has reviewed the case: nobody is chased for it any more.
PANEL_REVIEWED: frozenset[Stage] = frozenset({Stage.FINALISING, Stage.FINALISED})
REVIEWED_BY: frozenset[str] = frozenset().union(*(by for stage, by in ENTERED_BY if stage in PANEL_REVIEWED))


def stage_of(*, accepted: bool, milestones: Collection[str], asked: int, waiting: int) -> Stage:
    """``asked`` and ``waiting`` count requests for reporting forms.

    Once everybody who was asked has answered, the next step is the child death review meeting.
    """
    if not accepted:
        return Stage.TRIAGE
    entered = next((stage for stage, by in ENTERED_BY if by & set(milestones)), None)
    if entered:
        return entered
    return Stage.CHILD_DEATH_REVIEW_MEETING if asked and not waiting else Stage.GATHERING
