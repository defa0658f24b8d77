"""Reads past texts with a single theme that nobody has kept yet, to show which cases it would move.

The reader of texts is the one that themes them, given this theme alone: no other theme's rules, and so no
more work than a person can wait for. Only texts that the full-text index knows to have the words are read.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from services.theming.domain.discovery.local_theme import LocalTheme
from services.theming.domain.discovery.preview import MOST_BYTES, MOST_TEXTS, Preview, WouldHaveIt
from services.theming.domain.themes.assertions import counts
from services.theming.domain.themes.highlighting import Mark, segments
from services.theming.domain.themes.theme_proposal import Evidence
from services.theming.nlp.demanded_words import SHORTEST_TELLING
from services.theming.nlp.expressions import express
from services.theming.nlp.rules import lexicons
from services.theming.nlp.themer import Themer, make_themer
from services.theming.queries.previewing import Demanded, newest_texts, number_of_cases
from services.theming.queries.search import stems_of
from shared.storage import Transaction

_PLAIN = re.compile(r"[a-z]+\*?")


def preview_of(
    tx: Transaction, theme: LocalTheme, *, most_texts: int = MOST_TEXTS, most_bytes: int = MOST_BYTES
) -> Preview:
    """Raises NotPermitted. Cases restricted to others, and those kept back from who is looking until a second
    person has read them, are not looked at and not counted.
    """
    lines = _lines(tx, theme.patterns)
    rows = newest_texts(tx, lines, most_texts=most_texts, most_bytes=most_bytes)
    found, otherwise = _read(rows, make_themer(None, [theme.as_file()]))
    return Preview(
        found,
        otherwise,
        texts=len(rows),
        held=rows[0].held if rows else 0,
        cases_read=len({row.case_reference for row in rows}),
        of_cases=rows[0].of_cases if rows else 0,
        all_cases=number_of_cases(tx),
        by_words=bool(lines),
    )


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


def _lines(tx: Transaction, patterns: Sequence[str]) -> list[Demanded]:
    """What each line demands of a text, as the index knows it; nothing where it cannot be told of one."""
    known = lexicons()
    demanded = [list(filter(_all_plain, express(each, known).demands)) for each in patterns]
    stems = stems_of(tx, {word.removesuffix("*") for line in demanded for words in line for word in words})
    lines = [[_lexemes(words, stems) for words in line] for line in demanded]
    told: list[Demanded] = [[words for words in line if words] for line in lines]
    return told if all(told) else []


def _all_plain(words: Collection[str]) -> bool:
    """Whether the index knows each as one word."""
    return all(
        _PLAIN.fullmatch(word) and (not word.endswith("*") or len(word) > SHORTEST_TELLING) for word in words
    )


def _lexemes(words: Collection[str], stems: dict[str, frozenset[str]]) -> set[str]:
    """The lexemes of these words; none where one of them is a word that the index leaves out."""
    found: set[str] = set()
    for word in words:
        plain = word.removesuffix("*")
        if not stems[plain]:
            return set()
        # The index cuts endings: it has "happi" for "happy", and "happyland" for what begins with that.
        found |= {f"{each}*" for each in (plain, *stems[plain])} if word != plain else stems[plain]
    return found
