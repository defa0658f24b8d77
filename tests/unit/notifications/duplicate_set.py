"""A labelled set for the duplicate search: invented children, and second notifications of some of them.

Every distortion is one that a hurried person makes. The same seed gives the same set. Names are drawn as
unevenly as in a real town, so that many children share one.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.notifications.domain.identity.likeness import ChildIdentity

_FAMILY_NAMES = """
Patel Smith Singh Khan Jones Begum Taylor Ahmed Brown Kaur Hussain Williams Ali Shah Wilson Johnson
Mistry Davies Osman Nowak Mohamed Wright Chauhan Walker Adeyemi Clarke Solanki Green Rahman Thompson
Wójcik Hassan O'Neill Okafor García Yılmaz Farah Whitehead Łukasik Iqbal Sørensen McDonald Parmar
Bailey Asante Nguyen Chowdhury Barnes Kowalczyk Fernandes
"""
FAMILY_NAMES = _FAMILY_NAMES.split()
_GIVEN_NAMES = """
Muhammad Oliver Amelia Noah Aisha George Isla Arthur Fatima Leo Ava Yusuf Freya Harry Maryam Jack
Zoë Ibrahim Lily Charlie Sophia Arjun Zainab Theo Priya Jakub Chloë Kai Renée Aaliyah Siân Tomasz
Niamh Ezra Anaya Elijah Matilda José Amara Kofi Halima Rhys Zuzanna Dev Iman Callum Neha Björn Esme
Tariq
"""
GIVEN_NAMES = _GIVEN_NAMES.split()


def people(count: int, seed: int = 7) -> list[ChildIdentity]:
    """Different children, of whom some are twins; none has an NHS number."""
    chance = random.Random(seed)
    return [_child(chance) for _ in range(count)]


def _child(chance: random.Random) -> ChildIdentity:
    died_on = date(2009, 2, 1) + timedelta(days=chance.randrange(6400))
    lived = chance.choices(
        (chance.randrange(2), chance.randrange(28), chance.randrange(365), chance.randrange(6570)),
        (20, 22, 23, 35),
    )[0]
    sex = chance.choice(("female", "male"))
    return ChildIdentity(
        "",
        _unevenly(chance, FAMILY_NAMES),
        " ".join(dict.fromkeys((_unevenly(chance, GIVEN_NAMES), _unevenly(chance, GIVEN_NAMES)))),
        died_on - timedelta(days=lived),
        died_on,
        f"LE{chance.randrange(1, 19)} {chance.randrange(1, 10)}{chance.choice('ABDEFGH')}{_letter(chance)}",
        sex,
    )


def _letter(chance: random.Random) -> str:
    return chance.choice("JLNPQRS")


def _unevenly(chance: random.Random, names: list[str]) -> str:
    return names[min(int(chance.expovariate(1 / 12)), len(names) - 1)]


def _mistyped(word: str, chance: random.Random) -> str:
    """One letter lost, doubled, exchanged with the next, or hit beside."""
    at = chance.randrange(len(word))
    return chance.choice(
        (
            word[:at] + word[at + 1 :] if len(word) > 3 else word + word[-1],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            word[:at] + chance.choice("aeionrst") + word[at + 1 :],
        )
    )


def _plain(word: str) -> str:
    return word.translate(str.maketrans("óíłøöëéâıŁ'", "oiloeeeaiL ")).replace(" ", "")


def _exchanged(day: date) -> date:
    return day.replace(day=day.month, month=day.day) if day.day <= 12 else day + timedelta(days=1)


Distort = Callable[[ChildIdentity, random.Random], ChildIdentity]
DISTORTIONS: dict[str, Distort] = {
    "nothing but a missing number": lambda child, chance: child,
    "family name mistyped": lambda c, chance: replace(c, family_name=_mistyped(c.family_name, chance)),
    "given name mistyped": lambda c, chance: replace(c, given_names=_mistyped(c.given_names, chance)),
    "names exchanged": lambda c, chance: replace(c, family_name=c.given_names, given_names=c.family_name),
    "accents left out": lambda c, chance: replace(
        c, family_name=_plain(c.family_name).upper(), given_names=_plain(c.given_names.split()[0])
    ),
    "family name double-barrelled": lambda c, chance: replace(
        c, family_name=f"{_unevenly(chance, FAMILY_NAMES)}-{c.family_name}"
    ),
    "another family name": lambda c, chance: replace(c, family_name=_unevenly(chance, FAMILY_NAMES)),
    "not yet named": lambda c, chance: replace(c, given_names="Baby"),
    "not yet named, the mother's name": lambda c, chance: replace(
        c,
        given_names="Baby Girl" if c.sex == "female" else "Baby Boy",
        family_name=_unevenly(chance, FAMILY_NAMES),
    ),
    "day and month of birth exchanged": lambda c, chance: replace(
        c, born_on=_exchanged(c.born_on or date.min)
    ),
    "born a day later": lambda c, chance: replace(c, born_on=(c.born_on or date.min) + timedelta(days=1)),
    "died a day later": lambda c, chance: replace(c, died_on=(c.died_on or date.min) + timedelta(days=1)),
    "date of birth not known": lambda c, chance: replace(c, born_on=None),
    "date of death not known": lambda c, chance: replace(c, died_on=None),
    "moved house": lambda c, chance: replace(c, postcode=f"NG{chance.randrange(1, 25)} 4ZZ"),
    "no postcode": lambda c, chance: replace(c, postcode=""),
    "first name alone": lambda c, chance: replace(c, given_names=c.given_names.split()[0]),
    "sex ticked wrongly": lambda c, chance: replace(c, sex="male" if c.sex == "female" else "female"),
}
TWICE: tuple[tuple[str, str], ...] = (
    ("family name mistyped", "moved house"),
    ("given name mistyped", "born a day later"),
    ("names exchanged", "no postcode"),
    ("not yet named", "family name mistyped"),
    ("another family name", "day and month of birth exchanged"),
    ("date of death not known", "moved house"),
    ("family name double-barrelled", "died a day later"),
)
# So much is wrong that not all can be found: without a number, little but a date is left.
HARD: tuple[tuple[str, ...], ...] = (
    ("another family name", "moved house", "born a day later"),
    ("not yet named, the mother's name", "moved house"),
    ("family name mistyped", "given name mistyped", "date of birth not known"),
    ("another family name", "given name mistyped", "date of death not known"),
)


@dataclass(frozen=True)
class SecondNotification:
    """A child notified again: what was done to the details, the number of the child, and the details."""

    what: str
    child: int
    identity: ChildIdentity


def second_notifications(
    known: list[ChildIdentity], each: int, seed: int = 11
) -> Iterator[SecondNotification]:
    """``each`` second notifications for every distortion, every pair of TWICE and all of HARD."""
    chance = random.Random(seed)
    for what in (*((name,) for name in DISTORTIONS), *TWICE, *HARD):
        for _ in range(each):
            number = chance.randrange(len(known))
            identity = known[number]
            for name in what:
                identity = DISTORTIONS[name](identity, chance)
            yield SecondNotification(" and ".join(what), number, identity)


def twin_of(child: ChildIdentity, chance: random.Random) -> ChildIdentity:
    """Another child of the same birth, under a name of its own."""
    taken = set(child.given_names.split())
    name = chance.choice([each for each in GIVEN_NAMES if each not in taken])
    return replace(
        child, given_names=name, died_on=(child.died_on or date.min) + timedelta(days=chance.randrange(9))
    )
