"""A population as uneven as a real one, to search and to import: names, homes and births.

Names follow Zipf and Mandelbrot: of many thousand family names the commonest is borne by three in a hundred
(as Patel is in Leicester), most by a handful. Four deaths in ten are in the first month of life, as in the
national figures. Invented throughout; the same seed gives the same children.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate, islice
from itertools import count as count_up

from services.notifications.domain.identity.likeness import ChildIdentity
from tests.unit.notifications.duplicate_set import FAMILY_NAMES, GIVEN_NAMES

FIRST_BIRTH = date(2009, 1, 1)
BIRTHS_OVER = 17 * 365
TODAY = date(2026, 6, 15)
FAMILIES, GIVENS = 12_000, 4_000
_STARTS = ("b", "br", "ch", "d", "f", "g", "gr", "h", "j", "k", "kh", "l", "m", "n", "p", "r", "s", "sh")
_MIDDLES = ("a", "e", "i", "o", "u", "ai", "ee", "ou")
_ENDS = ("l", "nd", "r", "rt", "s", "sk", "th", "x", "y", "ck", "m", "ng", "v")
_UNITS = "ABDEFGHJLNPQRSTUWXYZ"
# Postcode districts of the area and about how many of a thousand homes each has.
_DISTRICTS = {
    "LE1": 12,
    "LE2": 105,
    "LE3": 95,
    "LE4": 90,
    "LE5": 75,
    "LE6": 12,
    "LE7": 50,
    "LE8": 35,
    "LE9": 45,
    "LE10": 75,
    "LE11": 60,
    "LE12": 65,
    "LE13": 35,
    "LE14": 20,
    "LE15": 30,
    "LE16": 45,
    "LE17": 35,
    "LE18": 40,
    "LE19": 28,
    "LE65": 18,
    "LE67": 70,
}
# How old at death, in days, and how many of a hundred.
_AGES = ((0, 2, 22), (2, 28, 20), (28, 365, 20), (365, 18 * 365, 38))


class Population:
    """Children drawn one after another."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        self._families = _names(self._chance, FAMILY_NAMES, FAMILIES, 2)
        self._givens = _names(self._chance, GIVEN_NAMES, GIVENS, 1)
        self._of_families, self._of_givens = _zipf(FAMILIES, 3), _zipf(GIVENS, 8)

    def children(self, count: int) -> list[ChildIdentity]:
        """So many more; none has an NHS number, so that each is searched for by all that is compared."""
        drawn = (self._child() for _ in count_up())
        return [*islice((child for child in drawn if child.died_on and child.died_on < TODAY), count)]

    def _child(self) -> ChildIdentity:
        born_on = FIRST_BIRTH + timedelta(days=self._chance.randrange(BIRTHS_OVER))
        ((youngest, oldest, _),) = self._chance.choices(_AGES, [share for *_, share in _AGES])
        return ChildIdentity(
            family_name=self._name(self._families, self._of_families),
            given_names=" ".join(dict.fromkeys(self._name(self._givens, self._of_givens) for _ in range(2))),
            born_on=born_on,
            died_on=born_on + timedelta(days=self._chance.randrange(youngest, oldest)),
            postcode=self._postcode(),
            sex=self._chance.choices(("female", "male"), (44, 56))[0],
        )

    def _name(self, names: Sequence[str], heard: Sequence[float]) -> str:
        return self._chance.choices(names, cum_weights=heard)[0]

    def _postcode(self) -> str:
        (district,) = self._chance.choices([*_DISTRICTS], [*_DISTRICTS.values()])
        sector, unit = self._chance.randrange(10), self._chance.choices(_UNITS, k=2)
        return f"{district} {sector}{''.join(unit)}"


def _names(chance: random.Random, known: Sequence[str], count: int, syllables: int) -> list[str]:
    """Real ones first, as the commonest; then names made of syllables."""
    names = dict.fromkeys(known)
    while len(names) < count:
        parts = (
            chance.choice(_STARTS) + chance.choice(_MIDDLES) for _ in range(syllables + chance.randrange(2))
        )
        names["".join((*parts, chance.choice(_ENDS))).title()] = None
    return [*names]


def _zipf(count: int, flatter: float) -> list[float]:
    """Cumulated weights of 1 / (rank + flatter)."""
    return list(accumulate(1 / (rank + flatter) for rank in range(1, count + 1)))
