"""Days counted by how much is usually expected of them: in its season, a day counts for more than one."""

from dataclasses import dataclass
from math import pi

import numpy as np

YEAR = 365.25
_ROUND = 2 * pi / YEAR


@dataclass(frozen=True)
class Season:
    """``swing`` is a share of the mean, below 1: how much more than usual at the peak, how much less half a
    year on. ``peak``: day of the year. ``starts``: the day of the year that day 0 of a history is.
    """

    swing: float = 0.0
    peak: float = 0.0
    starts: float = 0.0

    def expected(self, days: np.ndarray) -> np.ndarray:
        """What a day is worth, 1 on average."""
        return 1 + self.swing * np.cos(_ROUND * (days + self.starts - self.peak))

    def adjusted(self, days: np.ndarray) -> np.ndarray:
        """Days of a history as usual days: what was expected from its day 0 to the beginning of each."""
        if not self.swing:
            return np.asarray(days, dtype=float)
        ahead = self.starts - self.peak
        finite = np.where(np.isfinite(days), days, 0.0)
        swung = self.swing / _ROUND * (np.sin(_ROUND * (finite + ahead)) - np.sin(_ROUND * ahead))
        return np.where(np.isfinite(days), finite + swung, np.inf)


FLAT = Season()
