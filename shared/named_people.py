"""Words that may name somebody or tell where somebody lives, where no such words belong.

No pattern knows a name for certain ("Rose", "Mark Hill"): who typed it is asked, and says that nobody is
meant or words it anew. A house's number before a street's name is nothing else, and is refused.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.errors import Fault

#: The field of a form in which a person says that nobody is meant.
NAMES_NOBODY = "names-nobody"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sister|Nurse|Midwife|Baby|Master|PC|DC|DS|DI|Sgt|Rev|Cllr)"
    r"\.?\s+[A-Z][\w'’-]+"
)
_STREETS = (
    "Street|Road|Lane|Avenue|Crescent|Terrace|Gardens|Grove|Mews|Close|Drive|Square|Court|Place|Walk|Way"
)
_HOUSE = re.compile(rf"\b\d{{1,4}}[A-Za-z]?,?\s+(?:[A-Z][\w'’]+\s+){{1,3}}(?:{_STREETS}|St|Rd|Ave)\b")
_HOUSE_IN_SMALL = re.compile(
    r"\b\d{1,4}[a-z]?,?\s+(?!mph|miles?|kms?|metres?|minutes?|hours?|days?|weeks?|months?|years?|times)"
    r"(?:[\w'’]+\s+){1,2}(?:street|road|lane|avenue|crescent|terrace|gardens|grove|mews)\b",
    re.IGNORECASE,
)
_STREET = re.compile(rf"\b(?:[A-Z][\w'’]+\s+){{1,3}}(?:{_STREETS})\b")
_FLAT = re.compile(r"\b(?:flat|apartment|house number)\s+\d+[a-z]?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """Words as they stand, and what they seem to be. `certain`: they can be nothing else."""

    words: str
    kind: str
    certain: bool = False


@cache
def _names() -> Mapping[str, frozenset[str]]:
    written = tomllib.loads(Path(__file__).with_name("named_people.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(words.split()) for kind, words in written.items()}


def named_in(text: str) -> tuple[Named, ...]:
    """What in a text seems to name somebody or to be an address, each once."""
    found = [*_addresses(text), *(Named(each[0], "a person's name") for each in _TITLE.finditer(text))]
    found += [Named(words, "a person's name") for words in _people(text)]
    return tuple(each for each in dict.fromkeys(found) if not _within(each, found))


def naming_faults(texts: Mapping[str, str], *, names_nobody: bool) -> list[Fault]:
    """What is wrong with texts that may name somebody, by the name of their field. `names_nobody`: who typed
    them has said that nobody can be known by them.
    """
    named = {field: named_in(text) for field, text in texts.items()}
    certain = [
        Fault(field, f"“{each.words}” is {each.kind}: leave it out")
        for field, found in named.items()
        for each in found
        if each.certain
    ]
    every = [each for found in named.values() for each in found]
    asked = dict.fromkeys(each for each in every if not each.certain and not _within(each, every))
    if names_nobody or not asked:
        return certain
    said = "; ".join(f"“{each.words}” may be {each.kind}" for each in asked)
    return [*certain, Fault(NAMES_NOBODY, f"{said}. Word it without, or say that nobody is meant")]


def _addresses(text: str) -> Iterator[Named]:
    yield from (Named(each[0], "a street address", certain=True) for each in _HOUSE.finditer(text))
    for pattern in (_HOUSE_IN_SMALL, _STREET, _FLAT):
        yield from (Named(each[0], "an address") for each in pattern.finditer(text))


def _people(text: str) -> Iterator[str]:
    names, words = _names(), list(_WORD.finditer(text))
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else None
        beside = bool(
            after and text[word.end() : after.start()].isspace() and _is_capital(word) and _is_capital(after)
        )
        first = _plain(word[0])
        if after and beside and (_plain(after[0]) in names["family"] or first in names["given_and_words"]):
            yield text[word.start() : after.end()]
        elif first in names["given"]:
            yield text[word.start() : after.end()] if after and beside else word[0]


def _is_capital(word: "re.Match[str]") -> bool:
    return word[0][0].isupper() and not word[0].isupper()


def _plain(word: str) -> str:
    return re.sub(r"['’]s$", "", word.lower())


def _within(one: Named, every: Iterable[Named]) -> bool:
    """Whether its words are a part of others that were found."""
    return any(one.words in other.words and one.words != other.words for other in every) or any(
        one.words == other.words and other.certain and not one.certain for other in every
    )
