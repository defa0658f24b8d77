"""How lately, and how, somebody has proved who they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

AHEAD = timedelta(seconds=60)  # how far another machine's clock may be before ours


@dataclass(frozen=True)
class Proof:
    """``at``: when it was (UTC), or None. ``how``: what the provider calls the way ("acr"), or ""."""

    at: datetime | None
    how: str = ""

    def good_at(self, now: datetime, lasts: timedelta, ways: frozenset[str] = frozenset()) -> bool:
        """Whether it was no longer ago than ``lasts`` and, if any are named, in one of these ``ways``."""
        if self.at is None or self.at > now + AHEAD:
            return False
        return now - self.at <= lasts and (not ways or self.how in ways)
