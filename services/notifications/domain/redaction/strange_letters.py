"""Initials of people nobody listed, where their place shows them: a cell of a table that says who,
"signed KT", "d/w BA", "KT rang".
"""

import re
from collections.abc import Iterator

from .lone_letters import ACTION_BEFORE, DOES, HEAD
from .reading import Words
from .replacing import Span
from .words import ACRONYMS, ACRONYMS_OF_BODIES, KNOWN_CAPITALS, LETTERED, TITLE_WORDS

_LETTERS = re.compile(r"(?<![\w.\-/&])[A-Z]{2,3}(?![\w\-/&]|\.\w)")
_WHO = re.compile(
    r"(?:^|[|\t;])[ ]*(?:who|by|by whom|initials|staff|worker|author|signed|entered by|seen by|from|owner|"
    r"lead|nurse|named nurse|midwife|doctor|clinician|consultant|reviewer|key worker|allocated to)"
    r"[ ]*(?=[|\t;\n]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_CELL_BEFORE = re.compile(r"[|\t;]\s?$")
_CELL_AFTER = re.compile(r"\s?(?:\([a-z ]{2,20}\)\s?)?(?:[|\t\n]|$)")
_NOBODY = ACRONYMS | ACRONYMS_OF_BODIES | KNOWN_CAPITALS | LETTERED | TITLE_WORDS
_FEWEST_SHOUTED = 60  # of a hundred letters: among capitals two letters show nothing


def strange_letters(source: str, words: Words) -> Iterator[Span]:
    """Spans of two or three capital letters that no list explains and that act, sign or stand for who."""
    unexplained = [
        words[at]
        for at in words.capitals
        if len(words[at].text) in {2, 3}
        and words[at].text not in _NOBODY
        and _LETTERS.match(source, words[at].start)
    ]
    if not unexplained:
        return
    says_who = _WHO.search(source) is not None
    people = [word for word in unexplained if _is_somebody(source, word.start, word.end, says_who=says_who)]
    if people and not _is_shouted(source):
        yield from (Span(word.start, word.end, "person", "[name]") for word in people)


def _is_somebody(source: str, start: int, end: int, *, says_who: bool) -> bool:
    before = source[max(0, start - 24) : start]
    if ACTION_BEFORE.search(before):
        return True
    if says_who and _CELL_BEFORE.search(before) and _CELL_AFTER.match(source, end):
        return True
    return HEAD.search(before) is not None and DOES.match(source, end) is not None


def _is_shouted(source: str) -> bool:
    start = source[:4000]
    large, small = sum(map(str.isupper, start)), sum(map(str.islower, start))
    return large * 100 > _FEWEST_SHOUTED * (large + small)
