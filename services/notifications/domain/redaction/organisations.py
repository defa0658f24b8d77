"""Organisations and places nobody listed, by the word they end in: "Two Steeples Surgery", "Rainbow Room"."""

import re
from collections.abc import Iterable, Iterator

from .name_runs import NO_NAMES, last_of
from .reading import Word, Words
from .replacing import Span
from .surroundings import is_verb
from .terms import is_term
from .words import (
    CUE_WORDS,
    DETERMINERS,
    EPONYMS,
    HEADS_IN_SMALL_LETTERS,
    KINDS_OF_PLACE,
    LANGUAGES,
    MAKERS,
    NAME_SENSE_BEFORE,
    ORGANISATION_HEADS,
    WEAK_HEADS,
    WORDS_OF_LETTERS,
    WRITTEN_WITH_CAPITALS,
    is_ordinary,
)

LONGEST = 7  # words before the last
_BESIDE = frozenset({" ", "-", "  ", " & ", " and ", "'", "\u2019", "' ", "\u2019 ", ". "})
_WITHIN = frozenset({"of", "the", "and", "for", "upon", "de", "la", "y", "on", "s", "in"})
# Words that say nothing of which organisation it is.
_GENERIC = (
    KINDS_OF_PLACE
    | WRITTEN_WITH_CAPITALS
    | DETERMINERS
    | LANGUAGES
    | _WITHIN
    | {head for head, kind in ORGANISATION_HEADS.items() if not kind.startswith("[")}
)
# Before a head these make even a word that opens a sentence a name: "Rainbow Medical Centre".
_KINDS_BEFORE_HEADS = frozenset(
    [
        "medical",
        "health",
        "primary",
        "day",
        "community",
        "learning",
        "children",
        "leisure",
        "group",
        "secondary",
        "infant",
        "infants",
        "junior",
        "high",
        "grammar",
        "family",
        "care",
        "sports",
    ]
)
_NOT_LEADING = (
    (NO_NAMES - EPONYMS - LANGUAGES - MAKERS - KINDS_OF_PLACE)
    | DETERMINERS
    | CUE_WORDS
    | NAME_SENSE_BEFORE
    | _WITHIN
) - {"st", "saint", "our", "lady", "high", "old", "new", "upper", "little", "great", "house", "king", "queen"}
_DIRECTION_AFTER = re.compile(r"\s(?:North|South|East|West|Central|NORTH|SOUTH|EAST|WEST)\b")
_TERM_AFTER = re.compile(r"\s(?:criteria|rules?|stain|coma|scale|score)\b", re.IGNORECASE)
_FURTHER = re.compile(r"\s(?:of|for|in|at)\s(?:[A-Z][\w'\u2019]+)(?:\s[A-Z][\w'\u2019]+)?")


def organisations_in(source: str, words: list[Word], heads: Iterable[int]) -> Iterator[Span]:
    """Spans of names that end in what kind of place they are, with everything capitalised before it."""
    for at in heads:
        head = words[at].text
        if head not in ORGANISATION_HEADS or not _may_end_a_name(source, words, at):
            continue
        first = _without_leading(source, words, _first_of(source, words, at), at)
        if first < at and _says_which(source, words, first, at):
            yield Span(words[first].start, _end(source, words, at), "organisation", ORGANISATION_HEADS[head])


def saints_in(source: str, words: Words) -> Iterator[Span]:
    """Spans of "St Michael's" and "Our Lady's", whatever they are: a school, a church, a hospital."""
    for at in words.where(_SAINTLY):
        word = words[at]
        if at + 1 < len(words) and _opens_a_saint(source, words, at):
            between = source[word.end : words[at + 1].start]
            if (
                between in {" ", ". "}
                and len(words[at + 1].text) > 2
                and words[at + 1].text not in _NOT_SAINTS
            ):
                until = last_of(source, words, at + 1)
                end = words[until - 1].end
                if _SAINTLY_AFTER.match(source, end) is None and (
                    word.text != "our" or words[at + 1].text == "lady"
                ):
                    belongs = _BELONGS.match(source, end)
                    yield Span(
                        word.start, belongs.end() if belongs else end, "organisation", "[organisation]"
                    )


def _opens_a_saint(source: str, words: list[Word], at: int) -> bool:
    """Not the street of "Hope St. Informant"."""
    word, before = words[at], words[at - 1] if at else None
    if word.shape == "lower" or words[at + 1].shape == "lower" or (before and before.end == word.start):
        return False
    beside = before is not None and source[before.end : word.start] == " " and before.shape != "lower"
    return not (beside and word.text == "st")


_SAINTLY = frozenset({"st", "saint", "ss", "our", "santa", "san"})
_NOT_SAINTS = frozenset({"vitus", "anthony", "john", "bernard", "james", "jude", "valentine"})
_SAINTLY_AFTER = re.compile(r"(?:'s)?\s(?:Day|Ambulance|dance|day)\b")
_BELONGS = re.compile(r"['\u2019]s\b")


def _may_end_a_name(source: str, words: list[Word], at: int) -> bool:
    """Not "Paris's school", "the ward and hospice" or "King's College criteria"."""
    if _TERM_AFTER.match(source, words[at].end) or (
        len(words[at].text) == 2 and words[at].shape != "capitals"
    ):
        return False
    if words[at].shape != "lower":
        return True
    before = words[at - 1].text if at else ""
    return (
        words[at].text in HEADS_IN_SMALL_LETTERS
        and before not in _WITHIN
        and source[words[at - 1].end : words[at].start] == " "
    ) or (before == "s" and at > 2 and words[at - 3].text in {"st", "saint", "our"})


def _first_of(source: str, words: list[Word], at: int) -> int:
    """The earliest word that can belong to the name, going back over capitals and the small words between."""
    first, back = at, at - 1
    shouted = words[at].shape == "capitals"
    while back >= 0 and back > at - LONGEST and source[words[back].end : words[back + 1].start] in _BESIDE:
        if ends_sentence(source, words, back):
            break
        if words[back].shape != "lower" and (
            words[back].shape == "capital" or shouted or len(words[back].text) < 4
        ):
            first = back
        elif words[back].text not in _WITHIN:
            break
        back -= 1
    return first


def ends_sentence(source: str, words: list[Word], at: int) -> bool:
    """Whether a full stop after the word ends a sentence: not that of "St." or of an initial."""
    between = source[words[at].end : words[at + 1].start]
    return "." in between and len(words[at].text) > 1 and words[at].text != "st"


def _without_leading(source: str, words: list[Word], first: int, at: int) -> int:
    """ "Attends Castle Mead Academy": the first words are no part of the name."""
    while first < at and (
        words[first].text in _NOT_LEADING
        or words[first].shape == "lower"
        or (
            words[first].opens_sentence
            and (is_verb(words[first].text) or is_verb(words[first].text.removesuffix("s")))
        )
        or (words[first].text in WORDS_OF_LETTERS and at - first > 1)
    ):
        first += 1
    return first


def _says_which(source: str, words: list[Word], first: int, at: int) -> bool:
    """Whether a word of it tells it from others of its kind."""
    own = [
        place
        for place in range(first, at)
        if words[place].text not in _GENERIC
        and len(words[place].text) > 1
        and not is_term(source, words, place)
    ]
    if not own:
        return _is_saint(words, first, at)
    if at - first > 1 and words[at].shape == "capital" and words[at - 1].text in _KINDS_BEFORE_HEADS:
        return True
    if words[at].shape == "capitals" and not _is_shouted_name(words, first, at, own):
        return False
    if words[at].text in WEAK_HEADS or words[at].shape == "lower":
        telling = [
            place for place in own if not (words[place].opens_sentence and is_ordinary(words[place].text))
        ]
        return bool(telling) and not (
            words[at].shape == "lower" and len(own) == 1 and words[own[0]].opens_sentence
        )
    return not all(words[place].opens_sentence and is_ordinary(words[place].text) for place in own)


def _is_shouted_name(words: list[Word], first: int, at: int, own: list[int]) -> bool:
    """In a text of capitals ordinary words prove nothing: "SEEN IN CLINIC", but "CASTLE MEAD ACADEMY"."""
    small = any(words[place].text in {"in", "on", "for", "at"} for place in range(first, at))
    unknown = any(not is_ordinary(words[place].text) for place in own)
    return unknown or (not small and words[at].text not in WEAK_HEADS and len(own) > 1)


def _is_saint(words: list[Word], first: int, at: int) -> bool:
    return words[first].text in {"st", "saint", "our"} and at - first > 1


def _end(source: str, words: list[Word], at: int) -> int:
    end = words[at].end
    for expression in (_FURTHER, _DIRECTION_AFTER):
        if (found := expression.match(source, end)) and words[at].shape != "lower":
            return found.end()
    return end
