"""The numbers by which confirming is judged."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class ConfirmingRules:
    """Shares are of 1."""

    version: str
    read_twice_share: float
    read_twice_salt: str
    least_precision: float
    fewest_decided: int
    little_trust: float
    fewest_read_twice: int
    floors: Mapping[str, float]

    def floor_of(self, theme: str) -> float:
        return self.floors.get(theme, self.least_precision)

    def is_read_twice(self, case: str) -> bool:
        """Whether the case belongs to the sample: the same answer for ever, on every machine."""
        drawn = int(sha256(f"{self.read_twice_salt}:{case}".encode()).hexdigest()[:8], 16)
        return drawn < self.read_twice_share * 16**8


@cache
def confirming_rules() -> ConfirmingRules:
    with (Path(__file__).parent / "rules.toml").open("rb") as file:
        data = tomllib.load(file)
    return ConfirmingRules(**{name: data[name] for name in ConfirmingRules.__annotations__})
