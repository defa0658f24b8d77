"""Look for the patterns where they can be: close to a digit, an @ or a word of a street."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from .figures import with_figures
from .handles import file_names_and_handles
from .patterns import PATTERNS, STREET, Pattern
from .reading import Word
from .replacing import Span
from .signs import zones

# How to find where a pattern is worth trying, and how many characters round it the pattern needs.
_NEAR: dict[str, tuple[re.Pattern[str], int]] = {
    "number": (re.compile(r"\d[\d\s./:-]*"), 12),
    "label": (re.compile(r"\d[\d\s]*"), 45),
    "at": (re.compile("@"), 130),
    "dot": (
        re.compile(
            r"://|\bwww\b|\.(?:com|co|org|net|nhs|gov|sch|ac|police|example|uk|info|io|app|me|ie|pl)\b"
        ),
        130,
    ),
    "handle": (
        re.compile(
            r"\b(?:instagram|insta|snapchat|snap|tiktok|facebook|twitter|discord|roblox|whatsapp|username|user\s?name|handle|"
            r"gamertag|screen\s?name|profile|account|login|user)\b"
        ),
        60,
    ),
    "aircraft": (re.compile(r"\bg-[a-z]{4}\b"), 8),
    "w3w": (re.compile(r"what\s?(?:3|three)\s?words?|w3w"), 80),
    "degree": (re.compile("°"), 40),
    "slash": (re.compile("///"), 60),
    "street": (re.compile(rf"\b(?:{STREET})\b"), 90),
}


def structured(
    source: str, folded: str, read: str, words: list[Word], signs: Mapping[str, list[int]]
) -> Iterator[Span]:
    """Spans of every identifier that shows by its form. `read`: `folded` with its figures set right, for all
    but postcodes and vehicles, whose letters may look like figures.
    """
    texts = {"source": with_figures(source), "folded": read}
    given = {"source": source, "folded": folded}
    figures = [found.start() for found in _DIGIT.finditer(read)]
    for near, (anchor, width) in _NEAR.items():
        stretches = [
            (start, end, bisect_left(figures, end) - bisect_left(figures, start))
            for start, end in zones((found.span() for found in anchor.finditer(read)), read, width, width)
        ]
        for pattern in _BY_NEAR[near] if stretches else ():
            text = (given if pattern.rule in _WITH_LETTERS else texts)[pattern.on]
            yield from _spans(pattern, text, stretches)
    for at in signs["label"]:
        for pattern in _BY_WORD[words[at].text]:
            text = (given if pattern.rule in _WITH_LETTERS else texts)[pattern.on]
            if found := pattern.expression.match(text, words[at].start):
                yield from _span_of(pattern, found)
    yield from file_names_and_handles(source, folded)


def _spans(pattern: Pattern, text: str, stretches: list[tuple[int, int, int]]) -> Iterator[Span]:
    finditer, least = pattern.expression.finditer, pattern.least
    for start, end, digits in stretches:
        if digits >= least:  # most numbers are doses and times, and are passed over at once
            for found in finditer(text, start, end):
                yield from _span_of(pattern, found)


def _span_of(pattern: Pattern, found: re.Match[str]) -> Iterator[Span]:
    group = 1 if pattern.expression.groups else 0
    if pattern.accept(found.group(group)):
        yield Span(*found.span(group), pattern.rule, pattern.replacement)


_WITH_LETTERS = frozenset({"postcode", "vehicle"})
_DIGIT = re.compile("[0-9]")
_BY_NEAR = {
    near: [pattern for pattern in PATTERNS if pattern.near == near and not pattern.opens] for near in _NEAR
}
_BY_WORD = {
    word: [pattern for pattern in PATTERNS if word in pattern.opens.split()]
    for word in dict.fromkeys(word for pattern in PATTERNS for word in pattern.opens.split())
}
