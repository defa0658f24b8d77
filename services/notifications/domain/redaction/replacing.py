"""Put the replacements into the text so that it still reads as prose. Overlapping hits become one."""

import re
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from .result import Hit
from .rules import RULES


class Span(NamedTuple):
    """A stretch of the source to replace. Rule "doubt" marks words to look at, `replacement` then
    being the reason.
    """

    start: int
    end: int
    rule: str
    replacement: str


_START, _END = attrgetter("start"), attrgetter("end")
_STRENGTH = {name: (rule.may_keep, rule.rank) for name, rule in RULES.items()}  # the least decides
_DETERMINERS = (
    *("the", "a", "an", "his", "her", "their", "our", "my", "your", "this", "its"),
    *("local", "same", "another"),
)
_DETERMINER_BEFORE = re.compile(rf"\b(?:{'|'.join(_DETERMINERS)})\s+$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?) ")
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s+|\n\s*|[•]\s*)[\"'“‘(]?$")


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap become one that covers them all, so that no piece of an identifier is left over."""
    result: list[Span] = []
    for span in sorted(sorted(spans, key=_END, reverse=True), key=_START):
        if result and span.start < result[-1].end:
            result[-1] = union(result[-1], span)
        else:
            result.append(span)
    return result


def union(one: Span, two: Span) -> Span:
    """Both as one; `two` does not begin before `one`. What may not be put back decides, so that a keepable
    hit cannot free an identifier inside it.
    """
    first = (_STRENGTH[one.rule], one.start) <= (_STRENGTH[two.rule], two.start)
    winner = one if first else two
    return Span(one.start, max(one.end, two.end), winner.rule, winner.replacement)


def replaced(source: str, spans: list[Span]) -> tuple[str, tuple[Hit, ...]]:
    """The redacted text and one hit for each span, in order."""
    pieces: list[str] = []
    hits: list[Hit] = []
    at = 0
    for span in spans:
        pieces.append(source[at : span.start])
        wording = _in_prose("".join(pieces[-3:])[-40:], span.replacement)
        pieces.append(wording)
        hits.append(Hit(span.start, span.end, span.rule, source[span.start : span.end], wording))
        at = span.end
    return "".join([*pieces, source[at:]]), tuple(hits)


def _follows_a_determiner(before: str) -> bool:
    ended = before.rstrip()
    if ended == before or not ended[-7:].lower().endswith(_DETERMINERS):
        return False
    return _DETERMINER_BEFORE.search(before) is not None


def _in_prose(before: str, wording: str) -> str:
    if wording.startswith("["):
        return wording
    article = _ARTICLE.match(wording)
    if article and _follows_a_determiner(before):
        wording = wording[article.end() :]
    if _SENTENCE_START.search(before):
        return wording[:1].upper() + wording[1:]
    return wording
