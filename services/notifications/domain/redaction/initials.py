"""Initials of the people in the case: "A.O.", "A. O." and, for child and family, "AO"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .names import KnownNames, KnownPerson
from .reading import CAPITALS, Words, fold
from .replacing import Span
from .words import ABBREVIATIONS, ACRONYMS, CUE_WORDS, FUNCTION_WORDS, PLACEHOLDER_WORDS, is_ordinary

NEVER_ALONE = frozenset({"am", "pm", "gp"})
_NEVER_BARE = frozenset({"od", "bd"}) | FUNCTION_WORDS
_C = f"[{CAPITALS}]"
# "A.O.", "A. O.", "J O-A", "A O"
_APART = re.compile(rf"(?<![\w.\-/]){_C}(?:(?:\.[ ]?|[ ]|-|\.-){_C}){{1,4}}\.?(?![\w-])")
_BARE = re.compile(rf"(?<![\w.]){_C}{{2,5}}(?![\w.]\w)(?!\w)")
_INVERTED = re.compile(rf"(?<![\w.])({_C}(?:[- ]?{_C})?),\s({_C})\.?(?![\w'])")
_PEOPLE = CUE_WORDS | PLACEHOLDER_WORDS
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s$")


def initials_of(source: str, words: Words, known: KnownNames) -> Iterator[Span]:
    """Spans of initials. Bare capitals that mean something clinical ("ED", "CP") are left alone."""
    people = by_letters(known.people)
    if not people:
        return
    for found in _at_capitals(_INVERTED, source, words, 1, 2):
        if person := people.get(plain_letters(found.group(2) + found.group(1))):
            yield Span(*found.span(), "known_name", person.role)
    for expression, least, most in ((_APART, 1, 1), (_BARE, 2, 5)):
        for found in _at_capitals(expression, source, words, least, most):
            letters = plain_letters(found.group())
            person = people.get(letters) if letters.lower() not in NEVER_ALONE else None
            spelt_apart = "." in found.group() or "-" in found.group()
            if person and (spelt_apart or _stands_alone(source, found, letters, person)):
                yield Span(*found.span(), "known_name", person.role)


def _at_capitals(
    expression: re.Pattern[str], source: str, words: Words, least: int, most: int
) -> Iterator[re.Match[str]]:
    """What the expression finds where it begins with so many capital letters, one behind the other."""
    until = 0
    written = words.capital if most == 1 else sorted([*words.capital, *words.capitals])
    for word in [words[at] for at in written if least <= len(words[at].text) <= most]:
        if word.start < until:
            continue
        if found := expression.match(source, word.start):
            until = found.end()
            yield found


def plain_letters(written: str) -> str:
    return "".join(character for character in fold(written).upper() if character.isalpha())


def _stands_alone(source: str, found: re.Match[str], letters: str, person: KnownPerson) -> bool:
    before = _WORD_BEFORE.search(source, max(0, found.start() - 14), found.start())
    if before is not None and fold(before.group(1)) in PLACEHOLDER_WORDS:
        return False
    plain = letters.lower()
    if _is_somebody(source, found):
        return plain not in _NEVER_BARE or not source.startswith(":", found.end())
    meant = ABBREVIATIONS if person.side == "family" else ABBREVIATIONS | ACRONYMS
    return plain not in meant | _NEVER_BARE and not is_ordinary(plain)


# "TK: chest clear" at the head of a line, "Mother (DN) tired", "OR said".
_SPEAKS = re.compile(
    r":\s|\s(?:said|told|asked|was asked|rang|phoned|came|went|says|asks|agreed|replied|states|tearful)\b"
)
_LINE_BEFORE = re.compile(r"(?:^|\n|[.;]\s)[\s\d:./|-]*$")
_NAMED_BEFORE = re.compile(r"\b[A-Za-z]+\s\($")


def _is_somebody(source: str, found: re.Match[str]) -> bool:
    """Whether letters that may mean something clinical speak, or stand in brackets behind a word."""
    after = _SPEAKS.match(source, found.end())
    if after is not None and after.group().startswith(":"):
        return _LINE_BEFORE.search(source, max(0, found.start() - 20), found.start()) is not None
    in_brackets = source.startswith(")", found.end()) and _NAMED_BEFORE.search(
        source, max(0, found.start() - 20), found.start()
    )
    named = in_brackets and fold(in_brackets.group().strip(" (")) in _PEOPLE
    return after is not None or bool(named)


@lru_cache(maxsize=32)
def by_letters(people: tuple[KnownPerson, ...]) -> dict[str, KnownPerson]:
    found: dict[str, KnownPerson] = {}
    for person in people:
        for letters in _letters(person):
            found.setdefault(letters, person)
    return found


def _letters(person: KnownPerson) -> set[str]:
    given = _first_letters(person.given_names)
    family = _first_letters(person.family_name)
    if not given or not family:
        return set()
    forms = {given[0] + family[0], given[0] + family[-1], "".join(given) + family[0], "".join(given + family)}
    for prefixed in _with_prefix(person.family_name):
        forms |= {given[0] + prefixed, "".join(given) + prefixed}
    forms |= {
        given[0] + "".join(family),
        given[0] + "".join(_first_letters(_without_particles(person.family_name))),
    }
    return {form for form in forms if len(form) > 1}


def _with_prefix(family_name: str) -> Iterator[str]:
    """ "OH" of O'Hara, "MB", "MCB" and "MACB" of MacBride, which also stand for "O'H" and "McB"."""
    for found in re.finditer(r"\b(?:O['\u2019]|Ma?c)(?=([^\W\d_]))", family_name):
        letter = fold(found.group(1)).upper()
        yield from (["O" + letter] if found.group()[0] == "O" else [p + letter for p in ("M", "MC", "MAC")])


def _first_letters(name: str) -> list[str]:
    return [fold(piece)[0].upper() for piece in re.split(r"[\s-]+", name) if piece[:1].isalpha()]


def _without_particles(name: str) -> str:
    """ "Berg" of "van der Berg"."""
    return " ".join(piece for piece in re.split(r"[\s-]+", name) if piece[:1].isupper())
