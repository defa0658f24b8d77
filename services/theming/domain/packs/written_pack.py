"""A pack with its texts, as it is put forward: all that its files are made of, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.theming.domain.packs.contents import PackContents, PackTheme, Signal
from services.theming.domain.packs.sections import SIGNALS, THEME
from shared.periods import Period, parse_period


@dataclass(frozen=True)
class WrittenPack:
    """``texts`` by section; ``left_out``: sections not printed. ``previous``: the pack released before it.
    ``left_out_note``: that cases are left out for who reads the annexe; never kept.

    ``at`` is the instant at which it was put forward, in UTC: the only time that stands in its files.
    """

    id: str
    edition: int
    panel_name: str
    contents: PackContents
    texts: Mapping[str, str]
    left_out: frozenset[str]
    embargo_on: date | None
    at: datetime
    previous: "WrittenPack | None" = None
    left_out_note: str = ""

    @property
    def quarter(self) -> Period:
        return parse_period(self.contents.quarter)

    @property
    def months(self) -> str:
        """ "July to September 2026"."""
        first, last = self.quarter.starts_on, self.quarter.ends_on
        return f"{first:%B} to {last:%B %Y}"

    @property
    def themes(self) -> tuple[PackTheme, ...]:
        """Those that are printed."""
        return tuple(each for each in self.contents.themes if f"{THEME}{each.id}" not in self.left_out)

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Those that are printed for everybody."""
        found = () if SIGNALS in self.left_out else self.contents.signals
        return tuple(each for each in found if not each.held_back)

    def text(self, section: str) -> str:
        return "" if section in self.left_out else self.texts.get(section, "")
