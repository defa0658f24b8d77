"""A name found once is removed wherever else it stands in the text, though nothing there shows it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from .name_runs import NO_NAMES
from .reading import Word, Words
from .replacing import Span
from .words import WRITTEN_WITH_CAPITALS, is_ordinary

SHORTEST = 4  # letters
_RULES = frozenset({"person", "unknown_name"})


def echoes(words: Words, found: Iterable[Span]) -> Iterator[Span]:
    """Spans of the words of people found in the text, in whatever letters; no words of the language."""
    names = _names(words, found)
    if not names:
        return
    for at in words.where(names | {f"{name}s" for name in names}):
        yield Span(words[at].start, words[at].end, "unknown_name", "[name]")


def _names(words: Words, found: Iterable[Span]) -> set[str]:
    spans = sorted((span.start, span.end) for span in found if span.rule in _RULES)
    names: set[str] = set()
    for start, end in spans:
        look = bisect_right(words.ends, start)
        while look < len(words) and words[look].end <= end:
            if _is_telling(words[look]):
                names.add(words[look].text)
            look += 1
    return names


def _is_telling(word: Word) -> bool:
    return (
        len(word.text) >= SHORTEST
        and word.shape != "lower"
        and word.text not in NO_NAMES
        and word.text not in WRITTEN_WITH_CAPITALS
        and not is_ordinary(word.text)
    )
