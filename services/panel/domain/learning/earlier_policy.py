"""How near an earlier recommendation has to be to a case to stand in its bundle: rows with their source."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class EarlierPolicy:
    """``most``: recommendations beside one case. For one that names no theme itself, its case is asked:

    it has to share ``least_shared`` themes with the case, and these at least ``share`` of all that both have.
    """

    version: str
    starts_on: date
    most: int
    least_shared: int
    share: float
    source: str

    def like(self, wanted: set[str], themes: set[str]) -> bool:
        """Whether two cases with these themes are alike; two that have one and the same theme alone are."""
        shared = len(wanted & themes)
        near = shared >= self.share * len(wanted | themes)
        return near and shared >= min(self.least_shared, len(wanted), len(themes))


EARLIER_POLICIES: tuple[EarlierPolicy, ...] = (
    EarlierPolicy(
        "1", date(2009, 2, 1), 5, 2, 0.5,
        "Shipped default: a panel reads a handful before a case; two cases are alike with half their themes",
    ),
)  # fmt: skip


def earlier_policy_on(day: date) -> EarlierPolicy:
    """The row in force on ``day``; the first one for an earlier day."""
    begun = [one for one in EARLIER_POLICIES if one.starts_on <= day]
    return max(begun, key=lambda one: one.starts_on) if begun else EARLIER_POLICIES[0]
