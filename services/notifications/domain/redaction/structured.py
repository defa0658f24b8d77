"""Look for the patterns where they can be: close to a figure, an @ or a word of a street."""

import re
from collections.abc import Iterator, Mapping

from .figures import with_figures
from .handles import file_names_and_handles
from .nearness import Nearness
from .patterns import PATTERNS, Pattern
from .reading import Words
from .replacing import Span


def structured(
    source: str, folded: str, read: str, words: Words, signs: Mapping[str, list[int]]
) -> Iterator[Span]:
    """Spans of every identifier that shows by its form. `read`: `folded` with its figures set right, for all
    but postcodes and vehicles, whose letters may look like figures.
    """
    texts = {"source": with_figures(source, words.numbers), "folded": read}
    given = {"source": source, "folded": folded}
    near = Nearness(source, read, words)
    for pattern in _BY_NEAR:
        if stretches := near[pattern.near]:
            text = (given if pattern.rule in _WITH_LETTERS else texts)[pattern.on]
            yield from _spans(pattern, text, stretches)
    openings = [(words[at].text, at) for at in signs["label"]]
    openings += [(run, at) for run, positions in words.runs.items() if run in _BY_WORD for at in positions]
    for opening, at in openings:
        for pattern in _BY_WORD[opening]:
            text = (given if pattern.rule in _WITH_LETTERS else texts)[pattern.on]
            if found := pattern.expression.match(text, words[at].start):
                yield from _span_of(pattern, found)
    yield from file_names_and_handles(source, folded, words)


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
_BY_NEAR = [pattern for pattern in PATTERNS if not pattern.opens]
_BY_WORD = {
    word: [pattern for pattern in PATTERNS if word in pattern.opens.split()]
    for word in dict.fromkeys(word for pattern in PATTERNS for word in pattern.opens.split())
}
