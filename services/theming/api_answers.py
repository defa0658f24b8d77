"""What the JSON API answers: its fields, and how a table and a scorecard are written in them."""

from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from services.theming.domain.dictionary.definitions import defined
from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS
from services.theming.domain.statistics.published_table import PublishedRow, PublishedTable
from services.theming.domain.statistics.scorecard import ROAD_AREA_LABEL, Scorecard
from shared.disclosure.cells import Cell, as_json


def _described(schema: dict[str, Any], answer: type["Answer"]) -> None:
    """Each field says of itself what the data dictionary says of it."""
    for name, said in schema.get("properties", {}).items():
        said["description"] = defined("field", f"{answer.called}.{name}")["definition"]


class Answer(BaseModel):
    """``called``: the field under which it stands in another, where its own fields mean something else."""

    model_config = ConfigDict(json_schema_extra=_described)
    called: ClassVar[str] = ""


class CellAnswer(Answer):
    """Exactly one of ``value``, ``suppressed``, ``missing``. A suppressed count must not be read as 0."""

    model_config = ConfigDict(extra="allow")
    value: int | None = None
    suppressed: bool | None = None
    missing: bool | None = None


class RowAnswer(CellAnswer):
    """A value of the dimension; its key stands under ``key`` and under the dimension's own name."""

    key: str
    label: str


class PolicyAnswer(Answer):
    called: ClassVar[str] = "policy"
    name: str
    label: str
    version: int
    starts_on: date
    suppress_from: int
    suppress_to: int
    round_to: int
    rule: str
    source: str


class StatisticsAnswer(Answer):
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
    as_known_on: date | None = None
    overlapping: bool
    total: CellAnswer
    cells: list[RowAnswer]


class RoadDeaths(Answer):
    called: ClassVar[str] = "road_deaths"
    area: str
    at_notification: int
    after_review: int


class ScorecardAnswer(Answer):
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


class ValueAnswer(Answer):
    key: str
    label: str


class EntryAnswer(Answer):
    called: ClassVar[str] = "entries"
    kind: str
    name: str
    label: str
    definition: str
    source: str
    lineage: list[str]
    values: list[ValueAnswer]


class DictionaryAnswer(Answer):
    """``lineage`` names the fields of events that something is counted from."""

    codebook: str
    entries: list[EntryAnswer]


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
        "as_known_on": question.known_on,
        "overlapping": question.by.overlaps,
        "total": as_json(table.total),
        "cells": [_row(question.by.name, row) for row in table.rows],
    }


def _row(by: str, row: PublishedRow) -> dict[str, Any]:
    cell: Cell = row.cell
    return {"key": row.key, by: row.key, "label": row.label, **as_json(cell)}


def figures(card: Scorecard) -> dict[str, Any]:
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
