"""Words left in the text that a person should look at before confirming it."""

from collections.abc import Iterator

from .name_parts import name_words
from .names import KnownNames
from .reading import Word, Words
from .replacing import Span
from .words import ABBREVIATIONS, EPONYMS, KNOWN_CAPITALS, NOT_NAMES, ORDINARY_WORDS

_HARMLESS = KNOWN_CAPITALS | ORDINARY_WORDS | EPONYMS | ABBREVIATIONS | NOT_NAMES
_HOSPITAL_INITIALS = frozenset({"lri"})


def doubts(words: Words, known: KnownNames) -> Iterator[Span]:
    """Spans of rule "doubt": unknown words with a capital, and what may be short for a name of the case."""
    for at in words.where(_HOSPITAL_INITIALS - _HARMLESS):
        if words[at].shape == "capitals":
            yield Span(words[at].start, words[at].end, "doubt", "may be a hospital")
    given = {name for person in known.people for name in name_words(person.given_names)}
    unknown = {
        text
        for text in {words[at].text for at in words.capital} - _HARMLESS
        # written small elsewhere, it is a word
        if len(text) > 2 and not any(words[at].shape == "lower" for at in words.at[text])
    }
    short = {text for text in unknown if any(name.startswith(text) for name in given)}
    for at in words.capital:
        word = words[at]
        if word.text in unknown and (reason := _reason(word, short)):
            yield Span(word.start, word.end, "doubt", reason)


def _reason(word: Word, short_for_a_name: set[str]) -> str:
    if word.text in short_for_a_name:
        return "may be short for a name in this case"
    return "" if word.opens_sentence else "begins with a capital letter and may be a name"
