"""Look for the patterns where they can be: close to a digit, an @ or a word of a street."""

import re
from collections.abc import Iterator

from .figures import with_figures
from .handles import file_names_and_handles
from .patterns import PATTERNS, STREET, Pattern
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


def structured(source: str, folded: str, read: str) -> Iterator[Span]:
    """Spans of every identifier that shows by its form. `read`: `folded` with its figures set right, for all
    but postcodes and vehicles, whose letters may look like figures.
    """
    texts = {"source": with_figures(source), "folded": read}
    given = {"source": source, "folded": folded}
    for near, (anchor, width) in _NEAR.items():
        stretches = [
            (start, end, 99 if near == "aircraft" else len(_NO_DIGIT.sub("", folded[start:end])))
            for start, end in zones((found.span() for found in anchor.finditer(folded)), folded, width, width)
        ]
        for pattern in _BY_NEAR[near] if stretches else ():
            text = (given if pattern.rule in _WITH_LETTERS else texts)[pattern.on]
            yield from _spans(pattern, text, stretches)
    yield from file_names_and_handles(source, folded)


def _spans(pattern: Pattern, text: str, stretches: list[tuple[int, int, int]]) -> Iterator[Span]:
    group = 1 if pattern.expression.groups else 0
    finditer, least = pattern.expression.finditer, _LEAST_DIGITS.get(pattern.rule, 0)
    for start, end, digits in stretches:
        if digits >= least:
            for found in finditer(text, start, end):
                if pattern.accept(found.group(group)):
                    yield Span(*found.span(group), pattern.rule, pattern.replacement)


_WITH_LETTERS = frozenset({"postcode", "vehicle"})
_NO_DIGIT = re.compile(r"[^0-9ol]+")  # "o" and "l" are taken for digits in numbers that were read from paper
# No identifier of the rule has fewer digits: most numbers are doses and times, and are passed over at once.
_LEAST_DIGITS = {"nhs_number": 6, "long_number": 4, "telephone": 2, "case_number": 1, "vehicle": 1}


_BY_NEAR = {near: [pattern for pattern in PATTERNS if pattern.near == near] for near in _NEAR}
