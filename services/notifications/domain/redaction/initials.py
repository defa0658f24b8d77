"""Initials of the people in the case: "A.O.", "A. O." and, for child and family, "AO"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .names import KnownNames, KnownPerson
from .reading import fold
from .replacing import Span
from .words import ABBREVIATIONS, FUNCTION_WORDS, PLACEHOLDER_WORDS, is_ordinary

_NEVER = frozenset({"am", "pm", "gp"})
_NEVER_BARE = frozenset({"od", "bd"}) | FUNCTION_WORDS
_DOTTED = re.compile(r"(?<![\w.])[A-Z](?:\.[ ]?[A-Z]){1,4}\.?(?!\w)")
_BARE = re.compile(r"(?<![\w.])[A-Z]{2,5}(?![\w.]\w)(?!\w)")
_INVERTED = re.compile(r"(?<![\w.])([A-Z](?:-[A-Z])?),\s([A-Z])\.?(?![\w'])")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s$")


def initials_of(source: str, known: KnownNames) -> Iterator[Span]:
    """Spans of initials. Bare capitals that mean something clinical ("ED", "CP") are left alone."""
    people = _by_letters(known.people)
    if not people:
        return
    for found in _INVERTED.finditer(source):
        if person := people.get(found.group(2) + found.group(1).replace("-", "")):
            yield Span(*found.span(), "known_name", person.role)
    for expression in (_DOTTED, _BARE):
        for found in expression.finditer(source):
            letters = re.sub(r"[^A-Z]", "", found.group())
            person = people.get(letters)
            if person and (expression is _DOTTED or _stands_alone(source, found, letters, person)):
                yield Span(*found.span(), "known_name", person.role)


def _stands_alone(source: str, found: re.Match[str], letters: str, person: KnownPerson) -> bool:
    before = _WORD_BEFORE.search(source, max(0, found.start() - 14), found.start())
    named = before is not None and fold(before.group(1)) in PLACEHOLDER_WORDS
    return (
        not named
        and person.side == "family"
        and letters.lower() not in ABBREVIATIONS | _NEVER_BARE
        and not is_ordinary(letters.lower())
    )


@lru_cache(maxsize=32)
def _by_letters(people: tuple[KnownPerson, ...]) -> dict[str, KnownPerson]:
    found: dict[str, KnownPerson] = {}
    for person in people:
        for letters in _letters(person):
            found.setdefault(letters, person)
    return found


def _letters(person: KnownPerson) -> set[str]:
    given = [fold(name)[0].upper() for name in re.split(r"[\s-]+", person.given_names) if name[:1].isalpha()]
    family = [fold(name)[0].upper() for name in re.split(r"[\s-]+", person.family_name) if name[:1].isalpha()]
    if not given or not family:
        return set()
    forms = {given[0] + family[0], given[0] + family[-1], "".join(given) + family[0], "".join(given + family)}
    forms.add(given[0] + "".join(family))
    return {form for form in forms if form.lower() not in _NEVER}
