"""Which stretch of a sentence a cue governs."""

import re
from dataclasses import dataclass
from functools import cache

from services.theming.nlp.apart import Apart
from services.theming.nlp.expressions import express, regex
from services.theming.nlp.rules import Cue, cue_file, lexicons

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class FoundCue:
    cue: Cue
    start: int
    end: int


@cache
def stops(table: str) -> re.Pattern[str]:
    """What ends a scope: the punctuation and the words of one table of cues.toml."""
    data = cue_file()["stops"][table]
    words = [regex(express(pattern, lexicons()).node) for pattern in data["words"]]
    return re.compile("|".join([data["punctuation"], *words]))


def longest(found: list[FoundCue]) -> list[FoundCue]:
    """Cues without those that overlap a longer one; those of the very same words all stay."""
    kept: list[FoundCue] = []
    taken, places = Apart(), set[tuple[int, int]]()
    for cue in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        place = (cue.start, cue.end)
        if place in places or taken.take(*place):
            places.add(place)
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
