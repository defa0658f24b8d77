"""Whether a death is one that the panel reviews: a table of rules, each with its citation and version.

The answer is yes, no or ask, and the rule that gave it. A person may override it with a reason.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.notifications.domain.age import birthday

VERSION = "2026-11"
REVIEW_BEGAN = date(2009, 2, 1)
ADULT_AT = 18


class Answer(StrEnum):
    """Whether a death is in scope."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


@dataclass(frozen=True)
class ScopeFacts:
    """What scope depends on. "yes", "no" or "not_known" where a question was asked; dates None if not known.

    ``residence`` is "in_area", "elsewhere" or "not_known".
    """

    born_on: date | None = None
    died_on: date | None = None
    residence: str = "not_known"
    live_birth: str = "yes"
    attended_birth: str = "not_known"
    termination: str = "no"
    died_abroad: str = "no"


@dataclass(frozen=True)
class ScopeRule:
    """One row. The first row that applies gives the answer."""

    id: str
    answer: Answer
    says: str
    citation: str
    applies: Callable[[ScopeFacts], bool]


@dataclass(frozen=True)
class ScopeDecision:
    """The answer, why, and what else follows: a joint agency response may be due where no review is."""

    answer: Answer
    rule: ScopeRule
    version: str = field(default=VERSION)

    @property
    def joint_agency_response(self) -> bool:
        return self.rule.id == "unattended_stillbirth"


def _reached_adulthood(facts: ScopeFacts) -> bool:
    known = facts.born_on is not None and facts.died_on is not None
    return bool(known and facts.died_on >= birthday(facts.born_on, ADULT_AT))  # type: ignore[operator,arg-type]


_GUIDANCE = "Child Death Review Statutory and Operational Guidance (England) 2018"
SCOPE_RULES: tuple[ScopeRule, ...] = (
    ScopeRule(
        "termination",
        Answer.NO,
        "A lawful planned termination is not reviewed, even if a death certificate was issued.",
        _GUIDANCE,
        lambda facts: facts.termination == "yes",
    ),
    ScopeRule(
        "unattended_stillbirth",
        Answer.NO,
        "A stillbirth with no healthcare professional present calls for a joint agency response. "
        "It is not a child death and is not counted.",
        f"{_GUIDANCE}: joint agency response criteria",
        lambda facts: facts.live_birth == "no" and facts.attended_birth == "no",
    ),
    ScopeRule(
        "stillbirth",
        Answer.NO,
        "A stillbirth, or a loss before 24 weeks without signs of life, is not a child death.",
        _GUIDANCE,
        lambda facts: facts.live_birth == "no",
    ),
    ScopeRule(
        "signs_of_life_not_known",
        Answer.ASK,
        "Whether the baby showed signs of life is not known. Ask: a live birth at any gestation is in scope.",
        _GUIDANCE,
        lambda facts: facts.live_birth == "not_known",
    ),
    ScopeRule(
        "before_review_began",
        Answer.NO,
        "The death was before 1 February 2009, when this panel's review of child deaths began.",
        "Local arrangements of 1 February 2009",
        lambda facts: facts.died_on is not None and facts.died_on < REVIEW_BEGAN,
    ),
    ScopeRule(
        "adult",
        Answer.NO,
        "The death was on or after the 18th birthday. A child is anyone from birth to the day before it.",
        "Children Act 2004, section 16M; NCMD: frequently asked questions",
        _reached_adulthood,
    ),
    ScopeRule(
        "age_not_known",
        Answer.ASK,
        "The date of birth or of death is not known, so that the age at death cannot be judged.",
        "Children Act 2004, section 16M",
        lambda facts: facts.born_on is None or facts.died_on is None,
    ),
    ScopeRule(
        "resident_died_abroad",
        Answer.YES,
        "A child normally resident here who died abroad is reviewed here.",
        "Children Act 2004, section 16M(1)",
        lambda facts: facts.residence == "in_area" and facts.died_abroad == "yes",
    ),
    ScopeRule(
        "resident",
        Answer.YES,
        "A child normally resident in the area is reviewed here, wherever the death was, "
        "and whatever the gestation at birth.",
        "Children Act 2004, section 16M(1)",
        lambda facts: facts.residence == "in_area",
    ),
    ScopeRule(
        "not_resident",
        Answer.ASK,
        "The child was not normally resident here. The panel of the home area normally leads: agree with it, "
        "then transfer.",
        "Children Act 2004, section 16M(2)",
        lambda facts: facts.residence == "elsewhere",
    ),
    ScopeRule(
        "residence_not_known",
        Answer.ASK,
        "Where the child normally lived is not known.",
        "Children Act 2004, section 16M(1)",
        lambda facts: True,
    ),
)


def judge_scope(facts: ScopeFacts) -> ScopeDecision:
    """The first rule of SCOPE_RULES that applies, with its answer."""
    rule = next(rule for rule in SCOPE_RULES if rule.applies(facts))
    return ScopeDecision(rule.answer, rule)
