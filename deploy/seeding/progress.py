"""How far the seed has come: one percentage over all its stages, and how long it may still take."""

from collections.abc import Callable
from time import monotonic

Say = Callable[[str], None]
# Percent of the whole at which each stage ends, as measured with 433 cases on two cores: 190 seconds.
ENDS = {
    "Notified, asked and answered": 63,
    "The panel catches up": 65,
    "Panel meetings held": 73,
    "Panel's records kept": 75,
    "The themes catch up": 85,
    "Cases with themes decided": 89,
    "Texts to confirm and learning packs": 100,
}
SECONDS_A_CASE = 0.45
_EVERY_SECONDS = 5.0


def expected(cases: int) -> str:
    """How long so many cases take, in words."""
    minutes = round(cases * SECONDS_A_CASE / 60)
    return f"about {minutes} minutes on two cores" if minutes > 1 else "a minute or less"


class Progress:
    """Says it every few seconds and at the end of a stage; what is left is as slow as what was done."""

    def __init__(self, say: Say, now: Callable[[], float] = monotonic) -> None:
        self._say, self._now, self._began, self._said = say, now, now(), now()
        self._percent = 0

    def begin(self, stage: str) -> None:
        """Say that a stage begins whose parts are not counted."""
        self._tell(self._from(stage), stage)

    def counting(self, stage: str, total: int) -> Callable[[int], None]:
        """Takes how many of ``total`` are done."""

        def done(count: int) -> None:
            if count == total or self._now() - self._said >= _EVERY_SECONDS:
                start = self._from(stage)
                percent = start + (ENDS[stage] - start) * min(count, total) // max(total, 1)
                self._tell(percent, f"{stage}: {count} of {total}")

        return done

    def end(self) -> None:
        self._tell(100, f"Seeded in {self._now() - self._began:.0f} seconds")

    def _from(self, stage: str) -> int:
        names = list(ENDS)
        place = names.index(stage)
        return ENDS[names[place - 1]] if place else 0

    def _tell(self, percent: int, what: str) -> None:
        self._percent, self._said = max(self._percent, percent), self._now()
        self._say(f"  {self._percent:3} %  {what}{self._left()}")

    def _left(self) -> str:
        if not 5 <= self._percent < 100:
            return ""
        seconds = (self._now() - self._began) * (100 - self._percent) / self._percent
        return f" (about {seconds / 60:.0f} min left)" if seconds >= 90 else f" (about {seconds:.0f} s left)"
