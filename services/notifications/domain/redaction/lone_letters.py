"""Letters that stand for somebody of the case where their company shows it: "H's room", "G. was swaddled",
"JG, WA and HC", "twin SG", "SC opened", a cell that holds nothing but "DO", "B O'H".
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from .initials import NEVER_ALONE, by_letters, plain_letters
from .names import KnownNames, KnownPerson
from .reading import CAPITALS, Word, Words, fold
from .replacing import Span
from .surroundings import is_verb
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
_HAS_PREFIX = re.compile(r"\b(?:O['\u2019]|Ma?c)[^\W\d_]")
_JOINS = re.compile(r",\s?|\s?/\s?|\s?[&+;]\s?|\s(?:and|with)\s")
LONGEST_JOIN = 7  # characters between the letters of two
_TWO = re.compile(rf"(?<![\w.\-/&]){_C}{{2,4}}(?![\w\-/&]|\.\w)")
_CELL_BEFORE = re.compile(r"[|\t;]\s?$")
_CELL_AFTER = re.compile(r"\s?(?:[|\t\n]|$)")
DOES = re.compile(
    r"\s(?:said|told|asked|rang|phoned|came|went|says|asks|agreed|replied|states|stated|opened|closed|chaired|noted|logged|explained|queried|suggested|felt|summarised|"
    r"updated|shared|offered|thanked|confirmed|advised|reminded|thought|wondered|visited|attended|took|gave|brought|arrived|left|met|spoke|wrote|emailed|"
    r"raised|reported|apologised|introduced|described|will|would|to\s(?!the\b|have\b|be\b|a\b)[a-z]+)\b(?!\sby\b)"
)
ACTION_BEFORE = re.compile(
    r"\b(?:actions?|signed|initialled|initials|cc|d/w|owner|lead|chair|minutes|scribe|apologies|present)[:\s]{1,2}$",
    re.IGNORECASE,
)
HEAD = re.compile(r"(?:^|[\n.;:!?|]\s?|\b(?:and|that|but|while)\s)$")
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


def lone_letters(source: str, words: Words, known: KnownNames) -> Iterator[Span]:
    """Spans of letters that are somebody's of the case."""
    yield from _single(source, words, _of_family(known.people))
    people = _several(known.people)
    if not people:
        return
    if any(map(_HAS_PREFIX.search, (person.family_name for person in known.people))):
        for found in _WITH_PREFIX.finditer(source):
            if person := people.get(plain_letters(found.group())):
                yield Span(*found.span(), "known_name", person.role)
    theirs = [words[at] for at in words.where(map(str.lower, people)) if _TWO.match(source, words[at].start)]
    listed = _in_lists(source, theirs) | _who_speak(source, theirs)
    for word in theirs:
        if word in listed or _is_somebody(source, word):
            person = people[source[word.start : word.end]]
            yield Span(word.start, word.end, "known_name", person.role)


def _in_lists(source: str, theirs: list[Word]) -> set[Word]:
    """Of "JG, WA and HC" each."""
    beside = [
        (one, two)
        for one, two in pairwise(theirs)
        if two.start - one.end < LONGEST_JOIN and _JOINS.fullmatch(source, one.end, two.start)
    ]
    return {word for pair in beside for word in pair}


def _who_speak(source: str, theirs: list[Word]) -> set[Word]:
    """Of an interview in which the same letters stand before a colon more than once: "TB: Calm. HW: Why?"."""
    marks = [word for word in theirs if source.startswith(": ", word.end)]
    again = Counter(word.text for word in marks)
    return {word for word in marks if again[word.text] > 1}


@lru_cache(maxsize=32)
def _several(people: tuple[KnownPerson, ...]) -> dict[str, KnownPerson]:
    return {
        letters: person
        for letters, person in by_letters(people).items()
        if letters.lower() not in NEVER_ALONE
    }


def _is_somebody(source: str, word: Word) -> bool:
    before = source[max(0, word.start - 24) : word.start]
    role = _WORD_BEFORE.search(before)
    if (role and fold(role.group(1)) in _ROLES_BEFORE) or ACTION_BEFORE.search(before):
        return True
    if _CELL_BEFORE.search(before) and _CELL_AFTER.match(source, word.end):
        return True
    return HEAD.search(before) is not None and DOES.match(source, word.end) is not None


def _single(source: str, words: Words, letters: dict[str, str]) -> Iterator[Span]:
    for at in words.where(map(str.lower, letters)):
        start = words[at].start
        if words[at].shape == "lower":
            continue
        if (
            (found := _POSSESSIVE.match(source, start))
            or (
                (found := _DOTTED.match(source, start))
                and (found.group(2) in _FOLLOWING or is_verb(found.group(2)))
            )
            or (
                (found := _BARE.match(source, start))
                and is_verb(found.group(2))
                and _CLAUSE.search(source, max(0, start - 10), start)
            )
        ):
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
