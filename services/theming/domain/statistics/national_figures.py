"""Figures published for England, to compare with: data with year and source (``national_figures.toml``)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.periods import year_name


@dataclass(frozen=True)
class NationalFigure:
    """``year``: the calendar year in which the financial year begins. ``value`` is in ``unit``."""

    indicator: str
    label: str
    year: int
    value: float
    unit: str
    source: str
    comparable_years: int

    @property
    def year_name(self) -> str:
        return year_name(self.year)

    @property
    def text(self) -> str:
        """ "48%" or "29.8 per 100,000 children"."""
        return f"{self.value:g}%" if self.unit == "per cent" else f"{self.value:g} {self.unit}"


@cache
def national_figures() -> tuple[NationalFigure, ...]:
    """Every figure, in the order of the file."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        read: dict[str, Any] = tomllib.load(file)
    return tuple(NationalFigure(**row, **read["indicators"][row["indicator"]]) for row in read["figures"])


def nearest(indicator: str, year: int) -> NationalFigure | None:
    """The figure of the year nearest to ``year``, or None if none is near enough to compare with."""
    near = [
        figure
        for figure in national_figures()
        if figure.indicator == indicator and abs(figure.year - year) <= figure.comparable_years
    ]
    return min(near, key=lambda figure: (abs(figure.year - year), -figure.year), default=None)
