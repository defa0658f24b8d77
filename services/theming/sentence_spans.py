"""The sentences of a text as the themer sees them, without the themer: for a person to choose from."""

from functools import cache

from services.theming.nlp.forms import fields
from services.theming.nlp.normalising import Normalised, normalise
from services.theming.nlp.sentences import sentences
from services.theming.nlp.spelling import Spelling


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
