"""Reads past texts with a single theme that nobody has kept yet, to show which cases it would move.

The reader of texts is the one that themes them, given this theme alone: no other theme's rules, and so no
more work than a person can wait for. It reads the newest texts that have one of the words without which no
line of the theme is found.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from services.theming.domain.discovery.local_theme import LocalTheme
from services.theming.domain.discovery.preview import ENOUGH, Bounds, Preview, WouldHaveIt
from services.theming.domain.themes.assertions import counts
from services.theming.domain.themes.highlighting import Mark, segments
from services.theming.domain.themes.theme_proposal import Evidence
from services.theming.nlp.demanded_words import rarity
from services.theming.nlp.expressions import express
from services.theming.nlp.rules import lexicons
from services.theming.nlp.themer import Themer, make_themer
from services.theming.queries.previewing import held_since, oldest_within, texts_since
from shared.storage import Transaction

_BEGINS = re.compile(r"[^\W_]+")
_WHOLE = re.compile(r"[a-z]+")


def preview_of(tx: Transaction, theme: LocalTheme, bounds: Bounds = ENOUGH) -> Preview:
    """Raises NotPermitted. Cases restricted to others, and those kept back from who is looking until a second
    person has read them, are not looked at and not counted.
    """
    since = oldest_within(tx, bounds.bytes_asked)
    most = {"most_texts": bounds.texts_read, "most_bytes": bounds.bytes_read}
    rows = texts_since(tx, since, _any_word(theme.patterns), **most)
    if rows and rows[0].matching > len(rows):
        since = rows[-1].id
    found, otherwise = _read(rows, make_themer(None, [theme.as_file()]))
    return Preview(found, otherwise, *held_since(tx, since), *held_since(tx, 0))


def _read(rows: Sequence[Any], themer: Themer) -> tuple[list[WouldHaveIt], int]:
    """The cases in which the theme would be proposed, and how many others only speak of it."""
    found: dict[str, WouldHaveIt] = {}
    spoken_of: set[str] = set()
    for row in rows:
        # One sentence is enough: the case is proposed once, whatever its other texts say.
        if row.case_reference in found or not (proposals := _proposals(themer, row.text)):
            continue
        spoken_of.add(row.case_reference)
        if counts(proposals[0].assertion):
            shown = _shown(row.text, proposals[0].evidence)
            found[row.case_reference] = WouldHaveIt(row.case_reference, row.id, shown)
    return list(found.values()), len(spoken_of) - len(found)


def _proposals(themer: Themer, text: str) -> Sequence[Any]:
    """Affirmed ones first. A text that cannot be read has none, as in earnest."""
    try:
        return themer.propose(text).proposals
    except Exception:
        return ()


def _shown(text: str, evidence: Sequence[Evidence]) -> Any:
    """The first sentence that shows it, with all the words in it that do."""
    sentence = evidence[0].sentence_start, evidence[0].sentence_end
    marks = [Mark(each.start, each.end, "", "affirmed") for each in evidence]
    return segments(text, marks, *sentence)


def _any_word(patterns: Sequence[str]) -> str:
    """As the database writes it: a word of those of which each line demands one, whole or its beginning."""
    known = lexicons()
    words = {word for each in patterns for word in _rarest(express(each, known).demands)}
    return rf"\m({'|'.join(sorted({_asked(word) for word in words}))})"


def _rarest(demands: Collection[frozenset[str]]) -> frozenset[str]:
    """Of the sets of words of each of which a line demands one, that which the fewest texts have, as far as
    can be told: "wash" of "car wash".
    """
    return min(demands, key=lambda words: (rarity(words), -min(map(len, words)), sorted(words)))


def _asked(word: str) -> str:
    if _WHOLE.fullmatch(word):
        return rf"{word}\M"
    begins = _BEGINS.match(word)
    return begins[0] if begins else ""
