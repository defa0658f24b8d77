"""A name that is not known, beside a known one: part of the same name, or a sign that it is another's."""

from .known_edges import is_misread_of, is_nearly_theirs
from .name_atoms import Atom
from .names import KnownPerson
from .reading import Word
from .surroundings import no_capitals
from .words import (
    ABBREVIATIONS,
    EPONYMS,
    GIVEN_NAMES,
    KIND_WORDS,
    KNOWN_CAPITALS,
    NOT_NAMES,
    TITLE_WORDS,
    is_ordinary,
)

_NO_NAMES = NOT_NAMES | KNOWN_CAPITALS | ABBREVIATIONS | EPONYMS | TITLE_WORDS | KIND_WORDS


def before_unknown(source: str, words: list[Word], atom: Atom, begins: int) -> int:
    """Where "Jon Dumitru" begins, of whom only the family name is known."""
    if (
        not atom.first
        or any(part.kind != "family" for part in atom.parts)
        or words[atom.first].shape == "lower"
    ):
        return begins
    before = words[atom.first - 1]
    beside = source[before.end : words[atom.first].start] == " "
    unknown = (
        beside
        and before.shape != "lower"
        and (
            _is_unknown_name(before)
            or before.text in GIVEN_NAMES
            or is_nearly_theirs(before.text, atom.people())
        )
    ) or (source[before.end : words[atom.first].start] == " " and is_misread_of(before.text, atom.people()))
    return min(begins, before.start) if unknown else begins


def is_somebody_else(source: str, given: Word, people: set[KnownPerson]) -> bool:
    """ "Beth Okafor", where the only Okafor has another first name, or is a baby who has none yet."""
    named = all(one.side != "place" and one.given_names for one in people)
    return named and not (is_nearly_theirs(given.text, people) or is_misread_of(given.text, people))


def has_another_family(family: Word, people: set[KnownPerson]) -> bool:
    """ "Sunita Draftley", where the midwife is a Sunita Proxley. Of the family's side it may be the same: a
    child has the name of either parent.
    """
    named = all(one.side == "professional" and one.family_name for one in people)
    return named and not is_nearly_theirs(family.text, people)


def after_unknown(source: str, words: list[Word], atom: Atom) -> int:
    """Where "Amara Wibblethorpe" ends, of whom only the given name is known."""
    after = words[atom.last] if atom.last < len(words) else None
    if (
        after is None
        or any(part.kind == "family" for part in atom.parts)
        or (words[atom.first].shape == "lower" and not no_capitals(source))
    ):
        return 0
    beside = source[words[atom.last - 1].end : after.start] == " "
    alike = after.shape == words[atom.first].shape and (
        _is_unknown_name(after) or is_nearly_theirs(after.text, atom.people())
    )
    return after.end if beside and alike else 0


def _is_unknown_name(word: Word) -> bool:
    return len(word.text) > 2 and not is_ordinary(word.text) and word.text not in _NO_NAMES
