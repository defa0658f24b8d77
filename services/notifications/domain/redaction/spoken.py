# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Numbers said aloud: "nine nine nine, four double seven", "07700 900 oh six two", a postcode letter by letter."""

import re
from collections.abc import Iterator, Mapping

from .reading import Word
from .replacing import Span

_UNITS = "zero|oh|nought|nil|one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
FIGURES_ONLY = tuple(f"{_UNITS}|{_TEENS}|{_TENS}|double|treble|triple|hundred".split("|"))
_ALPHABET = (
    "alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|juliett|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|"
    "tango|uniform|victor|whiskey|whisky|x-?ray|yankee|zulu|zed"
)
FIGURE_WORDS = (*FIGURES_ONLY, *_ALPHABET.replace("x-?ray", "xray").split("|"))
_FIGURE = rf"(?:(?:double|treble|triple)[\s,-]{{1,3}}(?:{_UNITS}|\d)|{_UNITS}|{_TEENS}|{_TENS}|hundred)"
_BETWEEN = r"(?:\s(?:stop|dash|space|slash|and)\s|[\s,.;-]+)"
_SPOKEN = re.compile(rf"(?<![\w.])(?:\d{{1,6}}|{_FIGURE})(?:{_BETWEEN}(?:\d{{1,6}}|{_FIGURE})){{2,}}(?!\w)")
_TOKEN = re.compile(r"[a-z]+|\d+")
_LETTERED = re.compile(
    rf"\b(?:postcode|post code|plate|registration|reg|index)\b[^\n]{{0,24}}?((?<!\w)[a-z](?:\s[a-z])?(?:{_BETWEEN}(?:{_FIGURE}|\d{{1,2}})){{1,3}}{_BETWEEN}(?:[a-z]\s?[a-z]|[a-z](?:\s[a-z]){{1,2}})(?!\w))"
    rf"|(?<![\w'])((?:[a-z]\s){{1,2}}(?:{_FIGURE}{_BETWEEN}){{2,3}}(?:[a-z]|zed|double u)\s(?:[a-z]|zed|double u))(?![\w'])"
)
# "Delta echo one two kilo lima mike": two letters of the alphabet as it is spelt aloud, or one with figures.
_SPELT_ALOUD = re.compile(
    rf"\b(?:(?:{_ALPHABET})(?:{_BETWEEN}(?:{_ALPHABET})){{2,}}|(?:{_ALPHABET})(?:{_BETWEEN}(?:{_ALPHABET}))*{_BETWEEN}(?:{_FIGURE}|\d{{1,6}})(?:{_BETWEEN}(?:{_FIGURE}|{_ALPHABET}|\d{{1,6}}))+)\b"
)
# "Extension four four one nine", "date of birth four eight twenty five": what is said tells what they are.
_SAID_OF = re.compile(
    rf"\b(?P<said>extension|ext|bleep|pager|badge|collar|shoulder|log|crime|incident|ref|reference|hospital|case|unit|unique|record|exhibit|cad|policy|code|pin|date of birth|birth ?date|d\.?\s?o\.?\s?b\.?|born(?: on)?)"
    rf"(?:\s(?:number|no|reference|ref|is|was|of|colon|the)){{0,3}}[\s:,]+(?P<figures>(?:(?:[a-z]\s){{1,3}})?(?:{_FIGURE}|\d{{1,6}})(?:{_BETWEEN}(?:{_FIGURE}|\d{{1,6}})){{1,11}})(?!\w)"
)
LEAST = 7  # figures of a number said aloud
LEAST_UNITS = 5  # words of one figure each, with nothing else between
_CLOSE = 16  # characters between words of one number
_AROUND = 40


def spoken_numbers(folded: str, words: list[Word], signs: Mapping[str, list[int]]) -> Iterator[Span]:
    """Spans of numbers with figures in words; prose that counts ("two or three") is none."""
    for start, end in _runs(words, signs["figure"]):
        first, last = max(0, start - _AROUND), min(len(folded), end + _AROUND)
        for found in _SPOKEN.finditer(folded, first, last):
            if _figures(found.group()) >= LEAST or _is_spelt(found.group()):
                yield Span(*found.span(), "long_number", "[number]")
        for found in _SPELT_ALOUD.finditer(folded, first, last):
            yield Span(*found.span(), "long_number", "[number]")
        for found in _SAID_OF.finditer(folded, first, last):
            born = found["said"].startswith(("date", "birth", "born", "d"))
            yield Span(
                *found.span("figures"),
                *(("date", "[date of birth]") if born else ("long_number", "[number]")),
            )
        for found in _LETTERED.finditer(folded, first, last):
            yield Span(*found.span(1 if found.group(1) else 2), "postcode", "[postcode]")


def _runs(words: list[Word], positions: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches with two such words or more close together, or with "double", which says enough alone."""
    start = end = -1
    many = 0
    for at in positions:
        word = words[at]
        if many and word.start - end <= _CLOSE:
            many, end = many + 1, word.end
            continue
        if many > 1:
            yield start, end
        start, end, many = word.start, word.end, 2 if word.text in _REPEATS else 1
    if many > 1:
        yield start, end


def _figures(said: str) -> int:
    """How many figures the words stand for."""
    return sum(map(_worth, _TOKEN.findall(said)))


def _worth(token: str) -> int:
    if token.isdigit():
        return len(token)
    if token in {"double", "and", "stop", "dash", "space", "slash"}:
        return 1 if token == "double" else 0  # noqa: S105 - a word that is spoken
    return 2 if token in {"treble", "triple", "hundred"} or token in _TEENS_AND_TENS else 1


_REPEATS = frozenset({"double", "treble", "triple"})
_TEENS_AND_TENS = frozenset(f"{_TEENS}|{_TENS}".split("|"))
_ALONE = frozenset(_UNITS.split("|"))


def _is_spelt(said: str) -> bool:
    """Single figures, one after the other: "badge two two oh seven one"."""
    tokens = _TOKEN.findall(said)
    return len(tokens) >= LEAST_UNITS and all(token in _ALONE for token in tokens)
