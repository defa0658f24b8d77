"""A disease, a score or an instrument that is named after somebody: the name of nobody in a case."""

import re

from .reading import Word, fold
from .words import EPONYM_AFTER, EPONYMS, FAMILY_NAMES, SURE_EPONYM_AFTER, TERMS

_ALONE_A_TERM = EPONYMS - FAMILY_NAMES
_FOLLOWING = re.compile(r"(?:['\u2019]s)?[\s-]([^\W\d_]+)")
_HYPHENS = frozenset({"-", "\u2010", "\u2011", "\u2013"})


def is_term(source: str, words: list[Word], at: int) -> bool:
    """ "Beutler test", "Dieulafoy's lesion", "Howell-Jolly", "Cook's catheter"."""
    word = words[at]
    following = _FOLLOWING.match(source, word.end)
    if following and (after := fold(following.group(1))) in EPONYM_AFTER:
        return word.text in TERMS or after in SURE_EPONYM_AFTER
    if word.text not in TERMS:
        return False
    return _is_first_of_two(source, words, at) or (
        _is_paired(source, words, at, at + 1) or _is_paired(source, words, at - 1, at)
    )


def _is_first_of_two(source: str, words: list[Word], at: int) -> bool:
    """ "Lennox Gastaut syndrome"."""
    return (
        at + 1 < len(words)
        and words[at + 1].text in TERMS
        and source[words[at].end : words[at + 1].start] == " "
        and (words[at + 1].text in _ALONE_A_TERM or is_term(source, words, at + 1))
    )


def _is_paired(source: str, words: list[Word], one: int, two: int) -> bool:
    return (
        one >= 0
        and two < len(words)
        and source[words[one].end : words[two].start] in _HYPHENS
        and words[one].text in TERMS
        and words[two].text in TERMS
    )
