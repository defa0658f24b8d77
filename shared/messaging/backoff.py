"""How long a failed event waits before it is tried again, as data."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Chance = Callable[[], float]
CHANCE: Chance = random.Random().random  # noqa: S311 - chance, and no secret


@dataclass(frozen=True)
class Backoff:
    """Each wait is ``factor`` times the one before, at most ``cap_seconds``: ``tries`` in all.

    A wait is shortened by up to half, by chance: events that failed together are not all tried together.
    """

    base_seconds: float
    factor: float
    cap_seconds: float
    tries: int

    def next_try(self, tries: int, at: datetime, chance: Chance = CHANCE) -> datetime | None:
        """When to try again after ``tries`` (from 1) failures, the last ``at``; None: a person decides."""
        if tries >= self.tries:
            return None
        longest = min(self.cap_seconds, self.base_seconds * self.factor ** (tries - 1))
        return at + timedelta(seconds=longest * (1 + chance()) / 2)

    @property
    def longest(self) -> timedelta:
        """No wait is longer: a next try further ahead was written by a clock that has been set back since."""
        return timedelta(seconds=self.cap_seconds)


# 2 s, 10 s, 50 s, 250 s: five tries in about five minutes, within which a deployment is usually complete.
BACKOFF = Backoff(base_seconds=2, factor=5, cap_seconds=600, tries=5)
