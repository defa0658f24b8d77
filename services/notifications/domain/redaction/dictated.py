"""Names in a text that was dictated and typed as it was spoken: "examined by poole full stop", "d s lane"."""

import re
from collections.abc import Iterator

from .reading import Word, Words
from .replacing import Span
from .words import (
    ACRONYMS,
    DETERMINERS,
    FAMILY_NAMES,
    FUNCTION_WORDS,
    GIVEN_NAMES,
    NAMES_THAT_ARE_WORDS,
    WRITTEN_WITH_CAPITALS,
    is_ordinary,
)

_IS_DICTATED = re.compile(r"\b(?:full stop|comma|new paragraph|close brackets)\b")
_TITLES = frozenset(
    {
        "doctor",
        "dr",
        "mr",
        "mrs",
        "miss",
        "ms",
        "mister",
        "missus",
        "sister",
        "nurse",
        "matron",
        "professor",
        "inspector",
    }
)
_RANKS = {("d", "s"), ("d", "c"), ("d", "i"), ("p", "c"), ("p", "s"), ("s", "w"), ("h", "v")}
_BEFORE = frozenset({"by", "from", "to", "photographer", "interpreter", "officer", "paramedic", "midwife"})
_SPOKEN = frozenset(
    {"full", "stop", "comma", "paragraph", "new", "open", "close", "brackets", "colon", "hyphen"}
)
_NOT_SPOKEN_NAMES = _SPOKEN | DETERMINERS | FUNCTION_WORDS
_NAMES = (FAMILY_NAMES | GIVEN_NAMES | NAMES_THAT_ARE_WORDS) - WRITTEN_WITH_CAPITALS
_ONLY_NAMES = _NAMES - NAMES_THAT_ARE_WORDS


def dictated_names(folded: str, words: Words) -> Iterator[Span]:
    """Spans of names in small letters behind a title, a rank or "by", where spoken stops show the hand."""
    if words.at.keys().isdisjoint(_SPOKEN) or _IS_DICTATED.search(folded) is None:
        return
    for at in range(1, len(words)):
        titled = words[at - 1].text in _TITLES or (
            at > 1 and (words[at - 2].text, words[at - 1].text) in _RANKS
        )
        if _is_name(words[at], titled=titled) and (titled or _is_spoken_of(words, at)):
            more = at + 1 < len(words) and _is_name(words[at + 1], titled=False) and _touch(folded, words, at)
            half = folded[words[at - 1].end : words[at].start] == "-"
            yield Span(
                words[at - 1 if half else at].start, words[at + 1 if more else at].end, "person", "[name]"
            )


def _is_name(word: Word, *, titled: bool) -> bool:
    if word.shape != "lower" or len(word.text) < 3 or word.text in _NOT_SPOKEN_NAMES:
        return False
    known = word.text in _NAMES or not is_ordinary(word.text)
    return word.text not in ACRONYMS and (known or (titled and word.text not in WRITTEN_WITH_CAPITALS))


def _is_spoken_of(words: list[Word], at: int) -> bool:
    """ "By poole full stop": between a small word and a spoken stop."""
    after = words[at + 1].text if at + 1 < len(words) else ""
    beyond = words[at + 2].text if at + 2 < len(words) else ""
    stops = after in {"comma", "colon"} or (after == "full" and beyond == "stop")
    return stops and (
        words[at].text in _ONLY_NAMES
        or (words[at - 1].text in _BEFORE and (words[at].text in _NAMES or not is_ordinary(words[at].text)))
    )


def _touch(folded: str, words: list[Word], at: int) -> bool:
    return folded[words[at].end : words[at + 1].start] in {" ", "-"}
