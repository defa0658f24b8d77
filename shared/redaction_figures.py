"""How good redaction was on the labelled set: printed on a bundle's cover, for its reader to know.

The figures are made by ``python -m tests.unit.notifications.measured_redaction`` and compared by the suite.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SetFigures:
    """Of a set of labelled texts: `recall` is the share of `identifiers` of the case that were removed, and
    `over_redaction` the share of the `other_words` that were removed without need; both from 0 to 1.
    """

    texts: int
    identifiers: int
    recall: float
    other_words: int
    over_redaction: float


@dataclass(frozen=True, slots=True)
class RedactionFigures(SetFigures):
    """Of the whole set, measured with the rules of `rules_version`. `held_out`: of texts for which no
    rule had been written: what to expect of others.
    """

    rules_version: str
    measured_on_set: str
    held_out: SetFigures


@lru_cache
def redaction_figures() -> RedactionFigures:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        read = tomllib.load(file)
    return RedactionFigures(**{**read, "held_out": SetFigures(**read["held_out"])})
