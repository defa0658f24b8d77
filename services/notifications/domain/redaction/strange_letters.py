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
    candidates = [at for at in words.capitals if len(words[at].text) in {2, 3}]
    if not candidates or _is_shouted(source):
        return
    says_who = _WHO.search(source) is not None
    for at in candidates:
        word = words[at]
        if word.text in _NOBODY or not _LETTERS.match(source, word.start):
            continue
        if _is_somebody(source, word.start, word.end, says_who=says_who):
            yield Span(word.start, word.end, "person", "[name]")


def _is_somebody(source: str, start: int, end: int, *, says_who: bool) -> bool:
    before = source[max(0, start - 24) : start]
    if ACTION_BEFORE.search(before):
        return True
    if says_who and _CELL_BEFORE.search(before) and _CELL_AFTER.match(source, end):
        return True
    return HEAD.search(before) is not None and DOES.match(source, end) is not None


def _is_shouted(source: str) -> bool:
    letters = [letter for letter in source[:4000] if letter.isalpha()]
    return sum(map(str.isupper, letters)) * 100 > _FEWEST_SHOUTED * max(1, len(letters))
