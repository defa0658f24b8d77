"""Words left in the text that a person should look at before confirming it."""

from collections.abc import Iterator

from .name_parts import name_words
from .names import KnownNames
from .reading import Word
from .replacing import Span
from .words import ABBREVIATIONS, EPONYMS, KNOWN_CAPITALS, NOT_NAMES, ORDINARY_WORDS

_HARMLESS = KNOWN_CAPITALS | ORDINARY_WORDS | EPONYMS | ABBREVIATIONS | NOT_NAMES
_HOSPITAL_INITIALS = frozenset({"lri"})


def doubts(words: list[Word], known: KnownNames) -> Iterator[Span]:
    """Spans of rule "doubt": unknown words with a capital, and what may be short for a name of the case."""
    unknown = [word for word in words if word.text not in _HARMLESS]
    capitals = {word.text for word in unknown if word.shape != "lower"}
    written_small = {word.text for word in unknown if word.text in capitals and word.shape == "lower"}
    given = {name for person in known.people for name in name_words(person.given_names)}
    for word in unknown:
        if word.text not in capitals:
            continue
        if word.text in _HOSPITAL_INITIALS and word.shape == "capitals":
            yield Span(word.start, word.end, "doubt", "may be a hospital")
        elif word.text not in written_small and (reason := _reason(word, given)):
            yield Span(word.start, word.end, "doubt", reason)


def _reason(word: Word, given_names: set[str]) -> str:
    if word.shape != "capital" or len(word.text) < 3:
        return ""
    if any(name.startswith(word.text) for name in given_names):
        return "may be short for a name in this case"
    return "" if word.opens_sentence else "begins with a capital letter and may be a name"
