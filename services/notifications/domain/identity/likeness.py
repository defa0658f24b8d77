"""Is this child one we already know of? The NHS number first, then an explained comparison.

Two different valid NHS numbers are two children, whatever else agrees: that keeps twins apart. Without
a number on one side, names, dates and postcode are compared, each with its own share of the score. One thing
that agrees is chance: two must. A person always decides; nothing is merged by a score.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from services.notifications.domain.identity.name_sounds import plain_name

VERSION = "2026.2"
OFFERED_FROM = 55
NAMES = 20 + 15  # points for the family name and for the given names
AGREE_FROM = 75  # names that are so many percent alike agree
NEWBORN_DAYS = 28  # in so short a life the two dates are one fact
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
    """What a child is recognised by. Empty strings and None: not known.

    ``aliases`` are other names, ``other_postcode`` that of a second or former home.
    """

    nhs_number: str = ""
    family_name: str = ""
    given_names: str = ""
    born_on: date | None = None
    died_on: date | None = None
    postcode: str = ""
    sex: str = "not_known"
    aliases: str = ""
    other_postcode: str = ""


@dataclass(frozen=True)
class Agreement:
    """One thing compared: points of the possible, and why, in words."""

    points: int
    possible: int
    because: str


@dataclass(frozen=True)
class Likeness:
    """A comparison of two children. ``score`` 0 to 100 of what could be compared; ``is_enough``: two do."""

    score: int
    verdict: str
    agreements: tuple[Agreement, ...]
    is_enough: bool = True

    @property
    def offered(self) -> bool:
        return self.is_enough and self.score >= OFFERED_FROM


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
    enough = _how_many_agree(one, agreements) >= 2
    if born_together(one, other):
        return Likeness(min(score, OFFERED_FROM), TWINS, agreements, enough)
    if _one_says_it_is_of_several(one, other):
        return Likeness(score, PERHAPS_TWINS, agreements, enough)
    verdict = "likely the same child" if score >= 85 else "may be the same child"
    return Likeness(score, verdict, agreements, enough)


def possible_duplicates(
    child: ChildIdentity, known: Iterable[tuple[str, ChildIdentity]]
) -> list[tuple[str, Likeness]]:
    """The known children worth showing to a person, most alike first, under the key given with each."""
    compared = [(key, compare(child, other)) for key, other in known if _may_be_offered(child, other)]
    return sorted((found for found in compared if found[1].offered), key=lambda found: -found[1].score)


def _may_be_offered(one: ChildIdentity, other: ChildIdentity) -> bool:
    """False where the score is too low however alike the names are: those take longest to compare."""
    if one.nhs_number and other.nhs_number:
        return one.nhs_number == other.nhs_number
    apart_from_names = (
        _dates("date of birth", one.born_on, other.born_on, 30),
        _dates("date of death", one.died_on, other.died_on, 25),
        _postcodes(one, other),
        _sexes(one.sex, other.sex),
    )
    points = sum(agreement.points for agreement in apart_from_names) + NAMES
    possible = sum(agreement.possible for agreement in apart_from_names) + NAMES
    return round(100 * points / possible) >= OFFERED_FROM


def _compared(one: ChildIdentity, other: ChildIdentity) -> Iterable[Agreement]:
    yield _dates("date of birth", one.born_on, other.born_on, 30)
    yield _dates("date of death", one.died_on, other.died_on, 25)
    exchanged = _names_are_exchanged(one, other)
    yield (
        Agreement(18, 20, "Family and given names are exchanged") if exchanged else _family_names(one, other)
    )
    yield Agreement(13, 15, "so both names agree") if exchanged else _given_names(one, other)
    yield _postcodes(one, other)
    yield _sexes(one.sex, other.sex)


def _how_many_agree(one: ChildIdentity, agreements: tuple[Agreement, ...]) -> int:
    """How many of birth, death, family name, given names and postcode agree, at least nearly."""
    agree = [bool(each.points) and 2 * each.points >= each.possible - 1 for each in agreements[:5]]
    newborn = one.born_on and one.died_on and (one.died_on - one.born_on).days < NEWBORN_DAYS
    return sum(agree) - (1 if newborn and agree[0] and agree[1] else 0)


def _dates(what: str, one: date | None, other: date | None, possible: int) -> Agreement:
    if one is None or other is None:
        return Agreement(0, 0, f"The {what} is not known on one side")
    if one == other:
        return Agreement(possible, possible, f"Same {what}")
    nearly = _nearly(one, other)
    if nearly:
        return Agreement(possible // 2, possible, f"The {what} nearly agrees: {nearly}")
    return Agreement(0, possible, f"Different {what}")


def _nearly(one: date, other: date) -> str:
    """How one date may be the other mistyped; "" if it does not look so."""
    if abs((one - other).days) == 1:
        return "one day apart"
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return "day and month are exchanged"
    digits = zip(one.isoformat(), other.isoformat(), strict=True)
    return "one digit differs" if sum(a != b for a, b in digits) == 1 else ""


def _names_are_exchanged(one: ChildIdentity, other: ChildIdentity) -> bool:
    if not all((one.family_name, one.given_names, other.family_name, other.given_names)):
        return False
    crosswise = min(
        fuzz.token_set_ratio(_plain(one.family_name), _plain(other.given_names)),
        fuzz.token_set_ratio(_plain(one.given_names), _plain(other.family_name)),
    )
    straight = fuzz.token_set_ratio(_plain(one.family_name), _plain(other.family_name))
    return crosswise >= 85 and straight < AGREE_FROM


def _family_names(one: ChildIdentity, other: ChildIdentity) -> Agreement:
    if not one.family_name or not other.family_name:
        return Agreement(0, 0, "The family name is not known on one side")
    likeness = _family_likeness(one, other)
    points = round(20 * likeness / 100) if likeness >= AGREE_FROM else 0
    return Agreement(points, 20, f"Family names {likeness:.0f} % alike{_also_known(one, other)}")


def _family_likeness(one: ChildIdentity, other: ChildIdentity) -> float:
    """0 to 100, other names by which either is known included."""
    ours, theirs = _plain(one.family_name), _plain(other.family_name)
    other_names = [(ours, _plain(other.aliases)), (_plain(one.aliases), theirs)]
    return max(
        fuzz.token_set_ratio(ours, theirs),
        *(fuzz.token_set_ratio(a, b) for a, b in other_names if a and b),
        0.0,
    )


def _given_names(one: ChildIdentity, other: ChildIdentity) -> Agreement:
    if _is_unnamed(one.given_names) or _is_unnamed(other.given_names):
        return Agreement(0, 0, "One is not yet named, so the given names say nothing")
    likeness = _given_likeness(one, other)
    points = round(15 * likeness / 100) if likeness >= AGREE_FROM else 0
    return Agreement(points, 15, f"Given names {likeness:.0f} % alike{_also_known(one, other)}")


def _also_known(one: ChildIdentity, other: ChildIdentity) -> str:
    return ", other names included" if one.aliases or other.aliases else ""


def _postcodes(one: ChildIdentity, other: ChildIdentity) -> Agreement:
    ours, theirs = _homes(one.postcode, one.other_postcode), _homes(other.postcode, other.other_postcode)
    if not ours or not theirs:
        return Agreement(0, 0, "The postcode is not known on one side")
    if ours & theirs:
        return Agreement(10, 10, "Same postcode")
    if {home[:-3] for home in ours} & {home[:-3] for home in theirs}:
        return Agreement(4, 10, "Same postcode district")
    return Agreement(0, 10, "Other postcode")


@lru_cache(maxsize=1000)
def _homes(*postcodes: str) -> frozenset[str]:
    written = ("".join(postcode.upper().split()) for postcode in postcodes)
    return frozenset(postcode for postcode in written if postcode)


def _sexes(one: str, other: str) -> Agreement:
    if "not_known" in (one, other) or "indeterminate" in (one, other):
        return Agreement(0, 0, "The sex is not known on one side")
    return Agreement(5, 5, "Same sex") if one == other else Agreement(0, 5, "Different sex")


def born_together(one: ChildIdentity, other: ChildIdentity) -> bool:
    """Same birth, and something says that they are two: an order of birth, a sex, or another given name."""
    near = one.born_on and other.born_on and abs((one.born_on - other.born_on).days) <= 1
    if not near or _family_likeness(one, other) < AGREE_FROM:
        return False
    orders = birth_order(one.given_names), birth_order(other.given_names)
    if orders[0] and orders[1]:
        return orders[0] != orders[1]
    known_sexes = {one.sex, other.sex} <= {"female", "male"}
    named = not (_is_unnamed(one.given_names) or _is_unnamed(other.given_names))
    names_agree = named and _given_likeness(one, other) >= AGREE_FROM
    if known_sexes and one.sex != other.sex:
        return not names_agree  # a sex ticked wrongly is likelier than two of one birth with one name
    return named and not names_agree


def _one_says_it_is_of_several(one: ChildIdentity, other: ChildIdentity) -> bool:
    """ "Baby Twin 1" beside "Baby": nothing says which of the twins the second is."""
    orders = birth_order(one.given_names), birth_order(other.given_names)
    unnamed = _is_unnamed(one.given_names) and _is_unnamed(other.given_names)
    return unnamed and (orders[0] is None) != (orders[1] is None)


def _given_likeness(one: ChildIdentity, other: ChildIdentity) -> float:
    """0 to 100: all given names in any order, the first ones, or another name, whichever agree best."""
    ours, theirs = _plain(one.given_names), _plain(other.given_names)
    likenesses = [fuzz.token_set_ratio(ours, theirs), fuzz.ratio(ours.split()[0], theirs.split()[0])]
    also = ((ours, other.aliases), (theirs, one.aliases))
    likenesses += [
        fuzz.partial_ratio(name.split()[0], _plain(names)) for name, names in also if names.strip()
    ]
    return max(likenesses)


@lru_cache(maxsize=1000)
def birth_order(given_names: str) -> int | None:
    """Which of several a baby is, where it is called so: 2 for "Baby Twin 2"."""
    words = _plain(given_names).split()
    multiple = {"twin", "triplet", "baby"} & set(words)
    return next((ORDINALS[word] for word in words if multiple and word in ORDINALS), None)


@lru_cache(maxsize=1000)
def _is_unnamed(given_names: str) -> bool:
    words = set(_plain(given_names).split()) - set(ORDINALS) - {"of", "known", "not"}
    return not words or words <= UNNAMED


_plain = plain_name
