"""A round of ratings of one case: asked for, filled in by each member alone, then opened to all at once.

Until a round is opened nobody sees another's rating or how the answers fall: not the chair, not the office.
An opened round takes nothing more and stays as it was; another round has a higher number and a reason.
"""

from dataclasses import dataclass
from datetime import datetime

from services.panel.domain.analysis.scales import SCALES
from services.panel.domain.ratings.rating import RatedFactor
from shared.errors import Conflict, Fault, Invalid, TransitionRefused


class NotAskedToRate(TransitionRefused):
    title = "You are not asked to rate this case"


class RatingsNotAsked(TransitionRefused):
    title = "No ratings of this case are being collected"


class RatingsAlreadyAsked(Conflict):
    title = "Ratings of this case are being collected already"


class RatingsNotAllIn(TransitionRefused):
    title = "Not all ratings are in"


class RoundChanged(Conflict):
    title = "The ratings have been asked for anew"


@dataclass(frozen=True)
class Progress:
    """How many have rated the case, of these and all who are waited for; never who, and never what.

    ``awaits``: whether anybody takes part in the case: whoever has rated it may have sent apologies since.
    """

    number: int
    came_in: int
    expected: int
    opened: bool
    awaits: bool = True

    @property
    def all_in(self) -> bool:
        """Whether everybody has rated; false where nobody takes part."""
        return self.awaits and 0 < self.expected <= self.came_in

    @property
    def in_words(self) -> str:
        return f"{self.came_in} of {self.expected} in"


@dataclass(frozen=True)
class RatingRound:
    """``because``: why the case is rated once more, "" at first. ``opened_because``: why not all are in."""

    id: int
    case_reference: str
    review_version: int
    number: int
    factors: tuple[RatedFactor, ...]
    scale_version: str
    category_version: str
    asked_by_name: str
    asked_at: datetime
    because: str
    opened_at: datetime | None
    opened_by_name: str | None
    opened_because: str | None
    expected: int | None
    came_in: int | None

    @property
    def opened(self) -> bool:
        return self.opened_at is not None

    @property
    def graded_by_distance(self) -> bool:
        """Whether its scale has more than two grades that say something, so that some lie further apart."""
        return max(SCALES[self.scale_version].grades) > 2


def check_asking(newest: RatingRound | None, because: str) -> int:
    """The number of the next round. Refuses RatingsAlreadyAsked; a further round needs a reason (Invalid)."""
    if newest is None:
        return 1
    if not newest.opened:
        raise RatingsAlreadyAsked("Open them before you ask again.")
    if not because.strip():
        raise Invalid([Fault("because", "Say why the case is rated once more")])
    return newest.number + 1


def check_round_of_review(one: RatingRound, review_version: int) -> None:
    """A review that was opened again is rated in a round of its own. Refuses RatingsNotAsked."""
    if one.review_version != review_version:
        raise RatingsNotAsked("They were asked for before the review was signed off and opened again.")


def check_opening(
    newest: RatingRound | None, progress: Progress | None, *, chairs: bool, because: str
) -> tuple[RatingRound, Progress]:
    """The round to open: all are in, or whoever chairs says why it is opened without the rest.

    Refuses RatingsNotAsked, RatingsNotAllIn, and Invalid where the reason is missing.
    """
    if newest is None or progress is None or newest.opened:
        raise RatingsNotAsked("Ask for them first.")
    if not progress.all_in and not chairs:
        raise RatingsNotAllIn(f"{progress.in_words}. Whoever chairs can open them without the rest.")
    if not progress.all_in and not because.strip():
        raise Invalid([Fault("because", f"{progress.in_words}. Say why the rest is not waited for")])
    return newest, progress
