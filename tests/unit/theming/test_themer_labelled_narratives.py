"""How well the rules read short narratives that were labelled by hand, half of them never used for writing
rules.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from services.theming.nlp.themer import load_themer

FILE = Path(__file__).parent / "labelled_narratives.jsonl"
NARRATIVES: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text().splitlines()]


def _affirmed(narrative: dict[str, Any]) -> set[str]:
    return set(load_themer().propose(narrative["text"]).affirmed)


def _f1(hits: int, wrong: int, missed: int) -> float:
    return 2 * hits / (2 * hits + wrong + missed) if hits + wrong + missed else 1.0


def _scores(held_out: bool) -> dict[str, float]:
    """Micro and macro F1 of affirmed themes, and how often a mention labelled as not affirmed was
    affirmed.
    """
    hits: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    not_affirmed = affirmed_among_them = 0
    for narrative in (one for one in NARRATIVES if one["held_out"] is held_out):
        labelled, found = set(narrative["affirmed"]), _affirmed(narrative)
        hits.update(labelled & found)
        wrong.update(found - labelled)
        missed.update(labelled - found)
        others = {mention["theme"] for mention in narrative["not_affirmed"]} - labelled
        not_affirmed += len(others)
        affirmed_among_them += len(others & found)
    themes = set(hits) | set(wrong) | set(missed)
    return {
        "micro F1": _f1(hits.total(), wrong.total(), missed.total()),
        "macro F1": sum(_f1(hits[theme], wrong[theme], missed[theme]) for theme in themes) / len(themes),
        "precision": hits.total() / (hits.total() + wrong.total()),
        "recall": hits.total() / (hits.total() + missed.total()),
        "affirmed among not affirmed": affirmed_among_them / not_affirmed,
    }


@pytest.mark.parametrize(
    ("held_out", "micro", "macro", "most_affirmed"), [(True, 0.85, 0.85, 0.05), (False, 0.94, 0.93, 0.02)]
)
def test_the_labelled_narratives_are_read_well_enough(
    held_out: bool, micro: float, macro: float, most_affirmed: float
) -> None:
    scores = _scores(held_out)
    print(  # noqa: T201 the figures are what one runs this for
        "held out" if held_out else "used for writing rules",
        {name: round(score, 3) for name, score in scores.items()},
    )
    assert scores["micro F1"] >= micro
    assert scores["macro F1"] >= macro
    assert scores["affirmed among not affirmed"] <= most_affirmed


def test_there_are_enough_narratives_and_every_theme_is_among_them() -> None:
    from services.theming.domain.themes.codebook import load_codebook

    assert len(NARRATIVES) >= 120
    assert sum(one["held_out"] for one in NARRATIVES) * 2 >= len(NARRATIVES)
    assert {theme for one in NARRATIVES for theme in one["affirmed"]} == set(load_codebook().themes)
