"""Texts with a planted theme that the codebook does not have, and how well it was found again.

Settings were chosen while looking at `planted` (told in different words), `planted_at_length`,
`planted_plainly`, `planted_unseen` and `planted_fairly`; nothing was chosen by `planted_fairly_unseen`. The
writers of the last two were asked for a fair test, with themes that the codebook does not cover. The
background is the labelled narratives, `ordinary.txt` by the hand that wrote the third and fourth, or those
kept for figures, which ordinary accounts are not counted from.
"""

import json
import random
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from services.theming.discovery.command import discover_lines
from tests.unit.theming.scoring import labelled

HERE = Path(__file__).parent
FIRST = 5  # proposals that are worth a person's time


@cache
def planted(name: str = "planted") -> dict[str, list[str]]:
    """The texts of each theme of a file."""
    blocks = (HERE / f"{name}.txt").read_text(encoding="utf-8").split("== ")[1:]
    return {lines[0]: lines[1:] for lines in (block.strip().splitlines() for block in blocks)}


@cache
def background() -> list[str]:
    """Narratives of which discovery's ordinary accounts are not made."""
    return [one["text"] for one in labelled("for_rules")[:90]]


@cache
def ordinary() -> list[str]:
    """Narratives of known themes alone."""
    return (HERE / "ordinary.txt").read_text(encoding="utf-8").splitlines()


@cache
def kept(themes: str) -> list[str]:
    """150 narratives of those kept for figures, other ones for each planted theme."""
    told = [one["text"] for one in labelled("reported_fair")]
    return random.Random(themes).sample(told, 150)


def hidden(theme: str) -> float:
    """F1 of the best of the first five where the codebook lacks a theme that it has: narratives kept for
    figures that affirm it, ten at most, and 150 that do not.
    """
    told = labelled("reported_fair")
    random.Random(theme).shuffle(told)
    affirms = [
        any(label["theme"] == theme and label["assertion"] == "affirmed" for label in one["labels"])
        for one in told
    ]
    kind = [one["text"] for one, yes in zip(told, affirms, strict=True) if yes][:10]
    others = [one["text"] for one, yes in zip(told, affirms, strict=True) if not yes][:150]
    return found_again(kind, others, without=[theme])


def discovered(texts: Collection[str], **given: Any) -> list[dict[str, Any]]:
    lines = (json.dumps({"id": number, "text": text}) for number, text in enumerate(texts))
    return [json.loads(line) for line in discover_lines(lines, **given)]


def found_again(kind: list[str], among: list[str], **given: Any) -> float:
    """F1 of the best of the first five proposals, 0 to 1."""
    told = set(range(len(among), len(among) + len(kind)))
    proposals = [one for one in discovered([*among, *kind], **given)[:FIRST] if "ids" in one]
    return max((f1(one["ids"], told) for one in proposals), default=0.0)


def f1(found: list[int], told: set[int]) -> float:
    return 2 * len(told & set(found)) / (len(found) + len(told))
