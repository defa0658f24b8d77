"""How many of a theme's proposals people confirmed, and whether that is enough to rely on them."""

from dataclasses import dataclass
from math import sqrt

from services.theming.domain.confirming.rules import confirming_rules

_Z = 1.959964  # 95 %


@dataclass(frozen=True)
class Precision:
    """Of the proposals of a theme: how many people confirmed, and how many they decided."""

    theme: str
    confirmed: int
    decided: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing was decided."""
        return self.confirmed / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share (Wilson, 1927)."""
        if not self.decided:
            return None
        share, n = self.confirmed / self.decided, self.decided
        middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n)) / (1 + _Z**2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def enough(self) -> bool:
        return self.decided >= confirming_rules().fewest_decided

    @property
    def advisory(self) -> bool:
        """Whether its proposals are too often wrong to be more than a hint."""
        return self._is_below(confirming_rules().floor_of(self.theme))

    @property
    def little_trusted(self) -> bool:
        """Whether so few were right that its proposals are folded away until somebody asks for them."""
        return self.advisory and self._is_below(confirming_rules().little_trust)

    def _is_below(self, least: float) -> bool:
        return self.enough and self.share is not None and self.share < least
