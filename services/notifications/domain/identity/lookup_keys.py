"""What a child is looked up by, so that a search reads the few who may be the same and never everybody.

Two children are compared where two of these agree: a date of birth, a date of death, a postcode, and the
sound of any of their names. Dates that agree nearly (one day apart, day and month exchanged) are looked up
as well. A key is a number of 64 bits made of such a pair; that two pairs share a number costs a comparison,
no more.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, product

from services.notifications.domain.identity.likeness import ChildIdentity
from services.notifications.domain.identity.name_sounds import VERSION as SOUNDS_VERSION
from services.notifications.domain.identity.name_sounds import name_words, sound_of

VERSION = f"2026.1, sounds {SOUNDS_VERSION}"
_ONE_DAY = timedelta(days=1)
_Days = tuple[date | None, ...]


@dataclass(frozen=True)
class LookupKeys:
    """``close``: two things agree; ``distant``: two names and a year do, which many children share."""

    close: list[int]
    distant: list[int]

    @property
    def all(self) -> list[int]:
        return self.close + self.distant


def keys_to_keep(child: ChildIdentity) -> list[int]:
    """The keys under which a child is kept, in order, each once."""
    close = _close_keys(child, (child.born_on,), (child.died_on,))
    return sorted({*close, *_distant_keys(child, (0,))})


def keys_to_look_up(child: ChildIdentity) -> LookupKeys:
    """The keys under which the same child may have been kept, with dates that nearly agree, each once."""
    close = set(_close_keys(child, near_dates(child.born_on), near_dates(child.died_on)))
    return LookupKeys(sorted(close), sorted(set(_distant_keys(child, (-1, 0, 1))) - close))


def near_dates(day: date | None) -> tuple[date | None, ...]:
    """A date, the days beside it, and the one with day and month exchanged; None alone where not known."""
    if day is None:
        return (None,)
    beside = [day]
    if day > date.min:
        beside.append(day - _ONE_DAY)
    if day < date.max:
        beside.append(day + _ONE_DAY)
    if day.day <= 12 and day.day != day.month:
        beside.append(day.replace(day=day.month, month=day.day))
    return tuple(beside)


def _close_keys(child: ChildIdentity, births: _Days, deaths: _Days) -> Iterator[int]:
    born, died = (
        [f"{what} {day}" for day in days if day] for what, days in (("born", births), ("died", deaths))
    )
    dates = born + died
    places = [f"at {postcode}" for postcode in _postcodes(child)]
    names = [f"named {sound}" for sound in _sounds(child)]
    pairs = (product(born, died), product(dates, places), product(names, dates), product(names, places))
    return (_number(*pair) for pair in chain(*pairs))


def _distant_keys(child: ChildIdentity, years_off: Iterable[int]) -> Iterator[int]:
    """Two names that sound alike, with the year of birth and that of death: "Muhammad Khan" alone is many."""
    names = [*combinations([f"named {sound}" for sound in _sounds(child)], 2)]
    days = [(what, day) for what, day in (("born", child.born_on), ("died", child.died_on)) if day]
    years = [f"{what} {day.year + off}" for what, day in days for off in years_off]
    return (_number(*pair, year) for pair, year in product(names, years))


def _sounds(child: ChildIdentity) -> list[str]:
    words = name_words(f"{child.family_name} {child.given_names} {child.aliases}")
    return sorted({sound_of(word) for word in words if len(word) > 1} - {""})


def _postcodes(child: ChildIdentity) -> list[str]:
    written = {"".join(each.upper().split()) for each in (child.postcode, child.other_postcode)}
    return sorted(written - {""})


def _number(*parts: str) -> int:
    hashed = hashlib.blake2b("|".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(hashed, "big", signed=True)
