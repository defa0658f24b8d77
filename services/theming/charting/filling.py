"""The six charts: what each is about, how it is filled, and how it comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

from services.theming.charting import made_charts, open_charts
from services.theming.charting.asked import ChartsAsked
from services.theming.charting.notes import NOTES
from services.theming.charts import (
    ages_and_themes,
    categories,
    deprivation,
    funnel,
    time_to_review,
    timeliness,
)
from services.theming.charts.beside import TableBeside
from services.theming.charts.titled import only_words
from services.theming.reference.reading import Reference
from shared.errors import Conflict
from shared.storage import Transaction

CANNOT_BE_DRAWN = "This cannot be drawn for this year and area."
Fill = Callable[[Transaction, ChartsAsked], Any]


@dataclass(frozen=True)
class ChartKind:
    """``note``: what must be known to read it rightly."""

    name: str
    title: str
    note: str
    drawing: ModuleType
    fill: Fill


@dataclass(frozen=True)
class FilledChart:
    """A chart with its numbers; ``refused`` says why there are none."""

    kind: ChartKind
    data: Any
    refused: str = ""

    @property
    def finding(self) -> str:
        said: str = CANNOT_BE_DRAWN if self.refused else self.kind.drawing.finding(self.data)
        return said

    def svg(self, shape: str) -> str:
        if self.refused:
            return only_words(CANNOT_BE_DRAWN, self.refused, shape)
        drawn: str = self.kind.drawing.as_svg(self.data, shape)
        return drawn

    @property
    def table(self) -> TableBeside:
        table: TableBeside = self.kind.drawing.table(self.data)
        return table


def filled(tx: Transaction, kind: ChartKind, asked: ChartsAsked) -> FilledChart:
    """The chart, or why it cannot be drawn. Raises NotPermitted."""
    try:
        return FilledChart(kind, kind.fill(tx, asked))
    except Conflict as refusal:
        return FilledChart(kind, None, str(refusal))


def chart_kinds(reference: Reference) -> tuple[ChartKind, ...]:
    """The charts in the order of the page."""
    by_deprivation = partial(made_charts.deprivation, reference=reference)
    return (
        _kind("timeliness", "Notified in time", timeliness, open_charts.timeliness),
        _kind("categories", "Modifiable factors", categories, made_charts.categories),
        _kind("themes", "Themes and ages", ages_and_themes, made_charts.ages_and_themes),
        _kind("deprivation", "Deprivation", deprivation, by_deprivation),
        _kind("funnel", "Beside England", funnel, open_charts.funnel),
        _kind("time-to-review", "Time to review", time_to_review, open_charts.time_to_review),
    )


def _kind(name: str, title: str, drawing: ModuleType, fill: Fill) -> ChartKind:
    return ChartKind(name, title, NOTES[name], drawing, fill)
