"""What a child is looked up by, so that a search reads the few who may be the same and never everybody.

Two children are compared where two of these agree: a date of birth, a date of death, a postcode, and the
sound of any of their names. Dates that agree nearly (one day apart, day and month exchanged) are looked up
as well. A key is a number of 64 bits made of such a pair; that two pairs share a number costs a comparison,
no more.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

from services.notifications.domain.identity.likeness import ChildIdentity
from services.notifications.domain.identity.name_sounds import VERSION as SOUNDS_VERSION
from services.notifications.domain.identity.name_sounds import name_words, sound_of

VERSION = f"2026.1, sounds {SOUNDS_VERSION}"
_ONE_DAY = timedelta(days=1)


def keys_to_keep(child: ChildIdentity) -> list[int]:
    """The keys under which a child is kept, in order, each once."""
    return sorted(set(_keys(child)))


def keys_to_look_up(child: ChildIdentity) -> list[int]:
    """The keys under which the same child may have been kept, with dates that nearly agree."""
    near = product(near_dates(child.born_on), near_dates(child.died_on))
    found = {key for born, died in near for key in _keys(replace(child, born_on=born, died_on=died))}
    years = {key for each in (-1, 1) for key in _year_keys(child, each)}
    return sorted(found | years)


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


def _keys(child: ChildIdentity) -> Iterator[int]:
    sounds = _sounds(child)
    dates = [f"born {child.born_on}"] * bool(child.born_on) + [f"died {child.died_on}"] * bool(child.died_on)
    places = [f"at {postcode}" for postcode in _postcodes(child)]
    names = [f"named {sound}" for sound in sounds]
    if len(dates) == 2:
        yield _number(*dates)
    for pair in (*product(dates, places), *product(names, dates), *product(names, places)):
        yield _number(*pair)
    yield from _year_keys(child)


def _year_keys(child: ChildIdentity, years_off: int = 0) -> Iterator[int]:
    """Two names that sound alike, with the year of birth and that of death: "Muhammad Khan" alone is many."""
    for name, day in (("born", child.born_on), ("died", child.died_on)):
        for one, other in combinations(_sounds(child), 2) if day else ():
            yield _number(f"named {one}", f"named {other}", f"{name} {day.year + years_off}" if day else "")


def _sounds(child: ChildIdentity) -> list[str]:
    words = name_words(f"{child.family_name} {child.given_names} {child.aliases}")
    return sorted({sound_of(word) for word in words if len(word) > 1} - {""})


def _postcodes(child: ChildIdentity) -> list[str]:
    written = {"".join(each.upper().split()) for each in (child.postcode, child.other_postcode)}
    return sorted(written - {""})


def _number(*parts: str) -> int:
    hashed = hashlib.blake2b("|".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(hashed, "big", signed=True)
