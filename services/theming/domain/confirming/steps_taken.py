"""What people decided of a case, step by step: on a theme as a whole, and on single sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class StepTaken:
    """What one person did at one moment about one theme. ``themewide``: rows of theme_decision; ``judged``:
    rows of evidence_decision, in order.
    """

    at: datetime
    by_name: str
    theme: str
    themewide: list[Any] = field(default_factory=list)
    judged: list[Any] = field(default_factory=list)

    @property
    def reason(self) -> str:
        return next((each.reason for each in self.themewide if each.reason), "")


def steps_taken(themewide: Iterable[Any], judged: Iterable[Any]) -> list[StepTaken]:
    """Newest first. What was kept together (a theme confirmed, and the sentences accepted with it) is one."""
    found: dict[tuple[datetime, str, str], StepTaken] = {}

    def step(row: Any) -> StepTaken:
        key = (row.decided_at, row.decided_by, row.theme)
        return found.setdefault(key, StepTaken(row.decided_at, row.decided_by_name, row.theme))

    for row in sorted(themewide, key=lambda row: row.number):
        step(row).themewide.append(row)
    for row in sorted(judged, key=lambda row: row.number):
        step(row).judged.append(row)
    return sorted(found.values(), key=lambda each: each.at, reverse=True)
