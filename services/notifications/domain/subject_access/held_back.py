"""One text stands in several places of a record: it is one thing, and what is held back goes out in none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple
from unicodedata import category, normalize

from services.notifications.domain.subject_access.form_words import every_form_word, label_spans
from services.notifications.domain.subject_access.items import (
    GOES_IN,
    Decision,
    FoundItem,
    JudgedItem,
    Repeat,
)

TAKEN_OUT = "[removed]"
_WORD = re.compile(r"\w+")
_NAMED_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"[.!?;:]+(?=\s)|\n")
# A sentence or line this long is no turn of phrase; a whole text can be shorter.
FEWEST_WORDS, FEWEST_SIGNS, FEWEST_OF_WHOLE = 4, 18, 3


class Held(NamedTuple):
    item: FoundItem
    decision: Decision
    passages: frozenset[str]

    @property
    def as_seen(self) -> bool:
        """Whether it still says what it said when it was held back."""
        return self.item.digest == self.decision.digest


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
    """Each with what it repeats of things that are held back: without knowing of that it does not go in.

    Somebody's newest decision to hold back counts also where the record has changed since. What was put in by
    hand after it is what somebody chose of the thing, and goes in.
    """
    held = [
        Held(one.item, one.decision, _passages(one.item)) for one in items if one.decision and _is_held(one)
    ]
    return [one if _is_held(one) else _beside(one, held) for one in items]


def _beside(one: JudgedItem, held: Sequence[Held]) -> JudgedItem:
    words, made = f" {normal(_said(one.item))} ", one.decision
    shared = [
        (each, found)
        for each in held
        if not _chosen_after(one.item, each)
        if (found := [passage for passage in each.passages if f" {passage} " in words])
    ]
    # Whoever decides looks at what is held back by then (the form carries its digest): that is known.
    known = [each.as_seen and made is not None and made.number > each.decision.number for each, _ in shared]
    named = [_repeat(one.item, each, found) for each, found in shared]
    return replace(
        one,
        repeats=tuple(each for each, is_known in zip(named, known, strict=True) if not is_known),
        despite=tuple(each for each, is_known in zip(named, known, strict=True) if is_known),
        rest=_rest(one.item, [passage for _, found in shared for passage in found]),
    )


def _chosen_after(item: FoundItem, held: Held) -> bool:
    return item.put_in_at is not None and item.put_in_at > held.decision.at


def _repeat(item: FoundItem, held: Held, passages: Iterable[str]) -> Repeat:
    text, stretches = _standing(_said(item), passages)
    said = dict.fromkeys(" ".join(text[start:end].split()) for start, end in stretches)
    return Repeat(held.item.what, held.item.id, held.decision, tuple(said))


def _rest(item: FoundItem, passages: Sequence[str]) -> str | None:
    """The text without these passages, as the person would get it; None if nothing can go in."""
    if not passages or item.reading is None or item.own:
        return None
    text, stretches = _standing(item.text, passages)
    for start, end in reversed(stretches):
        text = f"{text[:start]}{TAKEN_OUT}{text[end:]}"
    left = f" {normal(text)} "
    says_more = normal(text.replace(TAKEN_OUT, ""))
    return item.reading(text) if says_more and not any(f" {each} " in left for each in passages) else None


def _standing(text: str, passages: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text as its words are read, and where in it the passages stand, in order and not overlapping."""
    text = _read(text)
    words = [(word.group().casefold(), *word.span()) for word in _WORD.finditer(text)]
    said, found = [word for word, _, _ in words], set[int]()
    for passage in passages:
        wanted = passage.split()
        for at in range(len(said) - len(wanted) + 1):
            if said[at : at + len(wanted)] == wanted:
                found |= set(range(at, at + len(wanted)))
    return text, _joined_up(words, sorted(found))


def _joined_up(words: Sequence[tuple[str, int, int]], found: Iterable[int]) -> list[tuple[int, int]]:
    """Words that follow each other, as one stretch of the text."""
    stretches: list[tuple[int, int]] = []
    last = -2
    for at in found:
        _, start, end = words[at]
        if at == last + 1:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
        last = at
    return stretches


def further_words(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """What is taken out of one thing goes out in no other. ``decisions`` in the order of their making."""
    newest = {made.place: made for made in decisions}
    return tuple(dict.fromkeys(words for made in newest.values() for words in made.also))


def _is_held(one: JudgedItem) -> bool:
    return one.decision is not None and one.decision.answer not in GOES_IN


def _said(item: FoundItem) -> str:
    return "\n".join([*(f"{label}: {value}" for label, value in item.own), item.text])


def _passages(item: FoundItem) -> frozenset[str]:
    """What of it would be known again elsewhere: sentences, lines, the whole; no words of the form itself."""
    pieces = {normal(piece) for piece in _ENDS.split(_unlabelled(_said(item)))}
    long = {piece for piece in pieces if len(piece) >= FEWEST_SIGNS and _words(piece) >= FEWEST_WORDS}
    whole = normal(item.text)
    return frozenset((long - _of_forms()) | ({whole} if _words(whole) >= FEWEST_OF_WHOLE else set()))


def _unlabelled(text: str) -> str:
    """Without the questions and headings with which lines begin: some of them hold a colon."""
    for start, end in reversed(list(label_spans(text))):
        text = f"{text[:start]}\n{text[end:]}"
    return text


def normal(text: str) -> str:
    """Its words alone, in small letters."""
    return " ".join(word.casefold() for word in _WORD.findall(_read(text)))


def _read(text: str) -> str:
    """Without what nobody sees."""
    return "".join(sign for sign in normalize("NFKC", text) if category(sign) != "Cf")


def _words(piece: str) -> int:
    return len(_NAMED_WORD.findall(piece))


@cache
def _of_forms() -> frozenset[str]:
    """Questions, and answers that are ticked: two agencies ticking the same have not repeated each other."""
    return frozenset(map(normal, every_form_word()))
