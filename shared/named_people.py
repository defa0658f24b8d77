"""Words that may name somebody or tell where somebody lives, where no such words belong.

No pattern knows a name for certain ("Rose", "Mark Hill"): who typed it is asked, and says that nobody is
meant or words it anew. A house's number before a street's name is nothing else, and is refused.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from shared.errors import Fault

#: The field of a form in which a person says that nobody is meant.
NAMES_NOBODY = "names-nobody"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# As many letters as a word has: without an end, "A'A'A'" would be looked through for seconds.
_CAPITAL = r"[A-Z][\w'’-]{1,40}"
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sister|Nurse|Midwife|Baby|Master|PC|DC|DS|DI|Sgt|Rev|Cllr)"
    rf"\.?\s+({_CAPITAL})"
)
# What makes of the names before it those of a place of care or of an illness: "John Radcliffe Hospital",
# "Alexander disease". No school: a child is known by it. And none after "'s" ("Oliver's disease"), but a
# saint's or a queen's, and laws.
_CARE = (
    r"(?:Hospitals?|Infirmary|Hospice|Surgery|Clinic|(?:Medical|Health)\s+Centre|Ambulance|Trust|Foundation)"
)
_OF_CARE = r"(?:(?:University|Community|General|District|Memorial|Royal|Children['’]s)\s+)"
_ILLNESS = r"(?:[Ss]yndrome|[Dd]isease|[Ss]equence|[Aa]nomaly|[Ll]ymphoma|[Ss]arcoma|[Tt]umour|tube)"
_THING = re.compile(
    rf"\b(?:(?:St|Saint|Queen|King|Prince|Princess)\.?\s+{_CAPITAL}\s+{_OF_CARE}{{0,2}}{_CARE}"
    rf"|(?:{_CAPITAL}(?<!['’]s)\s+){{1,2}}(?:{_OF_CARE}{{0,2}}{_CARE}|{_ILLNESS})"
    rf"|{_CAPITAL}['’]s\s+(?:Law|Rule)|Edward['’]s\s+[Ss]yndrome)\b"
)
_STREETS = (
    "Street|Road|Lane|Avenue|Crescent|Terrace|Gardens|Grove|Mews|Close|Drive|Square|Court|Place|Walk|Way"
)
_WORDS = r"(?:[A-Z][\w'’]{1,40}\s+){1,3}"
# A number from 1900 is a year: "in 2025 Leicester Road Safety" is asked about, and is no house.
_HOUSE = re.compile(rf"\b(?!(?:19|20)\d\d\b)\d{{1,4}}[A-Za-z]?,?\s+{_WORDS}(?:{_STREETS}|St|Rd|Ave)\b")
_HOUSE_IN_SMALL = re.compile(
    r"\b\d{1,4}[a-z]?,?\s+(?!mph|miles?|kms?|metres?|minutes?|hours?|days?|weeks?|months?|years?|times)"
    r"(?:[\w'’]{1,40}\s+){1,2}(?:street|road|lane|avenue|crescent|terrace|gardens|grove|mews)\b",
    re.IGNORECASE,
)
_STREET = re.compile(rf"\b{_WORDS}(?:{_STREETS})\b(?!\s+{_CARE})")
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
    things = [each.span() for each in _THING.finditer(text)]
    found = [*_addresses(text), *(Named(text[at:to], "a person's name") for at, to in _people(text, things))]
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


def _people(text: str, things: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where names begin and end; not those that a thing is called by (``things``: where these do)."""
    for at, to in chain(_titled(text), _called(text)):
        if not any(begins <= at and to <= ends for begins, ends in things):
            yield at, to


def _titled(text: str) -> Iterator[tuple[int, int]]:
    no_names = _names()["no_name_after_a_title"]
    yield from (each.span() for each in _TITLE.finditer(text) if _plain(each[1]) not in no_names)


def _called(text: str) -> Iterator[tuple[int, int]]:
    names, words = _names(), list(_WORD.finditer(text))
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else None
        beside = bool(
            after and text[word.end() : after.start()].isspace() and _is_capital(word) and _is_capital(after)
        )
        first = _plain(word[0])
        family = (
            after and _plain(after[0]) in names["family"] and first not in names["no_name_before_another"]
        )
        if after and beside and (family or first in names["given_and_words"]):
            yield word.start(), after.end()
        elif first in names["given"]:
            yield word.start(), after.end() if after and beside else word.end()


def _is_capital(word: "re.Match[str]") -> bool:
    return word[0][0].isupper() and not word[0].isupper()


def _plain(word: str) -> str:
    return re.sub(r"['’]s$", "", word.lower())


def _within(one: Named, every: Iterable[Named]) -> bool:
    """Whether its words are a part of others that were found."""
    return any(one.words in other.words and one.words != other.words for other in every) or any(
        one.words == other.words and other.certain and not one.certain for other in every
    )
