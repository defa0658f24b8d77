"""What the desk of a release shows of its tables, and to whom: what is hidden and why is for the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.theming.domain.releases.kept_table import KeptTable
from services.theming.domain.releases.laid_out import Layout
from services.theming.domain.releases.release import StatisticsRelease
from services.theming.domain.statistics.linked_tables import TOTAL, Values
from shared.disclosure.cells import as_text, status_of
from shared.disclosure.policies import POLICIES, DisclosurePolicy

STEPS = {
    "prepared": "prepared it",
    "put_together": "put its tables together again",
    "put_forward": "put it forward",
    "sent_back": "sent it back",
    "released": "released it",
    "withdrawn": "withdrew it",
}


@dataclass(frozen=True)
class ShownCell:
    """``count``: what is not shown, for the office alone; ``why``: small itself, or for others' sake."""

    text: str
    status: str
    count: int | None
    why: str


@dataclass(frozen=True)
class ShownTable:
    """``hidden``: how many cells are not shown; ``small``: of these, how many are small (the office only)."""

    number: int
    layout: Layout
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[ShownCell, ...]], ...]
    hidden: int
    small: int


def shown_tables(
    release: StatisticsRelease, tables: Sequence[KeptTable], *, office: bool
) -> list[ShownTable]:
    policy = next(p for p in POLICIES if (p.name, p.version) == (release.policy, release.policy_version))
    return [_shown(policy, each, office=office) for each in tables]


def step_words(step: Any) -> str:
    return STEPS[step.step]


def _shown(policy: DisclosurePolicy, kept: KeptTable, *, office: bool) -> ShownTable:
    layout = kept.layout
    columns = layout.columns.every if layout.columns else ((TOTAL, "Number"),)
    rows = tuple(
        (
            label,
            tuple(_cell(policy, kept, layout.values(row, column), office=office) for column, _ in columns),
        )
        for row, label in layout.rows.every
    )
    small = sum(policy.is_small(kept.linked.counts[values]) for values in kept.hidden) if office else 0
    heads = (layout.rows.label, *(label for _, label in columns))
    return ShownTable(kept.number, layout, heads, rows, len(kept.hidden), small)


def _cell(policy: DisclosurePolicy, kept: KeptTable, values: Values, *, office: bool) -> ShownCell:
    cell, count = kept.cell(policy, values), kept.linked.counts[values]
    if values not in kept.hidden or not office:
        return ShownCell(as_text(cell), status_of(cell), None, "")
    why = "small" if policy.is_small(count) else "so that no other can be worked out"
    return ShownCell(as_text(cell), status_of(cell), count, why)
