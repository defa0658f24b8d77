"""The sentences of a text as the themer sees them, without the themer: for a person to choose from."""

from functools import cache

from services.theming.nlp.forms import fields
from services.theming.nlp.normalising import normalise
from services.theming.nlp.sentences import sentences
from services.theming.nlp.spelling import Spelling


@cache
def _spelling() -> Spelling:
    return Spelling()


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in characters of the text as given."""
    if not text.strip():
        return []
    even = normalise(text, _spelling())
    return [even.span(*each) for each in sentences(even.text, fields(even.text))]
