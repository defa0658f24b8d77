"""Which stretch of a sentence a cue governs."""

import re
from dataclasses import dataclass
from functools import cache

from services.theming.nlp.expressions import express, regex
from services.theming.nlp.rules import Cue, lexicons, read

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class FoundCue:
    cue: Cue
    start: int
    end: int


@cache
def stops(table: str) -> re.Pattern[str]:
    """What ends a scope: the punctuation and the words of one table of cues.toml."""
    data = read("cues.toml")["stops"][table]
    words = [regex(express(pattern, lexicons()).node) for pattern in data["words"]]
    return re.compile("|".join([data["punctuation"], *words]))


def longest(found: list[FoundCue]) -> list[FoundCue]:
    """Cues without those that overlap a longer one; those of the very same words all stay."""
    kept: list[FoundCue] = []
    for cue in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        same = any((cue.start, cue.end) == (other.start, other.end) for other in kept)
        if same or all(cue.end <= other.start or cue.start >= other.end for other in kept):
            kept.append(cue)
    return kept


def governs(found: FoundCue, text: str, sentence: tuple[int, int], mention: tuple[int, int]) -> bool:
    """Whether the cue's scope reaches the mention (or the part of it that lies beyond the cue)."""
    forward = found.cue.direction in ("forward", "both") and found.end <= mention[0]
    backward = found.cue.direction in ("backward", "both") and mention[1] <= found.start
    if forward:
        between = (found.end, mention[0])
    elif backward:
        between = (mention[1], found.start)
    else:
        return False
    if stops(found.cue.stops).search(text, *between):
        return False
    return len(WORD.findall(text, *between)) <= found.cue.words
