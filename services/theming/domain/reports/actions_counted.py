"""What panels agreed, by where it stands and what it brought about: each action with the area of its case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.theming.domain.packs.recommendation_words import EFFECTS, SETTLED, STATES
from services.theming.domain.reports.counting import Alike

OVERDUE = {"overdue": "Overdue: no report by the day agreed", "not_overdue": "Not overdue"}
NOT_JUDGED = "not_judged"
DIMENSIONS: Mapping[str, Mapping[str, str]] = {
    "action_state": STATES,
    "action_effect": {**EFFECTS, NOT_JUDGED: "Not judged yet"},
    "action_overdue": OVERDUE,
}


@dataclass(frozen=True)
class KnownAction:
    """An action as it was known; ``area`` is that of the child's home."""

    case_reference: str
    area: str
    agreed_on: date
    due_on: date | None
    state: str
    effect: str

    def overdue(self, on: date) -> bool:
        return self.state not in SETTLED and self.due_on is not None and self.due_on < on


def actions_alike(actions: Iterable[KnownAction], on: date) -> list[Alike]:
    """Each action as it is counted on a day."""
    return [
        Alike(
            each.area,
            {
                "action_state": frozenset({each.state}),
                "action_effect": frozenset({each.effect or NOT_JUDGED}),
                "action_overdue": frozenset({"overdue" if each.overdue(on) else "not_overdue"}),
            },
        )
        for each in actions
    ]
