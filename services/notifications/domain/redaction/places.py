# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Towns, hospitals, schools and services: a place becomes what kind of place it is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from .reading import Word, Words, fold
from .replacing import Span
from .stretches import zones
from .words import (
    ABBREVIATIONS,
    CAPITALISED_TOWNS,
    EPONYM_AFTER,
    EPONYMS,
    KNOWN_CAPITALS,
    LANGUAGES,
    MAKERS,
    NO_PLACES,
    NOT_NAMES,
    TOWNS,
    is_ordinary,
)

_NOT_A_PLACE_AFTER = re.compile(
    r"\s+(?:union|scale|coma|outcome|protocol|criteria|score|classification|handicap|growth|regimen)",
    re.IGNORECASE,
)
_AFTER_A_WORD_OF_PLACE = re.compile(r"(?:\b(?:in|at|to|from|near|of|around|via)\s+|,\s?)$")


def _by_opening(names: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """One expression for all names that begin with the same word, longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[re.findall(r"[^\W\d_]+", fold(name))[0]].append(name)
    return {first: re.compile(_any_of(forms) + r"(?!\w)") for first, forms in found.items()}


def _any_of(names: Iterable[str]) -> str:
    escaped = (re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
    return "(?:" + "|".join(escaped) + ")"


TOWNS_BY_OPENING = _by_opening(map(fold, TOWNS))
CAPITALISED_BY_OPENING = _by_opening((*CAPITALISED_TOWNS, *map(str.upper, CAPITALISED_TOWNS)))

# (what it looks like in folded text, what replaces it)
_NAMED: tuple[tuple[str, str], ...] = (
    (
        r"leicester royal infirmary|leicester royal|leicester general(?: hospital)?|glenfield(?: general)?(?: hospital)?",
        "the hospital",
    ),
    (
        r"queen'?s medical centre|nottingham city hospital|george eliot(?: hospital)?|great ormond street(?: hospital)?|alder hey",
        "the hospital",
    ),
    (
        r"kettering general(?: hospital)?|royal derby(?: hospital)?|birmingham children'?s(?: hospital)?|sheffield children'?s(?: hospital)?",
        "the hospital",
    ),
    (
        r"heartlands hospital|new cross hospital|addenbrooke'?s|john radcliffe|pilgrim hospital|burton hospital|walsgrave",
        "the hospital",
    ),
    (r"\bqmc\b|\bgosh\b|\buhcw\b|\blgh\b|\bkgh\b|\bnuh\b", "the hospital"),
    (
        r"university hospitals? of [a-z]{2,30}(?: nhs)?(?: foundation)?(?: trust)?|\buhl\b",
        "the hospital trust",
    ),
    (r"leicestershire partnership(?: nhs)?(?: trust)?|\blpt\b", "the community and mental health trust"),
    (
        r"east midlands ambulance(?: service)?(?: nhs trust)?|\bemas\b|west midlands ambulance(?: service)?|\bwmas\b",
        "the ambulance service",
    ),
    (r"rainbows(?: children'?s)?(?: hospice)?|\bloros\b", "the hospice"),
    (r"(?:\b[a-z]{2,20}shire|west midlands|metropolitan) (?:police|constabulary)", "the police"),
    (r"\b[a-z]{2,20}shire fire and rescue(?: service)?", "the fire service"),
    (
        r"(?:\b[a-z]{2,20}shire|leicester|rutland|nottingham|derby|coventry)(?: city| county| borough| district)* council",
        "the council",
    ),
    (
        r"(?<=\bat )the lri\b|(?<=\bat )lri\b|(?<=\bto )lri\b|(?<=\bto the )lri\b|(?<=\bat the )lri\b|(?<=\bfrom )lri\b|(?<=\bfrom the )lri\b",
        "the hospital",
    ),
    (
        r"river (?:soar|wreake|trent|welland|sence|eye|gwash)|grand union canal|rutland water|bradgate park|abbey park|eyebrook reservoir",
        "[place]",
    ),
)
NAMED = tuple((re.compile(expression), kind) for expression, kind in _NAMED)

RIVER = re.compile(r"\bRiver\s+[A-Z]\w+")


def places_in(source: str, folded: str, words: Words, signs: Mapping[str, list[int]]) -> Iterator[Span]:
    """Spans of places and organisations, from the gazetteer, from their form and from the words before them."""
    for start, end in zones(_where(words, signs["organisation"]), folded, 0, 60):
        for expression, kind in NAMED:
            for found in expression.finditer(folded, start, end):
                yield Span(*found.span(), "organisation", kind)
    large = signs["head"] if "river" in words.at else ()
    heads = [at for at in large if words[at].shape != "lower"]
    for start, end in zones(_where(words, heads), source, 100, 60):
        yield from (Span(*found.span(), "place", "[place]") for found in RIVER.finditer(source, start, end))
    for at in signs["town"]:
        yield from _town(source, folded, words[at])
    for at in signs["to_place"]:
        yield from _unlisted(source, words, at)


def _where(words: list[Word], positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    return ((words[at].start, words[at].end) for at in positions)


def _town(source: str, folded: str, word: Word) -> Iterator[Span]:
    found = None
    if expression := TOWNS_BY_OPENING.get(word.text):
        found = expression.match(folded, word.start)
    if not found and (expression := CAPITALISED_BY_OPENING.get(word.text)):
        before = source[max(0, word.start - 12) : word.start]
        found = expression.match(source, word.start) if _AFTER_A_WORD_OF_PLACE.search(before) else None
    if (
        found
        and not _NOT_A_PLACE_AFTER.match(source, found.end())
        and not _is_term(word, source[found.end() :][:24])
    ):
        yield Span(*found.span(), "place", "[place]")


def _is_term(word: Word, after: str) -> bool:
    """ "Leigh disease"."""
    following = re.match(r"(?:['’]s)?\s+(\w+)", after)
    return word.text in EPONYMS and following is not None and fold(following.group(1)) in EPONYM_AFTER


def _unlisted(source: str, words: list[Word], at: int) -> Iterator[Span]:
    """A capitalised word that is no word of the language, after a word of place: "moved from Wibblethorpe"."""
    after = words[at + 1] if at + 1 < len(words) else None
    if not after or source[words[at].end : after.start] != " " or not _may_be_place(source, after):
        return
    end = after.end
    if (
        at + 2 < len(words)
        and source[end : words[at + 2].start] in {" ", "-"}
        and _may_be_place(source, words[at + 2])
    ):
        end = words[at + 2].end
    yield Span(after.start, end, "place", "[place]")


def _may_be_place(source: str, word: Word) -> bool:
    return (
        word.shape == "capital"
        and len(word.text) > 3
        and not is_ordinary(word.text)
        and word.text not in _NO_PLACES
        and not word.text.endswith(_LANGUAGES)
        and not _NOT_A_PLACE_AFTER.match(source, word.end)
    )


_NO_PLACES = NO_PLACES | KNOWN_CAPITALS | EPONYMS | NOT_NAMES | ABBREVIATIONS | MAKERS | LANGUAGES
_LANGUAGES = ("ese", "ish", "ian", "ean")  # "in Portuguese"
