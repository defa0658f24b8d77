"""A release of statistics: tables prepared by one person and released by another, perhaps withdrawn.

Nothing of it is ever deleted: what was published stays known, also once it is withdrawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.theming.domain.two_people import ReleasedByTwo, Standing, text_faults
from shared.errors import Fault, StaleVersion

LONGEST_TITLE, LONGEST_PURPOSE = 120, 500
MOST_TABLES = 60


class ReleaseChangedMeanwhile(StaleVersion):
    """The tables are other ones than those that were read."""

    title = "The release has changed"


@dataclass(eq=False)
class StatisticsRelease(ReleasedByTwo):
    """``round`` numbers how often its tables were put together; ``data_as_of`` is when they were last."""

    id: str
    title: str
    purpose: str
    policy: str
    policy_version: int
    basis: str
    status: Standing
    round: int
    data_as_of: datetime
    prepared_by: str
    prepared_by_name: str
    prepared_at: datetime
    sent_back_because: str = ""
    put_forward_by_name: str = ""
    put_forward_at: datetime | None = None
    released_by: str = ""
    released_by_name: str = ""
    released_at: datetime | None = None
    embargo_on: date | None = None
    withdrawn_by_name: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""

    @property
    def is_out(self) -> bool:
        """Whether it went out: what is withdrawn afterwards has been read."""
        return self.released_at is not None

    def put_together(self, at: datetime) -> None:
        """Its tables are counted and protected anew."""
        self.check_open()
        self.round, self.data_as_of = self.round + 1, at

    def put_forward(self, *, by_name: str, at: datetime) -> None:
        self._move_to(Standing.PUT_FORWARD)
        self.put_forward_by_name, self.put_forward_at, self.sent_back_because = by_name, at, ""

    def check_read(self, round: int) -> None:
        """Refuses ReleaseChangedMeanwhile unless this is the round that somebody read."""
        if round != self.round:
            raise ReleaseChangedMeanwhile("Its tables were put together again. Read them, then release them.")


def release_id(number: int) -> str:
    """The id of the release with this number, for example S-0012."""
    return f"S-{number:04d}"


def naming_faults(title: str, purpose: str) -> list[Fault]:
    """What is missing or wrong in what a release is called and is for."""
    asked = (
        ("title", "The title", title, LONGEST_TITLE),
        ("purpose", "The purpose", purpose, LONGEST_PURPOSE),
    )
    return [fault for each in asked for fault in _faults(*each)]


def _faults(field: str, called: str, text: str, longest: int) -> list[Fault]:
    if not text:
        return [Fault(field, f"Write {called.lower()}")]
    return text_faults(field, called, text, longest=longest)


def number_faults(tables: Iterable[object]) -> list[Fault]:
    number = len(list(tables))
    if not number:
        return [Fault("tables", "Choose at least one table")]
    if number > MOST_TABLES:
        return [Fault("tables", f"A release has at most {MOST_TABLES} tables")]
    return []
