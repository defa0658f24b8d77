"""Measures redaction on the labelled set. ``python -m tests.unit.notifications.measured_redaction`` writes the
figures that stand on a bundle's cover; the suite compares them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from services.notifications.domain.redaction import REDACTION_RULES_VERSION
from shared import redaction_figures

from .labelled_texts import Outcome, outcome, texts

PARTS = ("first", "second", "held_out")
SET_VERSION = "2026.2"
FILE = Path(redaction_figures.__file__).with_suffix(".toml")


def outcomes(file_name: str) -> list[Outcome]:
    return [outcome(labelled) for labelled in texts(file_name)]


def figures_of(measured: Sequence[Outcome]) -> dict[str, int | float]:
    found = [gone for one in measured for _, listed, gone in one.found if listed]
    kept = [stayed for one in measured for _, stayed in one.kept]
    return {
        "texts": len(measured),
        "identifiers": len(found),
        "recall": round(sum(found) / len(found), 4),
        "other_words": len(kept),
        "over_redaction": round(1 - sum(kept) / len(kept), 4),
    }


def file_of(measured: Mapping[str, Sequence[Outcome]]) -> str:
    """The figures as they stand in the file."""
    lines = [
        "# Made by `python -m tests.unit.notifications.measured_redaction`. Shares are from 0 to 1.",
        f'rules_version = "{REDACTION_RULES_VERSION}"',
        f'measured_on_set = "{SET_VERSION}"',
        *_lines([one for part in measured.values() for one in part]),
        "",
        "# The texts that were written last, after the rules.",
        "[held_out]",
        *_lines(measured["held_out"]),
    ]
    return "\n".join(lines) + "\n"


def _lines(measured: Sequence[Outcome]) -> list[str]:
    return [f"{name} = {value}" for name, value in figures_of(measured).items()]


if __name__ == "__main__":
    FILE.write_text(file_of({part: outcomes(f"{part}.txt") for part in PARTS}), encoding="utf-8")
