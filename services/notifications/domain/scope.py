"""Whether a death is one that the panel reviews.

The answer is yes, no or ask, and the rule of SCOPE_RULES that gave it. A person may override it, saying why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.notifications.domain.scope_rules import (
    SCOPE_RULES,
    UNATTENDED_STILLBIRTH,
    Answer,
    ScopeFacts,
    ScopeRule,
)

__all__ = ["SCOPE_RULES", "Answer", "ScopeDecision", "ScopeFacts", "ScopeRule", "judge_scope"]


@dataclass(frozen=True)
class ScopeDecision:
    """The answer, why, and what else follows: a joint agency response may be due where no review is."""

    answer: Answer
    rule: ScopeRule

    @property
    def version(self) -> str:
        return self.rule.version

    @property
    def joint_agency_response(self) -> bool:
        return self.rule.id == UNATTENDED_STILLBIRTH


def judge_scope(facts: ScopeFacts, *, on: date, rules: Sequence[ScopeRule] = SCOPE_RULES) -> ScopeDecision:
    """The first rule in force that applies, with its answer.

    ``on`` is the day of the notification: it counts where the day of the death is not known.
    """
    day = facts.died_on or on
    in_force = (rule for rule in rules if rule.in_force_from <= day <= rule.in_force_until)
    rule = next(rule for rule in in_force if rule.applies(facts))
    return ScopeDecision(rule.answer, rule)


class JointAgency(StrEnum):
    """What became of the joint agency response that an unattended stillbirth calls for."""

    BEGUN = "begun"
    ASKED_FOR = "asked_for"
    NOT_NEEDED = "not_needed"


JOINT_AGENCY_ANSWERS = {
    JointAgency.BEGUN: "It has begun",
    JointAgency.ASKED_FOR: "It has been asked for and has not begun",
    JointAgency.NOT_NEEDED: "It was decided that none is needed: the reason says why",
}
