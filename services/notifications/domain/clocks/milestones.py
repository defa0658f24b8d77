"""What happens once in a review and ends a clock or opens a stage: a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.notifications.domain.processes.parallel_process import ParallelProcess
from services.notifications.domain.processes.process_kinds import Gate
from shared.errors import Fault

VERSION = "2026.2"


@dataclass(frozen=True)
class MilestoneKind:
    """``after``: milestones that cannot be later than this one where both are recorded.

    ``needs``: milestones that must have been recorded before this one.
    ``held_by``: the gates of open processes that keep it from being recorded.
    ``of_any_death``: also where the notification was not accepted (an unattended stillbirth).
    """

    label: str
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    held_by: frozenset[Gate] = frozenset()
    of_any_death: bool = False


MILESTONES: Mapping[str, MilestoneKind] = {
    "initial_joint_agency_meeting_held": MilestoneKind(
        "Initial joint agency response meeting held", of_any_death=True
    ),
    "child_death_review_meeting_held": MilestoneKind("Child death review meeting held", of_any_death=True),
    "draft_analysis_received": MilestoneKind(
        "Draft analysis received", after=("child_death_review_meeting_held",)
    ),
    "panel_reviewed": MilestoneKind(
        "Reviewed by the panel",
        after=("child_death_review_meeting_held", "draft_analysis_received"),
        needs=("child_death_review_meeting_held",),
        held_by=frozenset({Gate.LISTING}),
    ),
    "review_completed": MilestoneKind(
        "Review completed",
        after=("panel_reviewed",),
        needs=("panel_reviewed",),
        held_by=frozenset({Gate.LISTING, Gate.COMPLETION}),
    ),
    "national_database_notified": MilestoneKind("National database notified"),
    "national_database_finalised": MilestoneKind(
        "Finalised in the national database", after=("national_database_notified", "review_completed")
    ),
}
FINALISED = "national_database_finalised"
NATIONAL = frozenset({"national_database_notified", FINALISED})
"""Recorded where what stands in their way is checked, with the reference that the database gave."""


def allowed_for_any_death(kind: str) -> bool:
    """Whether it can be recorded where the notification was not accepted as a case."""
    return kind in MILESTONES and MILESTONES[kind].of_any_death


def milestone_faults(
    kind: str, on: date | None, *, recorded: Mapping[str, date], died_after: date | None, today: date
) -> list[Fault]:
    """What is wrong with a milestone to be recorded: all of it. ``recorded``: the milestones there are.

    ``died_after``: the earliest day on which the child can have died, where that is known.
    """
    if kind not in MILESTONES:
        return [Fault("milestone", "Choose what has happened")]
    if on is None:
        return [Fault("on", "Enter the day on which it happened")]
    faults = []
    if on > today:
        faults.append(Fault("on", "The day must not be in the future"))
    if died_after and on < died_after:
        faults.append(Fault("on", "The day is before the death"))
    before = [each for each in MILESTONES[kind].after if recorded.get(each, on) > on]
    faults += [Fault("on", f"The day is before “{MILESTONES[each].label.lower()}”") for each in before]
    later = [each for each, day in recorded.items() if kind in MILESTONES[each].after and day < on]
    return faults + [Fault("on", f"The day is after “{MILESTONES[each].label.lower()}”") for each in later]


def missing_before(
    kind: str, *, recorded: Iterable[str], processes: Iterable[ParallelProcess]
) -> list[Fault]:
    """What still has to happen before ``kind`` can be recorded. ``processes``: those of the case.

    A process that has ended, or during which the panel was allowed to go ahead, holds nothing up.
    """
    if kind not in MILESTONES:
        return []
    rule, there = MILESTONES[kind], frozenset(recorded)
    faults = [
        Fault("milestone", f"“{MILESTONES[each].label}” has to be recorded before “{rule.label.lower()}”")
        for each in rule.needs
        if each not in there
    ]
    labels = dict.fromkeys(
        each.label for each in processes if each.holds_up and each.rule.gate in rule.held_by
    )
    return faults + [
        Fault("milestone", f"“{label}” is still open, and holds up “{rule.label.lower()}”")
        for label in labels
    ]
