"""The criteria for a joint agency response: a table, each with its citation and what the answers suggest."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from services.notifications.domain.forms.answers import Answers

NAME = "Joint agency response criteria"
VERSION = "2026-11"
SOURCE = (
    "Child Death Review Statutory and Operational Guidance (England) 2018, joint agency response; "
    "Nottinghamshire safeguarding children procedures, which quote it"
)
EXTERNAL_CAUSES = frozenset(
    {
        "drowning",
        "fire_burns_electrocution",
        "poisoning",
        "other_injury",
        "substance_misuse",
        "suicide_or_self_harm",
        "road_traffic_collision",
        "violence_or_maltreatment",
    }
)
MAY_NOT_BE_NATURAL = frozenset(
    {"violence_or_maltreatment", "poisoning", "substance_misuse", "suicide_or_self_harm"}
)


class Finding(StrEnum):
    """Whether a criterion is met."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


FINDING_LABELS = {Finding.MET: "Met", Finding.NOT_MET: "Not met", Finding.NOT_KNOWN: "Not known"}


@dataclass(frozen=True)
class JointAgencyCriterion:
    """One row. ``suggests`` reads the answers of a notification; a person decides."""

    id: str
    says: str
    citation: str
    suggests: Callable[[Answers], Finding]


@dataclass(frozen=True)
class Suggestion:
    """What the answers suggest about one criterion."""

    criterion: JointAgencyCriterion
    finding: Finding


def _among_events(events: frozenset[str]) -> Callable[[Answers], Finding]:
    """Met where one of the events was ticked; with nothing ticked nobody knows."""

    def suggests(answers: Answers) -> Finding:
        ticked = set(answers.chosen("death.events"))
        if ticked & events:
            return Finding.MET
        return Finding.NOT_MET if ticked else Finding.NOT_KNOWN

    return suggests


def _detained(answers: Answers) -> Finding:
    place = answers.choice("death.place_of_death")
    if place in ("not_known", "other"):
        return Finding.NOT_KNOWN
    return Finding.MET if place == "mental_health_unit" else Finding.NOT_MET


def _unattended_stillbirth(answers: Answers) -> Finding:
    facts = answers.scope_facts
    if facts.live_birth == "yes" or facts.attended_birth == "yes":
        return Finding.NOT_MET
    known = facts.live_birth == "no" and facts.attended_birth == "no"
    return Finding.MET if known else Finding.NOT_KNOWN


JOINT_AGENCY_CRITERIA: tuple[JointAgencyCriterion, ...] = (
    JointAgencyCriterion(
        "external_causes",
        "The death is or could be from external causes",
        f"{SOURCE}: criterion 1",
        _among_events(EXTERNAL_CAUSES),
    ),
    JointAgencyCriterion(
        "sudden_without_cause",
        "The death is sudden with no immediately apparent cause",
        f"{SOURCE}: criterion 2",
        _among_events(frozenset({"sudden_unexpected_death"})),
    ),
    JointAgencyCriterion(
        "custody_or_detention",
        "The death was in custody or under detention, or may have been",
        f"{SOURCE}: criterion 3",
        _detained,
    ),
    JointAgencyCriterion(
        "may_not_be_natural",
        "The first circumstances suggest that the death may not be natural",
        f"{SOURCE}: criterion 4",
        _among_events(MAY_NOT_BE_NATURAL),
    ),
    JointAgencyCriterion(
        "unattended_stillbirth",
        "The baby was stillborn with no healthcare professional present",
        f"{SOURCE}: criterion 5",
        _unattended_stillbirth,
    ),
)


def suggestions(answers: Answers) -> tuple[Suggestion, ...]:
    """What the answers suggest, criterion by criterion, in the order of the table."""
    return tuple(Suggestion(each, each.suggests(answers)) for each in JOINT_AGENCY_CRITERIA)


def joint_agency_reasons(answers: Answers) -> tuple[str, ...]:
    """Why a joint agency response is due, in the words of the criteria; empty where it is not."""
    reasons = [each.criterion.says for each in suggestions(answers) if each.finding is Finding.MET]
    if answers.choice("death.joint_agency_response") == "yes":
        reasons.append("A joint agency response has begun")
    return tuple(reasons)


def joint_agency_due(answers: Answers) -> bool | None:
    """Whether a response is due by the criteria alone; None where the notification does not say enough."""
    if joint_agency_reasons(answers):
        return True
    unknown = any(each.finding is Finding.NOT_KNOWN for each in suggestions(answers))
    return None if unknown else False
