"""A learning pack on its way: written, put forward by one person, released by another, perhaps withdrawn.

Nothing of it is ever deleted. A pack that was wrong is withdrawn with a reason; a new edition of the quarter
takes its place, at once or once it is released.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.theming.domain.two_people import LABELS, ReleasedByTwo, Standing
from shared.errors import Conflict, Fault, Invalid, StaleVersion
from shared.periods import Period, parse_period, period_of

OFFERED_QUARTERS = 6
STATUS_LABELS = {**LABELS, Standing.DRAFT: "Being written"}


class PackIsOpen(Conflict):
    title = "A pack of this quarter is on its way"


class QuarterNotOver(Conflict):
    title = "The quarter is not over"


class PackChangedMeanwhile(StaleVersion):
    """``mine``: what was typed; ``theirs``: what stands, ``version`` its number."""

    def __init__(self, *, version: int, theirs: str, mine: str) -> None:
        super().__init__("Nothing has been saved yet. Both texts are below: put together what should stand.")
        self.version, self.theirs, self.mine = version, theirs, mine


@dataclass(eq=False)
class LearningPack(ReleasedByTwo):
    """One edition of a quarter's pack. ``gathered`` and ``round`` number the newest of each; 0: none yet."""

    called = "pack"
    labels = STATUS_LABELS
    id: str
    quarter: str
    edition: int
    status: Standing
    built_by: str
    built_by_name: str
    built_at: datetime
    gathered: int = 0
    round: int = 0
    sent_back_because: str = ""
    released_by: str = ""
    released_by_name: str = ""
    released_at: datetime | None = None
    embargo_on: date | None = None
    withdrawn_by_name: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""

    @property
    def period(self) -> Period:
        return parse_period(self.quarter)

    def put_forward(self) -> None:
        self._move_to(Standing.PUT_FORWARD)
        self.round, self.sent_back_because = self.round + 1, ""


def pack_id(quarter: Period, edition: int) -> str:
    """The id of an edition, for example 2026-27-Q2-1: the quarter, then the edition."""
    return f"{quarter.name}-{edition}"


def quarters_to_choose(today: date) -> list[Period]:
    """The quarters that a pack can be built of: those that are over, the latest first."""
    quarter = period_of(today, "Q")
    found: list[Period] = []
    while len(found) < OFFERED_QUARTERS:
        quarter = period_of(quarter.starts_on - timedelta(days=1), "Q")
        found.append(quarter)
    return found


def quarter_to_build(name: str, today: date) -> Period:
    """Raises Invalid unless it names one of ``quarters_to_choose``, QuarterNotOver while it lasts."""
    if not name:
        raise Invalid([Fault("period", "Choose a quarter")])
    quarter = parse_period(name)
    if quarter.kind != "Q":
        raise Invalid([Fault("period", "Choose a quarter, for example 2026-27-Q1")])
    if not quarter.complete_on(today):
        raise QuarterNotOver("A pack is built once the quarter is over, so that its numbers stand.")
    if quarter not in quarters_to_choose(today):
        raise Invalid([Fault("period", "Choose one of the quarters in the list")])
    return quarter


def check_none_on_its_way(editions: Iterable[LearningPack]) -> None:
    """Refuses PackIsOpen while one of a quarter's editions is neither released nor withdrawn."""
    if any(each.status in (Standing.DRAFT, Standing.PUT_FORWARD) for each in editions):
        raise PackIsOpen("Go on with that one, or withdraw it before another edition is built.")
