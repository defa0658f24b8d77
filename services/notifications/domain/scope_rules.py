"""What makes a death one that the panel reviews: a table of rules, each with its citation and version.

A rule that changes gets a new row with a later first day; what was decided by the old one stays as it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.notifications.domain.age import birthday

REVIEW_BEGAN = date(2009, 2, 1)
ACT_IN_FORCE = date(2018, 6, 29)  # section 16M of the Children Act 2004
GUIDANCE_IN_FORCE = date(2018, 10, 1)  # the statutory guidance; its day in October 2018 is a working value
ALWAYS = date.min
ADULT_AT = 18
VIABLE_WEEKS = 24


class Answer(StrEnum):
    """Whether a death is in scope."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


@dataclass(frozen=True)
class ScopeFacts:
    """What scope depends on. "yes", "no" or "not_known" where a question was asked; dates None if not known.

    ``died_on`` is the latest day it can have been and ``died_from`` the earliest, where they differ.
    ``residence`` is "in_area", "elsewhere" or "not_known".
    """

    born_on: date | None = None
    died_on: date | None = None
    residence: str = "not_known"
    live_birth: str = "yes"
    attended_birth: str = "not_known"
    termination: str = "no"
    died_abroad: str = "no"
    died_from: date | None = None
    gestation_weeks: int | None = None

    @property
    def earliest(self) -> date | None:
        return self.died_from or self.died_on


@dataclass(frozen=True)
class ScopeRule:
    """One row. The first row that applies gives the answer.

    In force for deaths from ``in_force_from`` to ``in_force_until``, both included. ``contrary`` is what a
    person states who accepts against it, where a reason alone is not enough.
    """

    id: str
    answer: Answer
    says: str
    citation: str
    applies: Callable[[ScopeFacts], bool]
    version: str
    in_force_from: date
    in_force_until: date = date.max
    contrary: str = ""


def _reached_adulthood(facts: ScopeFacts) -> bool:
    if facts.born_on is None or facts.earliest is None:
        return False
    return facts.earliest >= birthday(facts.born_on, ADULT_AT)


def _may_have_reached_adulthood(facts: ScopeFacts) -> bool:
    if facts.born_on is None or facts.died_on is None:
        return False
    return facts.died_on >= birthday(facts.born_on, ADULT_AT)


def _lived_here_and_was_born_early(facts: ScopeFacts) -> bool:
    early = facts.gestation_weeks is not None and facts.gestation_weeks < VIABLE_WEEKS
    return early and facts.residence == "in_area"


UNATTENDED_STILLBIRTH = "unattended_stillbirth"
_SIGNS_OF_LIFE = "The baby was born with signs of life, so that this is a death and not a stillbirth"
_GUIDANCE = "Child Death Review Statutory and Operational Guidance (England) 2018"
_REGULATIONS = "Local Safeguarding Children Boards Regulations 2006, regulation 6"
_ACT = "Children Act 2004, section 16M"
_BEFORE_ACT = date(2018, 6, 28)


def _cited_anew(
    name: str,
    answer: Answer,
    says: str,
    until_the_act: str,
    since: str,
    applies: Callable[[ScopeFacts], bool],
) -> tuple[ScopeRule, ScopeRule]:
    """A rule that says the same by the Regulations of 2006 and, since it is in force, by the Act."""
    return (
        ScopeRule(name, answer, says, until_the_act, applies, "2009.1", ALWAYS, _BEFORE_ACT),
        ScopeRule(name, answer, says, since, applies, "2018.1", ACT_IN_FORCE),
    )


SCOPE_RULES: tuple[ScopeRule, ...] = (
    ScopeRule(
        "termination",
        Answer.NO,
        "A lawful planned termination is not reviewed, even if a death certificate was issued.",
        f"Local procedures under {_REGULATIONS}; {_GUIDANCE}",
        lambda facts: facts.termination == "yes",
        "2009.1",
        ALWAYS,
    ),
    ScopeRule(
        UNATTENDED_STILLBIRTH,
        Answer.NO,
        "A stillbirth with no healthcare professional present calls for a joint agency response. "
        "It is not a child death and is not counted.",
        f"{_GUIDANCE}: joint agency response criteria",
        lambda facts: facts.live_birth == "no" and facts.attended_birth == "no",
        "2018.1",
        GUIDANCE_IN_FORCE,
        contrary=_SIGNS_OF_LIFE,
    ),
    ScopeRule(
        "stillbirth",
        Answer.NO,
        "A stillbirth, or a loss before 24 weeks without signs of life, is not a child death.",
        f"Local procedures under {_REGULATIONS}; {_GUIDANCE}",
        lambda facts: facts.live_birth == "no",
        "2009.1",
        ALWAYS,
        contrary=_SIGNS_OF_LIFE,
    ),
    ScopeRule(
        "signs_of_life_not_known",
        Answer.ASK,
        "Whether the baby showed signs of life is not known. Ask: a live birth at any gestation is in scope.",
        f"Local procedures under {_REGULATIONS}; {_GUIDANCE}",
        lambda facts: facts.live_birth == "not_known",
        "2009.1",
        ALWAYS,
    ),
    ScopeRule(
        "before_review_began",
        Answer.NO,
        "The death was before 1 February 2009, when this panel's review of child deaths began.",
        "Local arrangements of 1 February 2009",
        lambda facts: facts.died_on is not None and facts.died_on < REVIEW_BEGAN,
        "2009.1",
        ALWAYS,
    ),
    ScopeRule(
        "perhaps_before_review_began",
        Answer.ASK,
        "The death may have been before 1 February 2009, when this panel's review of child deaths began.",
        "Local arrangements of 1 February 2009",
        lambda facts: facts.died_from is not None and facts.died_from < REVIEW_BEGAN,
        "2009.1",
        ALWAYS,
    ),
    *_cited_anew(
        "adult",
        Answer.NO,
        "The death was on or after the 18th birthday. A child is anyone from birth to the day before it.",
        _REGULATIONS,
        f"{_ACT}; NCMD: frequently asked questions",
        _reached_adulthood,
    ),
    ScopeRule(
        "perhaps_adult",
        Answer.ASK,
        "The day of death is not known well enough: it may have been before the 18th birthday or not.",
        f"{_REGULATIONS}; {_ACT}",
        _may_have_reached_adulthood,
        "2009.1",
        ALWAYS,
    ),
    ScopeRule(
        "age_not_known",
        Answer.ASK,
        "The date of birth or of death is not known, so that the age at death cannot be judged.",
        f"{_REGULATIONS}; {_ACT}",
        lambda facts: facts.born_on is None or facts.died_on is None,
        "2009.1",
        ALWAYS,
    ),
    *_cited_anew(
        "resident_died_abroad",
        Answer.YES,
        "A child normally resident here who died abroad is reviewed here.",
        _REGULATIONS,
        f"{_ACT}(1)",
        lambda facts: facts.residence == "in_area" and facts.died_abroad == "yes",
    ),
    ScopeRule(
        "live_birth_at_any_gestation",
        Answer.YES,
        "A baby born alive and normally resident here is reviewed here at any gestation, "
        "however short the life was.",
        f"{_ACT}(1); registration of live births at any gestation",
        _lived_here_and_was_born_early,
        "2018.1",
        ACT_IN_FORCE,
    ),
    *_cited_anew(
        "resident",
        Answer.YES,
        "A child normally resident in the area is reviewed here, wherever the death was, "
        "and whatever the gestation at birth.",
        _REGULATIONS,
        f"{_ACT}(1)",
        lambda facts: facts.residence == "in_area",
    ),
    *_cited_anew(
        "not_resident",
        Answer.ASK,
        "The child was not normally resident here. The panel of the home area normally leads: agree with it, "
        "then transfer.",
        f"Local arrangements under {_REGULATIONS}",
        f"{_ACT}(2)",
        lambda facts: facts.residence == "elsewhere",
    ),
    ScopeRule(
        "residence_not_known",
        Answer.ASK,
        "Where the child normally lived is not known.",
        f"{_REGULATIONS}; {_ACT}",
        lambda facts: True,
        "2009.1",
        ALWAYS,
    ),
)
