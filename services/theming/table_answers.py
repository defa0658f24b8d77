"""What the JSON API answers about tables of several dimensions."""

from datetime import date
from typing import Any, ClassVar

from pydantic import ConfigDict

from services.theming.api_answers import Answer, CellAnswer, PolicyAnswer
from services.theming.domain.statistics import percentages, rates
from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.made_table import MadeTable
from services.theming.tables_made.rating import Rates
from shared.disclosure.cells import as_json


class PercentageAnswer(Answer):
    """A percentage with its base ``n``; or why there is none."""

    model_config = ConfigDict(extra="forbid")
    called: ClassVar[str] = "percentage"
    percent: float | None = None
    n: int | None = None
    not_applicable: bool | None = None
    suppressed: bool | None = None
    missing: bool | None = None


class RateAnswer(Answer):
    """A rate with its 95% interval; or why there is none."""

    called: ClassVar[str] = "rate"
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    per: int | None = None
    unreliable: bool | None = None
    suppressed: bool | None = None
    missing: bool | None = None
    not_shown: bool | None = None


class TableCellAnswer(CellAnswer):
    """One count. The margins have ``total`` as their row or column."""

    row: str
    row_label: str
    column: str
    column_label: str
    percentage: PercentageAnswer | None = None
    rate: RateAnswer | None = None


class FilterAnswer(Answer):
    called: ClassVar[str] = "filters"
    dimension: str
    value: str


class ReferenceFileAnswer(Answer):
    called: ClassVar[str] = "divided_by"
    name: str
    title: str
    source: str
    version: str
    published_on: date
    synthetic: bool
    sha256: str


class TableAnswer(Answer):
    """``total`` counts distinct cases: where ``overlapping``, it is not the sum of the rows."""

    rows: str
    columns: str
    filters: list[FilterAnswer]
    period: str
    period_starts_on: date
    period_ends_on: date
    period_complete: bool
    area: str
    cohort: str
    basis: str
    basis_label: str
    measure: str
    policy: PolicyAnswer
    as_of: date
    as_known_on: date | None = None
    overlapping: bool
    total: CellAnswer
    not_recorded: CellAnswer | None = None
    hidden_further: int
    divided_by: list[ReferenceFileAnswer]
    cells: list[TableCellAnswer]


def table_answer(table: MadeTable, further: int, given: Rates | None) -> TableAnswer:
    question, span = table.question, table.question.span
    return TableAnswer.model_validate({
        "rows": table.rows.name,
        "columns": table.columns.name if table.columns else "",
        "filters": [{"dimension": name, "value": value} for name, value in question.filters],
        "period": span.name,
        "period_starts_on": span.starts_on,
        "period_ends_on": span.ends_on,
        "period_complete": table.complete,
        "area": question.area,
        "cohort": COHORTS[question.basis],
        "basis": question.basis,
        "basis_label": BASIS_LABELS[question.basis],
        "measure": question.measure,
        "policy": {name: getattr(table.policy, name) for name in PolicyAnswer.model_fields},
        "as_of": table.as_of,
        "as_known_on": question.known_on,
        "overlapping": table.overlaps,
        "total": as_json(table.total),
        "not_recorded": as_json(table.not_recorded) if table.not_recorded else None,
        "hidden_further": further,
        "divided_by": [_file(each) for each in given.files] if given else [],
        "cells": [_cell(table, row, column, given) for row in table.down for column in table.across],
    })  # fmt: skip


def _file(file: Any) -> dict[str, Any]:
    return {name: getattr(file, name) for name in ReferenceFileAnswer.model_fields}


def _cell(
    table: MadeTable, row: tuple[str, str], column: tuple[str, str], given: Rates | None
) -> dict[str, Any]:
    (down, row_label), (across, column_label) = row, column
    place = (down, across)
    said: dict[str, Any] = {"row": _key(down), "row_label": row_label}
    said |= {"column": _key(across), "column_label": column_label}
    if table.question.measure.startswith("percent"):
        said["percentage"] = percentages.as_json(table.percentage(place))
    if given:
        said["rate"] = rates.as_json(given.cells[place])
    return {**said, **as_json(table.cells[place])}


def _key(value: str) -> str:
    return "total" if value == TOTAL else value
