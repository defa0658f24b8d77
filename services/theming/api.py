"""The JSON API: protected statistics and the scorecard. No case can be reached through it."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Header, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from services.theming.delimited import as_csv, as_workbook, file_name
from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS
from services.theming.domain.statistics.published_table import PublishedRow, PublishedTable
from services.theming.domain.statistics.question import read_question
from services.theming.domain.statistics.scorecard import ROAD_AREA_LABEL, Scorecard
from services.theming.publishing import KNOWN, answer
from services.theming.scorecards import scorecards
from shared.disclosure.cells import Cell, as_json
from shared.people import Permission, check
from shared.spreadsheet_files import MEDIA
from shared.web import ApiRouter, Tx
from shared.web.formats import LONDON

api = ApiRouter()
By = Annotated[str, Query(description=f"What to split by: {', '.join(KNOWN)}")]
PeriodName = Annotated[str, Query(description="2025-26-Q1 (April to June), 2025-26-H1 or 2025-26")]
Area = Annotated[str, Query(description="A local authority, “Leicestershire and Rutland”, or all")]
Basis = Annotated[
    str, Query(description="reviewed (default) or notified: which cohort, and which date places a case")
]
Policy = Annotated[str, Query(description="publishable (default), or restricted_board for the office")]
_QUALITY = re.compile(r";\s*q=([01](?:\.\d{0,3})?)\s*(?:;|$)")
CSV_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The table"}
}

Workbook = Annotated[Literal["xlsx", "ods"], Path(description="The kind of workbook")]
WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            MEDIA[kind]: {"schema": {"type": "string", "format": "binary"}} for kind in ("xlsx", "ods")
        },
        "description": "The table",
    }
}


class CellAnswer(BaseModel):
    """Exactly one of ``value``, ``suppressed``, ``missing``. A suppressed count is not 0."""

    model_config = ConfigDict(extra="allow")
    value: int | None = None
    suppressed: bool | None = None
    missing: bool | None = None


class RowAnswer(CellAnswer):
    """A value of the dimension; its key stands under ``key`` and under the dimension's own name."""

    key: str
    label: str


class PolicyAnswer(BaseModel):
    name: str
    label: str
    version: int
    starts_on: date
    suppress_from: int
    suppress_to: int
    round_to: int
    rule: str
    source: str


class StatisticsAnswer(BaseModel):
    """``total`` counts distinct cases: where ``overlapping``, it is not the sum of the cells."""

    by: str
    period: str
    period_starts_on: date
    period_ends_on: date
    period_complete: bool
    area: str
    cohort: str
    basis: str
    basis_label: str
    policy: PolicyAnswer
    as_of: date
    overlapping: bool
    total: CellAnswer
    cells: list[RowAnswer]


class RoadDeaths(BaseModel):
    area: str
    at_notification: int
    after_review: int


class ScorecardAnswer(BaseModel):
    """``percent_*`` are of the notifications that can be judged; None (N/A) when there are none."""

    period: str
    period_starts_on: date
    period_ends_on: date
    period_complete: bool
    reporting_frequency: str
    received: int
    in_time: int
    late: int
    cannot_be_judged: int
    percent_in_time: float | None
    percent_late: float | None
    sentence: str
    road_deaths: RoadDeaths


class ScorecardsAnswer(ScorecardAnswer):
    half_years: list[ScorecardAnswer] = Field(default_factory=list)


@api.get(
    "/statistics",
    name="api_statistics",
    response_model=StatisticsAnswer,
    response_model_exclude_none=True,
    responses=CSV_CONTENT,
)
def statistics(
    tx: Tx, by: By = "", period: PeriodName = "", area: Area = "all", basis: Basis = "", policy: Policy = "",
    accept: Annotated[str, Header()] = "",
) -> Any:  # fmt: skip
    """Cases by one dimension, for one period and area, under disclosure control."""
    table = _asked(tx, by, period, area, basis, policy)
    return csv_answer(table) if _prefers_csv(accept) else statistics_answer(table)


@api.get("/statistics.csv", name="api_statistics_csv", response_class=Response, responses=CSV_CONTENT)
def statistics_csv(
    tx: Tx, by: By = "", period: PeriodName = "", area: Area = "all", basis: Basis = "", policy: Policy = ""
) -> Response:
    """The same table as comma-separated values."""
    return csv_answer(_asked(tx, by, period, area, basis, policy))


@api.get("/statistics.{kind}", name="api_statistics_workbook", response_class=Response, responses=WORKBOOK)
def statistics_workbook(
    tx: Tx, kind: Workbook, by: By = "", period: PeriodName = "", area: Area = "all", basis: Basis = "",
    policy: Policy = "",
) -> Response:  # fmt: skip
    """The same table as a workbook."""
    return workbook_answer(_asked(tx, by, period, area, basis, policy), kind)


@api.get("/scorecard", name="api_scorecard")
def scorecard(tx: Tx, period: PeriodName = "") -> ScorecardsAnswer:
    """Timeliness of notification and deaths on the road; by default the latest complete half-year."""
    found = scorecards(tx, period=period, today=tx.at.astimezone(LONDON).date())
    half_years = [ScorecardAnswer(**_figures(each)) for each in found.half_years]
    return ScorecardsAnswer(**_figures(found.chosen), half_years=half_years)


def _asked(tx: Tx, by: str, period: str, area: str, basis: str, policy: str) -> PublishedTable:
    check(tx.person, Permission.VIEW_STATISTICS)
    question = read_question(KNOWN, by=by, period=period, area=area, basis=basis, policy=policy)
    return answer(tx, question, today=tx.at.astimezone(LONDON).date())


def _prefers_csv(accept: str) -> bool:
    """Whether the client would rather have CSV: of what it names the most wanted, of equals the first."""
    named = [(_kind(part), _wanted(part)) for part in accept.lower().split(",")]
    offered = [each for each in named if each[0] in ("text/csv", "application/json", "*/*") and each[1] > 0]
    return bool(offered) and max(offered, key=lambda each: each[1])[0] == "text/csv"


def _kind(part: str) -> str:
    return part.split(";")[0].strip()


def _wanted(part: str) -> float:
    """The quality of one type of an Accept header, 0 to 1; 1 where it says none that can be read."""
    quality = _QUALITY.search(part)
    return float(quality[1]) if quality else 1.0


def csv_answer(table: PublishedTable) -> Response:
    disposition = f'attachment; filename="{file_name(table)}"'
    return Response(
        as_csv(table), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )


def workbook_answer(table: PublishedTable, kind: str) -> Response:
    disposition = f'attachment; filename="{file_name(table, kind)}"'
    return Response(
        as_workbook(table, kind), media_type=MEDIA[kind], headers={"Content-Disposition": disposition}
    )


def statistics_answer(table: PublishedTable) -> dict[str, Any]:
    question, period = table.question, table.question.period
    return {
        "by": question.by.name,
        "period": period.name,
        "period_starts_on": period.starts_on,
        "period_ends_on": period.ends_on,
        "period_complete": table.complete,
        "area": question.area,
        "cohort": COHORTS[question.basis],
        "basis": question.basis,
        "basis_label": BASIS_LABELS[question.basis],
        "policy": {name: getattr(table.policy, name) for name in PolicyAnswer.model_fields},
        "as_of": table.as_of,
        "overlapping": question.by.overlaps,
        "total": as_json(table.total),
        "cells": [_row(question.by.name, row) for row in table.rows],
    }


def _row(by: str, row: PublishedRow) -> dict[str, Any]:
    cell: Cell = row.cell
    return {"key": row.key, by: row.key, "label": row.label, **as_json(cell)}


def _figures(card: Scorecard) -> dict[str, Any]:
    timeliness = card.timeliness
    return {
        "period": card.period.name,
        "period_starts_on": card.period.starts_on,
        "period_ends_on": card.period.ends_on,
        "period_complete": card.complete,
        "reporting_frequency": card.frequency,
        "received": timeliness.received,
        "in_time": timeliness.in_time,
        "late": timeliness.late,
        "cannot_be_judged": timeliness.cannot_be_judged,
        "percent_in_time": timeliness.percent_in_time,
        "percent_late": timeliness.percent_late,
        "sentence": timeliness.sentence,
        "road_deaths": {
            "area": ROAD_AREA_LABEL,
            "at_notification": card.road_at_notification,
            "after_review": card.road_after_review,
        },
    }
