"""The sentences of a text as the themer sees them, without the themer: for a person to choose from."""

import re
from functools import cache

from services.theming.nlp.forms import fields
from services.theming.nlp.normalising import Normalised, normalise
from services.theming.nlp.sentences import sentences
from services.theming.nlp.spelling import Spelling

_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST_HEADING = 6


@cache
def _spelling() -> Spelling:
    return Spelling()


def even_text(text: str) -> Normalised:
    """The text as the rules see it, with each character's place in the text as given."""
    return normalise(text, _spelling())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in characters of the text as given."""
    if not text.strip():
        return []
    even = even_text(text)
    return [even.span(*each) for each in sentences(even.text, fields(even.text))]


def sentences_to_choose(text: str) -> list[tuple[int, int]]:
    """Those of ``sentence_spans`` that say something: no initial, no stop, no heading over others."""
    return [span for span in sentence_spans(text) if _says_something(text, *span)]


def _says_something(text: str, start: int, end: int) -> bool:
    words = _WORD.findall(text[start:end])
    return len(words) > 1 and not (len(words) <= _LONGEST_HEADING and _is_heading(text, start, end))


def _is_heading(text: str, start: int, end: int) -> bool:
    """It stands alone on the first line after a blank one, ends in no stop, and there is text below it."""
    alone = not text[:start].strip(" \t") or text[:start].rstrip(" \t").endswith("\n\n")
    below = text[end:].lstrip(" \t")
    return alone and text[end - 1].isalpha() and below.startswith("\n") and bool(below.strip())
