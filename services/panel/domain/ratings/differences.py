"""Where members' ratings differ, widest first.

``spread`` is the share of pairs of members who answered differently, from 0 (all agree) to 1 (no two agree):
one less the observed agreement of Fleiss, "Measuring nominal scale agreement among many raters" (1971). For
grades a pair counts by how far apart it is on the scale. Of equal spreads the wider distance comes first: for
categories, places in the order of priority.

What says that nothing can be said (NO_JUDGEMENT) is shown and is in no pair: "not known" contradicts nobody,
here as among the sources of a fact, and grade 0 is missing information.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from services.panel.domain.analysis.categories import category_list
from services.panel.domain.analysis.scales import MODIFIABILITY, MODIFIABLE, SCALES
from services.panel.domain.ratings.rating import CANNOT_JUDGE, AddedFactor, RatedFactor, Rating

MEASURE = "share of pairs that differ, version 2: of those who could say"
# By what is asked: the answer that says that nothing can be said, and its words.
NO_JUDGEMENT: Mapping[str, tuple[str | int, str]] = {
    "category": (CANNOT_JUDGE, "Cannot judge the category"),
    "modifiability": ("inadequate_information", MODIFIABILITY["inadequate_information"]),
    "grade": (0, "grade 0 (information not available)"),
    "modifiable": ("not_known", MODIFIABLE["not_known"]),
}


@dataclass(frozen=True)
class Difference:
    """How the answers to one question fall. ``answers``: words and how many said so, in the list's order.

    ``missing``: how many could not say, in the words ``missing_as``; they are in no pair. ``distance``:
    places or grades apart, else 0.
    """

    label: str
    answers: tuple[tuple[str, int], ...]
    missing: int
    spread: float
    distance: int = 0
    missing_as: str = ""

    @property
    def differs(self) -> bool:
        return self.spread > 0

    @property
    def pairs(self) -> int:
        """How many pairs of members there are of those who could say."""
        said = sum(count for _, count in self.answers)
        return said * (said - 1) // 2

    @property
    def in_words(self) -> str:
        """For example "5 said 8. Perinatal/neonatal event, 2 said 9. Infection"."""
        every = (*self.answers, (self.missing_as, self.missing)) if self.missing else self.answers
        return ", ".join(f"{count} said {words}" for words, count in every)

    @property
    def share_in_words(self) -> str:
        """What the spread is a share of, for example "67 % of 3 pairs"; what it is where there is none."""
        if not self.pairs:
            return "Nothing to compare"
        if not self.differs:
            return "All who could say agree" if self.missing else "All agree"
        return f"{round(self.spread * 100)} % of {self.pairs} pair{'' if self.pairs == 1 else 's'}"


def differences(
    ratings: Sequence[Rating], factors: Sequence[RatedFactor], *, scale: str, categories: str
) -> list[Difference]:
    """One for each question of the round, the widest first; equal ones in the order of the form."""
    known = category_list(categories)
    names = {str(number): f"{number}. {known[number].name}" for number in known.numbers}
    grades = {number: f"grade {number}" for number in SCALES[scale].grades}
    width = max(max(grades) - 1, 1)
    of_case = [one.modifiability for one in ratings]
    found = [
        _falling("Category of death", "category", [one.category for one in ratings], names, ordered=True),
        _falling("Modifiable factors in the case", "modifiability", of_case, MODIFIABILITY),
    ]
    for number, factor in enumerate(factors):
        rated = [rating.factors[number] for rating in ratings]
        label = f"{factor.domain}: {factor.factor}"
        graded, said = [one.grade for one in rated], [one.modifiable for one in rated]
        found.append(_falling(f"{label}, grade", "grade", graded, grades, ordered=True, width=width))
        found.append(_falling(f"{label}, modifiable", "modifiable", said, MODIFIABLE))
    return sorted(found, key=lambda one: (-one.spread, -one.distance))


def added_factors(ratings: Sequence[Rating]) -> list[AddedFactor]:
    """What members added, by domain and text; nothing says who."""
    added = [one for rating in ratings for one in rating.added]
    return sorted(added, key=lambda one: (one.domain, one.factor.casefold()))


def _falling(
    label: str,
    asked: str,
    said: Sequence[Any],
    words: Mapping[Any, str],
    *,
    ordered: bool = False,
    width: int = 0,
) -> Difference:
    """``width``: of the scale, where a pair counts by how far apart it is; 0 where it differs or does not."""
    nothing, missing_as = NO_JUDGEMENT[asked]
    listed = list(words)
    places = [listed.index(one) for one in said if one in words and one != nothing]
    apart = [abs(a - b) / width if width else float(a != b) for a, b in combinations(places, 2)]
    counted = Counter(places)
    return Difference(
        label,
        answers=tuple((words[one], counted[at]) for at, one in enumerate(listed) if counted[at]),
        missing=len(said) - len(places),
        spread=_spread(apart),
        distance=max(places) - min(places) if ordered and places else 0,
        missing_as=missing_as,
    )


def _spread(apart: Sequence[float]) -> float:
    return sum(apart) / len(apart) if apart else 0.0
