"""Who of a meeting takes no part in one case, told apart by what is known of them.

An interest is stated only where it was declared. What the record alone shows is not settled: it may be
nobody's fault and no interest, so whoever reads is told no more than that they did not have the papers.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from services.panel.domain.meetings.seats import Seat


@dataclass(frozen=True)
class TakingNoPart:
    """Names in the order of the list. ``declared``: an interest; ``without_papers``: nothing was declared."""

    declared: tuple[str, ...] = ()
    without_papers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.declared or self.without_papers)


def taking_no_part(
    seats: Iterable[Seat],
    outside: Collection[str],
    declared: Collection[str],
    named: Callable[[Seat], str] = lambda seat: seat.name,
) -> TakingNoPart:
    """Those of ``seats`` of which the member or the deputy is among ``outside``, to whom the case is closed.

    ``declared``: ids of those who have declared an interest in it, whether or not it closed the case in time.
    """
    shut = [(seat, _people(seat) & set(outside)) for seat in seats]
    closed = [(named(seat), bool(people & set(declared))) for seat, people in shut if people]
    return TakingNoPart(
        declared=tuple(name for name, said in closed if said),
        without_papers=tuple(name for name, said in closed if not said),
    )


def _people(seat: Seat) -> set[str]:
    return {seat.person_id, seat.attendee.person_id}
