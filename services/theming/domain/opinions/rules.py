"""The numbers of the second opinion."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from shared.counted_words import counted

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class OpinionRules:
    """``hour`` of the day in London; probabilities and shares are of 1."""

    version: str
    fewest_positives: int
    fewest_negatives: int
    isotonic_from: int
    fewest_cases_of_a_word: int
    most_words: int
    folds: int
    seed: int
    penalty: float
    least_precision: float
    least_probability: float
    hour: int

    def not_enough(self, positives: int, negatives: int) -> str:
        """Why no model can be learnt; "" where one can."""
        if positives < self.fewest_positives:
            return f"Not enough: {_cases(positives)} confirmed, {self.fewest_positives} are needed"
        if negatives < self.fewest_negatives:
            return f"Not enough: {_cases(negatives)} found not to have it, {self.fewest_negatives} are needed"
        return ""

    def is_due(self, at: datetime, since: datetime) -> bool:
        """Whether a night's hour has come since then: the last learning, or the first decision."""
        now = at.astimezone(LONDON)
        night = now.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        if now < night:
            night -= timedelta(days=1)
        return since.astimezone(LONDON) < night


def _cases(number: int) -> str:
    return counted(number, "case")


@cache
def opinion_rules() -> OpinionRules:
    with (Path(__file__).parent / "rules.toml").open("rb") as file:
        data = tomllib.load(file)
    return OpinionRules(**{name: data[name] for name in OpinionRules.__annotations__})
