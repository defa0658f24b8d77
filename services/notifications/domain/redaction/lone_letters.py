"""Letters that stand for somebody of the case where their company shows it: "H's room", "G. was swaddled",
"JG, WA and HC", "twin SG", "SC opened", a cell that holds nothing but "DO", "B O'H".
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from .initials import NEVER_ALONE, by_letters, plain_letters
from .names import KnownNames, KnownPerson
from .reading import CAPITALS, fold
from .replacing import Span
from .senses import is_verb
from .words import CUE_WORDS, LETTERED, PLACEHOLDER_WORDS

_C = f"[{CAPITALS}]"
_POSSESSIVE = re.compile(rf"(?<![\w.'\u2019/&-])({_C}\.?)['\u2019]s(?=\s[a-z])")
_DOTTED = re.compile(rf"(?<![\w.'\u2019/&-])({_C}\.)\s([a-z]+)")
_BARE = re.compile(rf"(?<![\w.'\u2019/&-])({_C})\s([a-z]+)(?:['\u2019]t)?\b")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[.)]?\s$")
_CLAUSE = re.compile(
    r"(?:^|[\n.;:,(!?]\s?|\b(?:and|that|when|as|but|if|because|while|where|so|then|said|told|thought|felt|before|after|since)\s)[\"'\u201c\u2018]?$"
)
_FOLLOWING = frozenset(
    [
        *(
            "on",
            "at",
            "in",
            "to",
            "and",
            "with",
            "for",
            "from",
            "by",
            "but",
            "who",
            "as",
            "off",
            "into",
            "up",
            "out",
        ),
        *(
            "when",
            "while",
            "again",
            "also",
            "not",
            "now",
            "then",
            "because",
            "so",
            "if",
            "after",
            "before",
            "about",
        ),
    ]
)
# "B O'H", "MO'B", "I McB".
_WITH_PREFIX = re.compile(rf"(?<![\w.\-/])(?:{_C}\.?\s?){{1,2}}(?:O['\u2019]|Ma?c){_C}\.?(?![\w'\u2019])")
_SEVERAL = re.compile(
    rf"(?<![\w.]){_C}{{2,4}}(?:(?:,\s?|\s?/\s?|\s?[&+;]\s?|\sand\s|\swith\s){_C}{{2,4}})+(?![\w.]\w)(?!\w)"
)
_TOKEN = re.compile(rf"{_C}{{2,4}}")
_TWO = re.compile(rf"(?<![\w.\-/&]){_C}{{2,4}}(?![\w\-/&]|\.\w)")
_IN_A_CELL = re.compile(rf"(?<=[|\t;])\s?({_C}{{2,4}})(?=\s?(?:[|\t\n]|$))")
_DOES = re.compile(
    r"\s(?:said|told|asked|rang|phoned|came|went|says|asks|agreed|replied|states|stated|opened|closed|chaired|noted|logged|explained|queried|suggested|felt|summarised|"
    r"updated|shared|offered|thanked|confirmed|advised|reminded|thought|wondered|visited|attended|took|gave|brought|arrived|left|met|spoke|wrote|emailed|"
    r"raised|reported|apologised|introduced|described|will|would|to\s(?!the\b|have\b|be\b|a\b)[a-z]+)\b(?!\sby\b)"
)
_ACTION_BEFORE = re.compile(
    r"\b(?:actions?|signed|initialled|initials|cc|d/w|owner|lead|chair|minutes|scribe|apologies|present)[:\s]{1,2}$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?:^|[\n.;:!?|]\s?|\b(?:and|that|but|while)\s)$")
_ROLES_BEFORE = CUE_WORDS | {
    "sw",
    "hv",
    "gp",
    "mo",
    "fa",
    "mgm",
    "pgm",
    "mgf",
    "pgf",
    "mum",
    "sib",
    "bro",
    "sis",
    "fc",
    "cons",
}


def lone_letters(source: str, known: KnownNames) -> Iterator[Span]:
    """Spans of letters that are somebody's of the case."""
    yield from _single(source, known.people)
    people = {
        letters: person
        for letters, person in by_letters(known.people).items()
        if letters.lower() not in NEVER_ALONE
    }
    if not people:
        return
    yield from _written_together(source, people)
    for found in _TWO.finditer(source):
        person = people.get(found.group())
        if person and _is_somebody(source, found):
            yield Span(*found.span(), "known_name", person.role)
    for found in _IN_A_CELL.finditer(source):
        if person := people.get(found.group(1)):
            yield Span(*found.span(1), "known_name", person.role)


def _written_together(source: str, people: dict[str, KnownPerson]) -> Iterator[Span]:
    """ "B O'H", and of "JG, WA" each, where two of those listed are of the case."""
    for found in _WITH_PREFIX.finditer(source):
        if person := people.get(plain_letters(found.group())):
            yield Span(*found.span(), "known_name", person.role)
    for found in _SEVERAL.finditer(source):
        theirs = [one for one in _TOKEN.finditer(source, *found.span()) if one.group() in people]
        if len(theirs) > 1:
            for one in theirs:
                yield Span(*one.span(), "known_name", people[one.group()].role)


def _is_somebody(source: str, found: re.Match[str]) -> bool:
    before = source[max(0, found.start() - 24) : found.start()]
    word = _WORD_BEFORE.search(before)
    if word and fold(word.group(1)) in _ROLES_BEFORE:
        return True
    if _ACTION_BEFORE.search(before):
        return True
    return _HEAD.search(before) is not None and _DOES.match(source, found.end()) is not None


def _single(source: str, people: tuple[KnownPerson, ...]) -> Iterator[Span]:
    letters = _of_family(people)
    if not letters:
        return
    for found in _POSSESSIVE.finditer(source):
        yield from _letter(source, found, letters)
    for found in _DOTTED.finditer(source):
        if found.group(2) in _FOLLOWING or is_verb(found.group(2)):
            yield from _letter(source, found, letters)
    for found in _BARE.finditer(source):
        if is_verb(found.group(2)) and _CLAUSE.search(source, max(0, found.start() - 10), found.start()):
            yield from _letter(source, found, letters)


def _letter(source: str, found: re.Match[str], letters: dict[str, str]) -> Iterator[Span]:
    role = letters.get(found.group(1)[0])
    word = _WORD_BEFORE.search(source, max(0, found.start() - 24), found.start())
    before = fold(word.group(1)) if word else ""
    named = word is not None and word.group(1)[0].isupper() and not before.isascii()
    if role and not named and before not in LETTERED and before not in PLACEHOLDER_WORDS:
        yield Span(*found.span(1), "known_name_word", role)


@lru_cache(maxsize=32)
def _of_family(people: tuple[KnownPerson, ...]) -> dict[str, str]:
    """The phrase for each first letter of child and family; "A" and "I" are words, and not looked for."""
    found: dict[str, str] = {}
    for person in people:
        if person.side == "family":
            for name in (*person.given_names.split()[:1], *person.also_known_as):
                letter = fold(name)[:1].upper()
                if letter.isalpha() and letter not in "AI":
                    found.setdefault(letter, person.role)
    return found
