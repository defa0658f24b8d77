"""Names that no list and no cue tells: words with a capital letter that are none of the language."""

import re
from collections.abc import Iterator

from .reading import Word, fold
from .replacing import Span
from .senses import is_verb
from .signs import MONTH_WORDS, WEEKDAY_WORDS
from .words import (
    ABBREVIATIONS,
    EPONYM_AFTER,
    EPONYMS,
    GIVEN_NAMES_THAT_ARE_WORDS,
    KIND_WORDS,
    KNOWN_CAPITALS,
    LANGUAGES,
    MAKERS,
    NAMES_THAT_ARE_WORDS,
    NO_PLACES,
    NOT_NAMES,
    TITLE_WORDS,
    is_ordinary,
)

SHORTEST = 3  # letters
_NO_NAMES = (
    NOT_NAMES
    | KNOWN_CAPITALS
    | ABBREVIATIONS
    | EPONYMS
    | KIND_WORDS
    | TITLE_WORDS
    | NO_PLACES
    | MAKERS
    | LANGUAGES
)
# "Spanish", "Canadian"; medicines, germs and diseases.
_NO_NAME_ENDING = re.compile(
    r"(?:ish|ian|ians|ese|ean|cillin|mycin|micin|azole|azine|olol|pril|statin|caine|setron|sartan|epam|olam|idine|amide|"
    r"oxacin|vir|mab|itis|osis|aemia|emia|uria|opathy|ectomy|ostomy|oscopy|plasty|gram|graphy|coccus|cocci|viridae|ella|tion|sion|ism|oid|"
    r"bacter|bacillus|ase|ology|ologist|olone|asone|parin|dine|zepam|barbital|barbitone|toxin|globulin)s?$"
)
_BESIDE = frozenset({" ", "-", "\u2010", "\u2011", "  "})
_SAID_OF = re.compile(
    r"['\u2019]s\b|,\s(?:who|aged|his|her|their|the|a|an|my|our|\d)\b|\s\((?:\d|aged|mum|mother|dad|father|aunt)"
)


# Who speaks, or signs: "Morag: he was fine", a line of the name alone. Labels of forms have other endings.
_ALONE = re.compile(r"\s?:\s|[ ,]*(?:\n|$)")
_LABEL_ENDING = re.compile(
    r"(?:s|ing|tion|sion|ment|ity|ed|er|or|al|ic|ism|ance|ence|ogy|phy|ure|ate|able|ary)$"
)


def unknown_capitals(source: str, words: list[Word]) -> Iterator[Span]:
    """Spans of names found by their capital letter. At the start of a sentence the capital proves
    nothing: there a second such word, or what is said of it, has to tell.
    """
    until = 0
    for at, word in enumerate(words):
        if at >= until and word.shape == "capital" and _is_unknown(source, word):
            until = _last_of(source, words, at)
            first = (
                at - 1
                if _is_given_name_before(source, words, at) or _is_half_before(source, words, at)
                else at
            )
            if not words[first].opens_sentence or until - first > 1 or _is_told_of(source, words, at):
                end = words[until - 1].end
                initial = _INITIAL_AFTER.match(source, end)
                yield Span(words[first].start, initial.end(1) if initial else end, "unknown_name", "[name]")
    for found in _OPERATION.finditer(source):
        yield Span(*found.span(), "case_number", "[reference]")


_INITIAL_AFTER = re.compile(r"\s([B-HJ-Z](?:-[A-Z])?)(?:\.(?!\w)|\b(?![\w.'\u2019]))")
_OPERATION = re.compile(r"\b(?:Op|OP|Operation|OPERATION)\s[A-Z]{4,}\b|\bOp\s[A-Z][a-z]{3,}\b")


def _is_unknown(source: str, word: Word) -> bool:
    return (
        len(word.text) >= SHORTEST
        and word.text not in _NO_NAMES
        and not is_ordinary(word.text)
        and word.text not in _CALENDAR
        and _NO_NAME_ENDING.search(word.text) is None
        and not _is_term(source, word)
        and _stands_alone(source, word)
    )


def _is_term(source: str, word: Word) -> bool:
    """ "Beutler test", "Dieulafoy's lesion"."""
    following = _NEXT_WORD.match(source, word.end)
    return following is not None and fold(following.group(1)) in EPONYM_AFTER


_NEXT_WORD = re.compile(r"(?:['\u2019]s)?[\s-]([^\W\d_]+)")
_CALENDAR = frozenset((*MONTH_WORDS, *WEEKDAY_WORDS))


def _stands_alone(source: str, word: Word) -> bool:
    """No part of "SystmOne" or "H1N1"."""
    around = source[max(0, word.start - 1) : word.start] + source[word.end : word.end + 1]
    return not any(character.isalnum() or character == "_" for character in around)


def _last_of(source: str, words: list[Word], at: int) -> int:
    """Behind the last word of the name that begins there: a family name may be a word of the language."""
    last = at + 1
    while (
        last < len(words)
        and last < at + 4
        and words[last].shape == "capital"
        and source[words[last - 1].end : words[last].start] in _BESIDE
        and (
            _is_unknown(source, words[last])
            or words[last].text in NAMES_THAT_ARE_WORDS - NOT_NAMES - KIND_WORDS
        )
    ):
        last += 1
    return last


def _is_given_name_before(source: str, words: list[Word], at: int) -> bool:
    """ "Grace Oduya"."""
    before = words[at - 1] if at else None
    return (
        before is not None
        and before.shape == "capital"
        and before.text in GIVEN_NAMES_THAT_ARE_WORDS
        and source[before.end : words[at].start] == " "
    )


def _is_half_before(source: str, words: list[Word], at: int) -> bool:
    """ "Jo-Ann"."""
    before = words[at - 1] if at else None
    return before is not None and before.shape == "capital" and source[before.end : words[at].start] == "-"


def _is_told_of(source: str, words: list[Word], at: int) -> bool:
    after = words[at + 1] if at + 1 < len(words) else None
    if _SAID_OF.match(source, words[at].end):
        return True
    if _ALONE.match(source, words[at].end) and not _LABEL_ENDING.search(words[at].text):
        return True
    return after is not None and source[words[at].end : after.start] == " " and is_verb(after.text)
