"""How long somebody who failed waits: longer each time, by account and by address, and never for long.

A stranger can make an account wait, up to ACCOUNT_MOST; whoever signs in from an address that the account was
signed in to from before is counted by themselves, so that nobody is locked out of their own office.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE = 5  # failures that cost nothing
FIRST = timedelta(seconds=30)
ACCOUNT_MOST = timedelta(minutes=15)
ADDRESS_MOST = timedelta(minutes=60)
FORGOTTEN_AFTER = timedelta(hours=24)
KNOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Failures:
    """What is known of one account, address or pair: failures in a row, the last, until when it waits."""

    times: int = 0
    last_at: datetime | None = None
    until: datetime | None = None
    known_until: datetime | None = None

    def waits(self, at: datetime) -> bool:
        return self.until is not None and at < self.until

    def is_known(self, at: datetime) -> bool:
        return self.known_until is not None and at < self.known_until

    def failed(self, at: datetime, most: timedelta) -> "Failures":
        """One more; those of long ago are forgotten."""
        recent = self.last_at is not None and at - self.last_at < FORGOTTEN_AFTER
        times = (self.times if recent else 0) + 1
        over = times - FREE
        wait = min(most, FIRST * 2 ** min(over - 1, 20)) if over > 0 else timedelta()
        return Failures(times, at, at + wait if wait else None, self.known_until)


def must_wait(account: Failures, address: Failures, pair: Failures, at: datetime) -> bool:
    """Whether who tries has to wait."""
    return address.waits(at) or (pair if pair.is_known(at) else account).waits(at)
