"""The words of months, in the languages families write in and as they are misspelt."""

import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

from .words import is_ordinary

_TABLE = tomllib.loads(Path(__file__).with_name("months.toml").read_text(encoding="utf-8"))
_SHORTEST_MISSPELT = 6  # letters of a month that is told from another word with any one letter wrong


def _by_word(name: str) -> dict[str, int]:
    lines = _TABLE[name].strip().splitlines()
    return {word: number for number, line in enumerate(lines, start=1) for word in line.split()}


def _misspelt() -> dict[str, int]:
    """ "Febuary", "Ocotber", "Septmber": one slip, and no word of the language."""
    return {
        wrong: number
        for name, number in _by_word("full").items()
        for wrong in (_slips(name) if len(name) >= _SHORTEST_MISSPELT else _swaps(name))
        if len(wrong) > 3 and not is_ordinary(wrong)
    }


def _slips(name: str) -> Iterator[str]:
    yield from _swaps(name)
    for at in range(len(name) + 1):
        yield from (name[:at] + letter + name[at:] for letter in string.ascii_lowercase)
        yield from (name[:at] + letter + name[at + 1 :] for letter in string.ascii_lowercase)


def _swaps(name: str) -> Iterator[str]:
    """A letter left out, or two in the wrong order."""
    for at in range(1, len(name)):
        yield name[:at] + name[at + 1 :]
        yield name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


_FULL, _SHORT = _by_word("full"), _by_word("short")
# Month by word: all of them beside a day or a year, and those that tell a month alone.
MONTHS: dict[str, int] = {**_misspelt(), **_by_word("beside_a_day"), **_SHORT, **_FULL}
ALONE: frozenset[str] = frozenset((*_FULL, *_SHORT))
FULL_NAMES: frozenset[str] = frozenset(_FULL)
# Words that are a month only with a year as well: "2 mai 2024", but "3 medi packs".
NEED_A_YEAR: frozenset[str] = frozenset(
    word for word in MONTHS if word not in ALONE and (len(word) < 4 or is_ordinary(word))
)
ALSO_WORDS: frozenset[str] = frozenset(_TABLE["also_words"].split())
MONTH_WORDS: tuple[str, ...] = (*_FULL, *_SHORT)
WEEKDAY_WORDS: tuple[str, ...] = tuple(_TABLE["weekdays"].split())
WEEKDAYS_ELSEWHERE: tuple[str, ...] = tuple(_TABLE["weekdays_elsewhere"].split())
LEADS: frozenset[str] = frozenset(_TABLE["leads"].split())
CITED: frozenset[str] = frozenset(_TABLE["cited"].split())
