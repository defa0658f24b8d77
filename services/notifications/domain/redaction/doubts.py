"""Words left in the text that a person should look at: capitalised in mid-sentence, and of no known
meaning.
"""

from collections.abc import Iterator

from .reading import Word
from .replacing import Span
from .words import ABBREVIATIONS, EPONYMS, KNOWN_CAPITALS, ORDINARY_WORDS


def unknown_capitals(words: list[Word]) -> Iterator[Span]:
    """Spans of rule "doubt": may be a name that nothing else found."""
    written_small = {word.text for word in words if word.shape == "lower"}
    harmless = written_small | KNOWN_CAPITALS | ORDINARY_WORDS | EPONYMS | ABBREVIATIONS
    for word in words:
        if (
            word.shape == "capital"
            and not word.opens_sentence
            and len(word.text) > 2
            and word.text not in harmless
        ):
            yield Span(word.start, word.end, "doubt", "begins with a capital letter and may be a name")
