"""Where members' ratings differ, widest first.

``spread`` is the share of pairs of members who answered differently, from 0 (all agree) to 1 (no two agree):
one less the observed agreement of Fleiss, "Measuring nominal scale agreement among many raters" (1971). For
grades a pair counts by how far apart it is on the scale. Of equal spreads the wider distance comes first: for
categories, places in the order of priority. Missing answers (grade 0, "cannot judge") enter nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from services.panel.domain.analysis.categories import category_list
from services.panel.domain.analysis.scales import MODIFIABILITY, MODIFIABLE, SCALES
from services.panel.domain.ratings.rating import CANNOT_JUDGE, AddedFactor, RatedFactor, Rating

MEASURE = "share of pairs that differ, version 1"


@dataclass(frozen=True)
class Difference:
    """How the answers to one question fall. ``answers``: words and how many said so, in the list's order.

    ``missing``: how many could not say; they are in no share. ``distance``: places or grades apart, else 0.
    """

    label: str
    answers: tuple[tuple[str, int], ...]
    missing: int
    spread: float
    distance: int = 0

    @property
    def differs(self) -> bool:
        return self.spread > 0

    @property
    def in_words(self) -> str:
        """For example "5 said 8. Perinatal/neonatal event, 2 said 9. Infection"."""
        return ", ".join(f"{count} said {words}" for words, count in self.answers)


def differences(
    ratings: Sequence[Rating], factors: Sequence[RatedFactor], *, scale: str, categories: str
) -> list[Difference]:
    """One for each question of the round, the widest first; equal ones in the order of the form."""
    grades = {number: f"grade {number}" for number in SCALES[scale].grades}
    found = [_category(ratings, categories), _modifiability(ratings)]
    for number, factor in enumerate(factors):
        rated = [rating.factors[number] for rating in ratings]
        label = f"{factor.domain}: {factor.factor}"
        found.append(_graded(f"{label}, grade", [one.grade for one in rated], grades))
        found.append(_named(f"{label}, modifiable", [one.modifiable for one in rated], MODIFIABLE))
    return sorted(found, key=lambda one: (-one.spread, -one.distance))


def added_factors(ratings: Sequence[Rating]) -> list[AddedFactor]:
    """What members added, by domain and text; nothing says who."""
    added = [one for rating in ratings for one in rating.added]
    return sorted(added, key=lambda one: (one.domain, one.factor.casefold()))


def _category(ratings: Sequence[Rating], version: str) -> Difference:
    known = category_list(version)
    said = [int(one.category) for one in ratings if one.category not in ("", CANNOT_JUDGE)]
    words = {str(number): f"{number}. {known[number].name}" for number in known.numbers}
    named = _named("Category of death", [str(one) for one in said], words)
    places = [known.numbers.index(one) for one in said]
    missing = len(ratings) - len(said)
    return Difference(
        named.label, named.answers, missing, named.spread, max(places) - min(places) if places else 0
    )


def _modifiability(ratings: Sequence[Rating]) -> Difference:
    return _named("Modifiable factors in the case", [one.modifiability for one in ratings], MODIFIABILITY)


def _named(label: str, said: Sequence[str], words: Mapping[str, str]) -> Difference:
    counted = Counter(said)
    answers = tuple((words[one], counted[one]) for one in words if counted[one])
    return Difference(
        label, answers, 0, _spread([float(one != other) for one, other in combinations(said, 2)])
    )


def _graded(label: str, said: Sequence[int | None], words: Mapping[int, str]) -> Difference:
    given = [one for one in said if one]  # neither 0, which is missing, nor None
    counted, width = Counter(given), max(max(words) - 1, 1)
    apart = [abs(one - other) / width for one, other in combinations(given, 2)]
    answers = tuple((words[one], counted[one]) for one in words if counted[one])
    distance = max(given) - min(given) if given else 0
    return Difference(label, answers, len(said) - len(given), _spread(apart), distance)


def _spread(apart: Sequence[float]) -> float:
    return sum(apart) / len(apart) if apart else 0.0
