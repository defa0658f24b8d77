"""Letters that stand for an organisation nobody listed: "RMCH", "LBTH". What medicine, social care, police
and schools shorten so is in the lists; what is in none is taken.
"""

import re
from collections.abc import Iterator

from .months import MONTHS
from .reading import Word, Words
from .replacing import Span
from .surroundings import Surroundings
from .words import (
    ACRONYMS,
    ACRONYMS_OF_BODIES,
    CAMEL_WORDS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    KIND_WORDS,
    KNOWN_CAPITALS,
    LANGUAGES,
    MAKERS,
    NO_PLACES,
    NOT_NAMES,
    TITLE_WORDS,
    WRITTEN_WITH_CAPITALS,
    is_ordinary,
)

SHORTEST = 4  # letters; three stand for too many tests and diseases
LONGEST = 8
_EXPLAINED = (
    ACRONYMS
    | KIND_WORDS
    | KNOWN_CAPITALS
    | LANGUAGES
    | MAKERS
    | NO_PLACES
    | NOT_NAMES
    | TITLE_WORDS
    | WRITTEN_WITH_CAPITALS
    | frozenset(MONTHS)
)
_NAMES = GIVEN_NAMES | FAMILY_NAMES
_NO_FIRMS = CAMEL_WORDS | MAKERS
_NUMERAL = re.compile(r"[ivx]+$")
_PLACED = frozenset({"at", "to", "from", "by", "via", "with"})


def acronyms_in(source: str, folded: str, words: Words) -> Iterator[Span]:
    """Spans of words in capitals that no list explains: in a text of small letters an organisation, in a
    shouted one a name.
    """
    for at in words.capitals:
        word = words[at]
        if len(word.text) < SHORTEST - 1 or not _is_unknown(source, words, at):
            continue
        is_name = len(word.text) > LONGEST or word.text in _NAMES
        if is_name or Surroundings(source, folded, words, at, at + 1).all_capitals_line():
            yield Span(word.start, word.end, "unknown_name", "[name]")
        else:
            yield Span(word.start, word.end, "organisation", "[organisation]")


def camel_words(source: str, words: Words) -> Iterator[Span]:
    """Spans of firms written as one word with a capital inside: "CareBridge"."""
    for one, two in ((words[at], words[at + 1]) for at in words.glued):
        if one.shape == two.shape == "capital" and _is_camel(one.text, two.text):
            around = source[max(0, one.start - 1) : one.start] + source[two.end : two.end + 1]
            if not any(character.isalnum() or character in "_@." for character in around.strip(". ")):
                yield Span(one.start, two.end, "organisation", "[organisation]")


def _is_camel(one: str, two: str) -> bool:
    return len(one) > 2 and len(two) > 2 and one + two not in _NO_FIRMS and one not in {"mac", "fitz"}


def _is_unknown(source: str, words: list[Word], at: int) -> bool:
    word = words[at]
    if word.text in ACRONYMS_OF_BODIES:
        return not _is_part(source, word)
    if word.text in _EXPLAINED or is_ordinary(word.text) or _is_part(source, word):
        return False
    if _NUMERAL.match(word.text) or (word.text.endswith("s") and word.text[:-1] in _EXPLAINED):
        return False
    placed = at > 0 and words[at - 1].text in _PLACED and words[at - 1].shape == "lower"
    return placed or len(word.text) >= SHORTEST


def _is_part(source: str, word: Word) -> bool:
    """Of "PM-25-77" or "FX19KLD": a number, which other rules read."""
    around = source[max(0, word.start - 1) : word.start] + source[word.end : word.end + 1]
    return any(character.isalnum() or character in "_-" for character in around)
