"""Is this child one we already know of? The NHS number first, then an explained comparison.

Two different valid NHS numbers are two children, whatever else agrees: that keeps twins apart. Without
a number on one side, names, dates and postcode are compared, each with its own share of the score. A person
always decides; nothing is merged by a score.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

VERSION = "2026-11"
OFFERED_FROM = 60
UNNAMED = frozenset({"baby", "infant", "boy", "girl", "newborn", "twin", "triplet", "not known", "unknown"})
ORDINALS = {
    "1": 1,
    "one": 1,
    "i": 1,
    "a": 1,
    "2": 2,
    "two": 2,
    "ii": 2,
    "b": 2,
    "3": 3,
    "three": 3,
    "iii": 3,
    "c": 3,
}


@dataclass(frozen=True)
class ChildIdentity:
    """What a child is recognised by. Empty strings and None: not known."""

    nhs_number: str = ""
    family_name: str = ""
    given_names: str = ""
    born_on: date | None = None
    died_on: date | None = None
    postcode: str = ""
    sex: str = "not_known"


@dataclass(frozen=True)
class Agreement:
    """One thing compared: points of the possible, and why, in words."""

    points: int
    possible: int
    because: str


@dataclass(frozen=True)
class Likeness:
    """A comparison of two children. ``score`` 0 to 100, of what could be compared."""

    score: int
    verdict: str
    agreements: tuple[Agreement, ...]

    @property
    def offered(self) -> bool:
        return self.score >= OFFERED_FROM


SAME_NUMBER = "same NHS number"
DIFFERENT_NUMBERS = "different NHS numbers: two children"
PERHAPS_TWINS = "may be the same child, or another child of the same birth: ask which twin this is"
TWINS = "likely twins or another child of the same birth: link, do not merge"


def compare(one: ChildIdentity, other: ChildIdentity) -> Likeness:
    """How alike two children's identifying details are, with the reasons."""
    if one.nhs_number and other.nhs_number:
        if one.nhs_number == other.nhs_number:
            return Likeness(100, SAME_NUMBER, (Agreement(100, 100, "The NHS numbers are the same"),))
        return Likeness(0, DIFFERENT_NUMBERS, (Agreement(0, 100, "The NHS numbers differ"),))
    agreements = tuple(_compared(one, other))
    possible = sum(agreement.possible for agreement in agreements)
    score = round(100 * sum(agreement.points for agreement in agreements) / possible) if possible else 0
    if _born_together(one, other):
        return Likeness(min(score, OFFERED_FROM), TWINS, agreements)
    if _one_says_it_is_of_several(one, other):
        return Likeness(score, PERHAPS_TWINS, agreements)
    return Likeness(score, "likely the same child" if score >= 85 else "may be the same child", agreements)


def possible_duplicates(
    child: ChildIdentity, known: Iterable[tuple[str, ChildIdentity]]
) -> list[tuple[str, Likeness]]:
    """The known children worth showing to a person, most alike first, under the key given with each."""
    compared = [(key, compare(child, other)) for key, other in known]
    return sorted((found for found in compared if found[1].offered), key=lambda found: -found[1].score)


def _compared(one: ChildIdentity, other: ChildIdentity) -> Iterable[Agreement]:
    yield _dates("date of birth", one.born_on, other.born_on, 30)
    yield _dates("date of death", one.died_on, other.died_on, 25)
    yield _family_names(one.family_name, other.family_name)
    yield _given_names(one.given_names, other.given_names)
    yield _postcodes(one.postcode, other.postcode)
    yield _sexes(one.sex, other.sex)


def _dates(what: str, one: date | None, other: date | None, possible: int) -> Agreement:
    if one is None or other is None:
        return Agreement(0, 0, f"The {what} is not known on one side")
    if one == other:
        return Agreement(possible, possible, f"Same {what}")
    exchanged = one.year == other.year and (one.day, one.month) == (other.month, other.day)
    if exchanged or abs((one - other).days) == 1:
        why = "day and month are exchanged" if exchanged else "one day apart"
        return Agreement(possible // 2, possible, f"The {what} nearly agrees: {why}")
    return Agreement(0, possible, f"Different {what}")


def _family_names(one: str, other: str) -> Agreement:
    if not one or not other:
        return Agreement(0, 0, "The family name is not known on one side")
    likeness = fuzz.token_set_ratio(_plain(one), _plain(other))
    return Agreement(
        round(20 * likeness / 100) if likeness >= 75 else 0, 20, f"Family names {likeness:.0f} % alike"
    )


def _given_names(one: str, other: str) -> Agreement:
    if _is_unnamed(one) or _is_unnamed(other):
        return Agreement(0, 0, "One is not yet named, so the given names say nothing")
    likeness = _given_likeness(one, other)
    return Agreement(
        round(15 * likeness / 100) if likeness >= 75 else 0, 15, f"Given names {likeness:.0f} % alike"
    )


def _postcodes(one: str, other: str) -> Agreement:
    first, second = ("".join(text.upper().split()) for text in (one, other))
    if not first or not second:
        return Agreement(0, 0, "The postcode is not known on one side")
    if first == second:
        return Agreement(10, 10, "Same postcode")
    return (
        Agreement(4, 10, "Same postcode district")
        if first[:-3] == second[:-3]
        else Agreement(0, 10, "Other postcode")
    )


def _sexes(one: str, other: str) -> Agreement:
    if "not_known" in (one, other) or "indeterminate" in (one, other):
        return Agreement(0, 0, "The sex is not known on one side")
    return Agreement(5, 5, "Same sex") if one == other else Agreement(0, 5, "Different sex")


def _born_together(one: ChildIdentity, other: ChildIdentity) -> bool:
    """Same birth, and something says that they are two: an order of birth, a sex, or another given name."""
    near = one.born_on and other.born_on and abs((one.born_on - other.born_on).days) <= 1
    if not near or fuzz.token_set_ratio(_plain(one.family_name), _plain(other.family_name)) < 75:
        return False
    orders = _birth_order(one.given_names), _birth_order(other.given_names)
    if orders[0] and orders[1]:
        return orders[0] != orders[1]
    known_sexes = {one.sex, other.sex} <= {"female", "male"}
    if known_sexes and one.sex != other.sex:
        return True
    named = not (_is_unnamed(one.given_names) or _is_unnamed(other.given_names))
    return named and _given_likeness(one.given_names, other.given_names) < 75


def _one_says_it_is_of_several(one: ChildIdentity, other: ChildIdentity) -> bool:
    """ "Baby Twin 1" beside "Baby": nothing says which of the twins the second is."""
    orders = _birth_order(one.given_names), _birth_order(other.given_names)
    unnamed = _is_unnamed(one.given_names) and _is_unnamed(other.given_names)
    return unnamed and (orders[0] is None) != (orders[1] is None)


def _given_likeness(one: str, other: str) -> float:
    """0 to 100: all given names in any order, or the first ones, whichever agree better."""
    whole = fuzz.token_set_ratio(_plain(one), _plain(other))
    first = fuzz.ratio(_plain(one).split()[0], _plain(other).split()[0])
    return max(whole, first)


def _birth_order(given_names: str) -> int | None:
    words = _plain(given_names).split()
    multiple = {"twin", "triplet", "baby"} & set(words)
    return next((ORDINALS[word] for word in words if multiple and word in ORDINALS), None)


def _is_unnamed(given_names: str) -> bool:
    words = set(_plain(given_names).split()) - set(ORDINALS) - {"of", "known", "not"}
    return not words or words <= UNNAMED


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("’", "'").replace("'", "").split())
