"""Initials of the people in the case: "A.O.", "A. O." and, for child and family, "AO"."""

import re
from collections.abc import Iterator

from .names import KnownNames, KnownPerson
from .reading import fold
from .replacing import Span
from .words import ABBREVIATIONS

_NEVER = frozenset({"am", "pm", "gp", "od", "bd"})


def initials_of(source: str, known: KnownNames) -> Iterator[Span]:
    """Spans of initials. Bare capitals that mean something clinical ("ED", "CP") are left alone."""
    for person in known.people:
        for letters in sorted(_letters(person)):
            yield from (
                Span(*found.span(), "known_name", person.role) for found in _dotted(letters).finditer(source)
            )
            if person.side == "family" and letters.lower() not in ABBREVIATIONS:
                bare = re.compile(rf"(?<![\w.]){letters}(?![\w.]\w)(?!\d)(?!\w)")
                yield from (Span(*found.span(), "known_name", person.role) for found in bare.finditer(source))


def _dotted(letters: str) -> re.Pattern[str]:
    dotted = r"\.\s?".join(letters)
    return re.compile(rf"(?<![\w.]){dotted}\.?(?!\w)")


def _letters(person: KnownPerson) -> set[str]:
    given = [fold(name)[0].upper() for name in re.split(r"[\s-]+", person.given_names) if name[:1].isalpha()]
    family = [fold(name)[0].upper() for name in re.split(r"[\s-]+", person.family_name) if name[:1].isalpha()]
    if not given or not family:
        return set()
    forms = {given[0] + family[0], given[0] + family[-1], "".join(given) + family[0], "".join(given + family)}
    return {form for form in forms if form.lower() not in _NEVER}
