"""How often a program may ask: an hour of the clock and a day in London, and what it is told of them.

Source of the headers: draft-ietf-httpapi-ratelimit-headers-10 (RateLimit, RateLimit-Policy); RFC 9110,
10.2.3 (Retry-After).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from services.theming.domain.clients.client import ApiClient
from services.theming.domain.london_days import LONDON, london_day
from shared.counted_words import counted
from shared.errors import TooManyRequests

HOUR, DAY = 3600, 86400


class QuotaUsedUp(TooManyRequests):
    title = "The quota of this key is used up"


@dataclass(frozen=True)
class Use:
    """What a program has asked in the hour and the day of ``at``; ``admitted``: this request is among it."""

    client: ApiClient
    at: datetime
    this_hour: int
    today: int
    admitted: bool = True

    @property
    def hour_ends_at(self) -> datetime:
        return hour_of(self.at) + timedelta(hours=1)

    @property
    def day_ends_at(self) -> datetime:
        tomorrow = london_day(self.at) + timedelta(days=1)
        return datetime.combine(tomorrow, time(), LONDON).astimezone(UTC)

    @property
    def again_at(self) -> datetime:
        """When the next request is answered, if this one was not."""
        return self.day_ends_at if self.today >= self.client.per_day else self.hour_ends_at


def hour_of(at: datetime) -> datetime:
    """The beginning of its hour; the clocks of London and UTC differ in whole hours."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def headers_of(use: Use) -> dict[str, str]:
    """What is left of each quota, and in how many seconds it begins anew."""
    client = use.client
    left = (max(0, client.per_hour - use.this_hour), max(0, client.per_day - use.today))
    until = [_seconds(use.at, end) for end in (use.hour_ends_at, use.day_ends_at)]
    return {
        "RateLimit-Policy": f'"hour";q={client.per_hour};w={HOUR}, "day";q={client.per_day};w={DAY}',
        "RateLimit": f'"hour";r={left[0]};t={until[0]}, "day";r={left[1]};t={until[1]}',
    }


def refusal_of(use: Use) -> QuotaUsedUp:
    """Says how often may be asked, and after how many seconds again."""
    client, wait = use.client, _seconds(use.at, use.again_at)
    an_hour, a_day = counted(client.per_hour, "time"), counted(client.per_day, "time")
    refusal = QuotaUsedUp(
        f"This key may ask {an_hour} an hour and {a_day} a day. Ask again in {counted(wait, 'second')}."
    )
    refusal.headers = {**headers_of(use), "Retry-After": str(wait)}
    return refusal


def _seconds(at: datetime, until: datetime) -> int:
    """Whole seconds, never too few."""
    return -((at - until) // timedelta(seconds=1))
