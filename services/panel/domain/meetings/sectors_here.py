"""Which of the panel's sectors are in a meeting. A blank in the register says neither that somebody came nor
that nobody did.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from services.panel.domain.meetings.attendance import IN_THE_MEETING, Mark
from services.panel.domain.meetings.membership import sectors_without_anybody
from services.panel.domain.meetings.seats import Seat


@dataclass(frozen=True)
class SectorsHere:
    """Sectors by name, in the panel's order.

    ``missing``: nobody came, by what is recorded of every seat. ``not_recorded``: nobody is recorded as in
    the meeting, and of a seat at least nothing is recorded.
    """

    missing: tuple[str, ...]
    not_recorded: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """As the minutes say it."""
        missing = (f"Nobody from: {', '.join(self.missing)}.",) if self.missing else ()
        blank = (f"Not recorded for: {', '.join(self.not_recorded)}.",) if self.not_recorded else ()
        return (*missing, *blank) or ("All sectors were represented.",)


def sectors_here(seats: Iterable[Seat]) -> SectorsHere:
    known = list(seats)
    blank = {seat.sector for seat in known if seat.mark is Mark.NOT_RECORDED}
    here = {seat.sector for seat in known if seat.mark in IN_THE_MEETING}
    missing = sectors_without_anybody(here | blank)
    nobody_yet = sectors_without_anybody(here)
    return SectorsHere(missing, tuple(name for name in nobody_yet if name not in missing))
