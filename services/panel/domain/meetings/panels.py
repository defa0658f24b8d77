"""Panels as things: a type, an area, a plan for the year; the type's row gives the defaults.

Source of the types: ``panel_types.toml``, each row with its own source.
"""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.meetings.membership import DEFAULT_PANEL
from shared.errors import Fault

MOST_A_YEAR = 52
MOST_CASES = 40
_NAME = 120  # characters


@dataclass(frozen=True)
class PanelType:
    """A row of panel_types.toml. A case fits if its events or its age band are named, or none is."""

    id: str
    label: str
    version: int
    starts_on: date
    source: str
    quorum_rules: str
    target_cases: int
    meetings_a_year: int
    events: tuple[str, ...]
    age_bands: tuple[str, ...]
    not_yet_reviewed: bool
    needs_theme: bool
    experts: tuple[str, ...]

    def fits(self, case: ReviewCase) -> bool:
        """Whether the case is one of those this type of panel is for."""
        if not self.events and not self.age_bands:
            return True
        return case.age_band in self.age_bands or not set(self.events).isdisjoint(case.events)

    def may_list(self, case: ReviewCase) -> bool:
        """Whether it may discuss the case at all: some panels take only what nobody has reviewed."""
        return not (self.not_yet_reviewed and reviewed_before(case))


def reviewed_before(case: ReviewCase) -> bool:
    """Whether a panel has discussed or completed the case, whatever came of it."""
    done = {CaseStatus.REVIEWED, CaseStatus.COMPLETED}
    return case.status in done or any(step.to_status in done for step in case.history)


@dataclass(eq=False)
class Panel:
    """One panel, from ``valid_from`` to ``valid_to`` (None: still), with the meetings planned for a year."""

    id: str
    name: str
    kind: str
    area: str
    theme: str
    quorum_rules: str
    target_cases: int
    meetings_a_year: int
    valid_from: date
    valid_to: date | None = None

    @property
    def type(self) -> PanelType:
        return PANEL_TYPES[self.kind]

    def meets_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def capacity_a_year(self) -> int:
        """Cases a year if every planned meeting reaches its target."""
        return self.meetings_a_year * self.target_cases


def default_panel(name: str) -> Panel:
    """The panel there was before others: meetings and seats that name none belong to it."""
    kind = PANEL_TYPES["all_deaths"]
    numbers = (kind.quorum_rules, kind.target_cases, kind.meetings_a_year)
    return Panel(DEFAULT_PANEL, name, kind.id, name, "", *numbers, valid_from=kind.starts_on)


def panel_faults(panel: Panel, others: Sequence[Panel], rules: Collection[str]) -> list[Fault]:
    """Every fault of a panel, in the order of the form. ``rules``: ids of the quorum rules there are."""
    same = {one.name.casefold() for one in others if one.id != panel.id}
    kind = PANEL_TYPES.get(panel.kind)
    checks = (
        (not panel.name or len(panel.name) > _NAME, "name", "Enter a name for the panel"),
        (panel.name.casefold() in same, "name", "Another panel has this name"),
        (kind is None, "kind", "Choose the type of panel"),
        (bool(kind and kind.needs_theme and not panel.theme), "theme", "Say what the theme is"),
        (not panel.area, "area", "Say which area the panel is for"),
        (panel.quorum_rules not in rules, "quorum_rules", "Choose the quorum rules"),
        (not 1 <= panel.target_cases <= MOST_CASES, "target_cases", f"Enter a number from 1 to {MOST_CASES}"),
        (
            not 1 <= panel.meetings_a_year <= MOST_A_YEAR,
            "meetings_a_year",
            f"Enter a number of meetings from 1 to {MOST_A_YEAR}",
        ),
        (
            panel.valid_to is not None and panel.valid_to < panel.valid_from,
            "valid_to",
            "The last day cannot be before the first",
        ),
    )
    return [Fault(field, words) for wrong, field, words in checks if wrong]


def _type(row: dict[str, Any]) -> PanelType:
    read: dict[str, Any] = {name: tuple(it) if isinstance(it, list) else it for name, it in row.items()}
    return PanelType(**read)


def _read() -> dict[str, PanelType]:
    rows = tomllib.loads(Path(__file__).with_name("panel_types.toml").read_text(encoding="utf-8"))["types"]
    return {row["id"]: _type(row) for row in rows}


PANEL_TYPES: dict[str, PanelType] = _read()
