"""One text stands in several places of a record: it is one thing, and what is held back goes out in none."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from textwrap import shorten
from typing import NamedTuple
from unicodedata import normalize

from services.notifications.domain.subject_access.form_words import every_form_word
from services.notifications.domain.subject_access.items import DISCLOSE, Decision, FoundItem, JudgedItem

_WORD = re.compile(r"\w+")
_NAMED_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"[.!?;:]+(?=\s)|\n")
# A sentence or line this long is no turn of phrase; a whole text can be shorter.
FEWEST_WORDS, FEWEST_SIGNS, FEWEST_OF_WHOLE = 4, 18, 3


class Held(NamedTuple):
    what: str
    at: datetime
    passages: frozenset[str]


def as_one(items: Iterable[FoundItem]) -> list[FoundItem]:
    """Things of one case that say the same become one, which names each place; the rest as they are. What was
    made of other things, and says nothing besides, is in them.

    Only texts, and entries of people: two documents can have one list of marks.
    """
    found: dict[object, FoundItem] = {}
    for item in items:
        alike = item.text or (item.own if item.key.startswith("entry:") else ())
        said = normal(_said(item)) if alike else ""
        kind = item.text == "", item.case_reference, said
        place = kind if said else (item.case_reference, item.key)
        found[place] = _joined(found[place], item) if place in found else item
    return _without_copies(list(found.values()))


def _without_copies(items: list[FoundItem]) -> list[FoundItem]:
    whole = [item for item in items if not item.copied]
    for copy in (item for item in items if item.copied):
        holding = _places_of(_lines(copy), whole)
        whole = [_naming(item, copy) if item.id in holding else item for item in whole]
        whole += [] if holding else [copy]
    return whole


def _places_of(lines: Sequence[str], items: Sequence[FoundItem]) -> set[str]:
    """Ids of the one that says all these lines, or of those that say them together; none where one lacks."""
    saying = [[item.id for item in items if f" {line} " in f" {normal(item.text)} "] for line in lines]
    all_of_it = set[str].intersection(*map(set, saying)) if saying else set()
    return {min(all_of_it)} if all_of_it else {ids[0] for ids in saying} if all(saying) else set()


def _lines(item: FoundItem) -> list[str]:
    return [said for line in item.text.splitlines() if (said := normal(line))]


def _joined(one: FoundItem, other: FoundItem) -> FoundItem:
    return replace(
        one,
        what=_both(one.what, other.what),
        source=_both(one.source, other.source),
        given_by=_both(one.given_by, other.given_by),
        shown=None if other.shown is None else one.shown,
    )


def _naming(one: FoundItem, copy: FoundItem) -> FoundItem:
    """Fails closed with it, too."""
    return replace(one, what=_both(one.what, copy.what), shown=None if copy.shown is None else one.shown)


def _both(one: str, other: str) -> str:
    return one if other in one.split("; also: ") else f"{one}; also: {other}"


def with_held_back(items: Sequence[JudgedItem]) -> list[JudgedItem]:
    """Each with what it repeats of things that are held back: with that it cannot go in.

    Somebody's newest decision to hold back counts also where the record has changed since. What was put in by
    hand after it is what somebody chose of the thing, and goes in.
    """
    held = [
        Held(one.item.what, one.decision.at, _passages(one.item))
        for one in items
        if one.decision and _is_held(one)
    ]
    return [one if _is_held(one) else replace(one, repeats=tuple(_repeated(one, held))) for one in items]


def further_words(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """What is taken out of one thing goes out in no other. ``decisions`` in the order of their making."""
    newest = {made.place: made for made in decisions}
    return tuple(dict.fromkeys(words for made in newest.values() for words in made.also))


def _is_held(one: JudgedItem) -> bool:
    return one.decision is not None and one.decision.answer != DISCLOSE


def _repeated(one: JudgedItem, held: Iterable[Held]) -> Iterator[str]:
    words, put_in = f" {normal(_said(one.item))} ", one.item.put_in_at
    for each in held:
        chosen = put_in is not None and put_in > each.at
        shared = [passage for passage in each.passages if f" {passage} " in words]
        if shared and not chosen:
            yield f"{each.what} (“{_begun(max(shared, key=len))}”)"


def _begun(passage: str) -> str:
    """Enough of it to be found."""
    return shorten(passage, width=80, placeholder=" …")


def _said(item: FoundItem) -> str:
    return "\n".join([*(f"{label}: {value}" for label, value in item.own), item.text])


def _passages(item: FoundItem) -> frozenset[str]:
    """What of it would be known again elsewhere: sentences, lines, the whole; no words of the form itself."""
    pieces = {normal(piece) for piece in _ENDS.split(_said(item))}
    long = {piece for piece in pieces if len(piece) >= FEWEST_SIGNS and _words(piece) >= FEWEST_WORDS}
    whole = normal(item.text)
    return frozenset((long - _of_forms()) | ({whole} if _words(whole) >= FEWEST_OF_WHOLE else set()))


def normal(text: str) -> str:
    """Its words alone, in small letters."""
    return " ".join(_WORD.findall(normalize("NFKC", text).casefold()))


def _words(piece: str) -> int:
    return len(_NAMED_WORD.findall(piece))


@cache
def _of_forms() -> frozenset[str]:
    """Questions, and answers that are ticked: two agencies ticking the same have not repeated each other."""
    return frozenset(map(normal, every_form_word()))
