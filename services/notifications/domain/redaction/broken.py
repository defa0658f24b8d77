"""Names broken across a line or spaced out letter by letter: "Ama-<line end>ra", "A m a r a", "A.m.a.r.a"."""

import re
from collections.abc import Iterator

from .name_parts import NameIndex, is_also_a_word
from .reading import Words
from .replacing import Span
from .roles import phrase_for

_END_OF_LINE = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-?[ \t]*$")
_BEGINNING_OF_LINE = re.compile(r"\n[ \t]*([^\W\d_]+)")
_LONGEST_PART = 60  # characters of a name before the end of its line
_SPACED_OUT = re.compile(r"(?<![^\W\d_])[^\W\d_](?:(?:\s|\. ?|[-_*])[^\W\d_](?![^\W\d_])){2,}")


def broken_names(source: str, folded: str, words: Words, index: NameIndex) -> Iterator[Span]:
    """Spans of known names whose letters do not stand together."""
    for below in _BEGINNING_OF_LINE.finditer(folded):
        end = below.start()
        if above := _END_OF_LINE.search(folded, max(0, end - _LONGEST_PART), end):
            joined = above.group(1) + below.group(1)
            yield from _known(source, folded, above.start(), below.end(), joined, index)
    letters = words.where({text for text in words.at if len(text) == 1})
    if not any(third - first == 2 for first, third in zip(letters, letters[2:], strict=False)):
        return
    for found in _SPACED_OUT.finditer(folded):
        yield from _spelt(source, folded, found, index)


def _known(source: str, folded: str, start: int, end: int, joined: str, index: NameIndex) -> Iterator[Span]:
    people = {part.person for part in index.exactly(joined)}
    cut_or_spelt = "-" in folded[start:end] or " " in folded[start:end]
    if people and (cut_or_spelt or not is_also_a_word(joined)):
        yield phrase_for(source, folded, start, end, people, {"given"}, "")


def _spelt(source: str, folded: str, found: re.Match[str], index: NameIndex) -> Iterator[Span]:
    """Every known name among letters that stand alone."""
    letters = [at for at in range(*found.span()) if folded[at].isalpha()]
    joined = "".join(folded[at] for at in letters)
    for name in (joined, *index.single_words):
        if len(name) > 2 and (first := joined.find(name)) >= 0:
            start, end = letters[first], letters[first + len(name) - 1] + 1
            yield from _known(source, folded, start, end, name, index)
