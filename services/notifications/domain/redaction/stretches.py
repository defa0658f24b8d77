"""Stretches of a text round the places where something may be."""

from collections.abc import Iterable, Iterator


def zones(places: Iterable[tuple[int, int]], text: str, before: int, after: int) -> Iterator[tuple[int, int]]:
    """Stretches of `text` round the places (in order), widened to whole words; those that meet become one."""
    begun = ended = -1
    for start, end in places:
        if ended >= start - before and ended >= 0:
            ended = max(ended, end + after)
            continue
        if ended >= 0:
            yield _whole_words(text, begun, ended)
        begun, ended = max(0, start - before), end + after
    if ended >= 0:
        yield _whole_words(text, begun, ended)


_WIDEST_WORD = 80


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    least, most = max(0, start - _WIDEST_WORD), min(len(text), end + _WIDEST_WORD)
    while start > least and not text[start - 1].isspace():
        start -= 1
    while end < most and not text[end].isspace():
        end += 1
    return start, min(end, len(text))
