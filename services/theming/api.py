"""The JSON API: protected statistics and the scorecard. No case can be reached through it.

Everything stands under ``/api/v1``, and as it was before there were versions under ``/api``: the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Header, Path, Query, Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from services.theming.api_answers import (
    ScorecardAnswer,
    ScorecardsAnswer,
    StatisticsAnswer,
    figures,
    statistics_answer,
)
from services.theming.conditional import Conditional
from services.theming.delimited import as_csv, as_workbook, file_name
from services.theming.domain.clients.client import check_scope
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.published_table import PublishedTable
from services.theming.domain.statistics.question import Question
from services.theming.negotiating import preferred_kind
from services.theming.publishing import KNOWN, answer, asked, check_may_ask, question_of
from services.theming.queries.data_version import data_version
from services.theming.scorecards import check_may_see_scorecard, scorecards
from shared.disclosure.policies import policy_on
from shared.spreadsheet_files import MEDIA
from shared.storage import Transaction
from shared.web import ApiRouter, Tx

KEY = HTTPBearer(auto_error=False, description="A key that the office gave to a program, or a person's token")
api = ApiRouter(dependencies=[Depends(KEY)])
By = Annotated[str, Query(description=f"What to split by: {', '.join(KNOWN)}", examples=["category"])]
PeriodName = Annotated[
    str,
    Query(description="2025-26-Q1 (April to June), 2025-26-H1 or 2025-26", examples=["2025-26-H1"]),
]
Area = Annotated[
    str, Query(description="A local authority, “Leicestershire and Rutland”, or all", examples=["Leicester"])
]
Basis = Annotated[
    str, Query(description="reviewed (default) or notified: which cohort, and which date places a case")
]
Policy = Annotated[str, Query(description="publishable (default), or restricted_board for the office")]
KnownOn = Annotated[
    str,
    Query(
        description="As known by the end of this day; for publishable output the last day of a quarter",
        examples=["2026-09-30"],
    ),
]
Workbook = Annotated[Literal["xlsx", "ods"], Path(description="The kind of workbook")]
Suffix = Annotated[Literal["csv", "ods", "xlsx"], Path(description="The kind of file")]


@dataclass(frozen=True)
class Wanted:
    """What a program says of the answer: its kind, and the tags of those it has."""

    kind: str
    if_none_match: str


async def wanted(
    accept: Annotated[
        str, Header(description="application/json (default), text/csv, or the type of an ODS or XLSX file")
    ] = "",
    if_none_match: Annotated[str, Header(description="The ETag of the answer you have")] = "",
) -> Wanted:
    return Wanted(preferred_kind(accept), if_none_match)


@dataclass(frozen=True)
class Asked:
    by: str
    period: str
    area: str
    basis: str
    policy: str
    as_known_on: str


async def what_is_asked(
    by: By = "",
    period: PeriodName = "",
    area: Area = "all",
    basis: Basis = "",
    policy: Policy = "",
    as_known_on: KnownOn = "",
) -> Asked:
    return Asked(by, period, area, basis, policy, as_known_on)


Wants = Annotated[Wanted, Depends(wanted)]
Asks = Annotated[Asked, Depends(what_is_asked)]


def described_files(*kinds: str) -> dict[str, Any]:
    """The kinds of file that a route answers with, for its description."""
    return {MEDIA[kind].split(";")[0]: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}


NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "The answer you have still holds"}}
A_TABLE = {
    200: {"content": described_files("csv", "ods", "xlsx"), "description": "The table"},
    **NOT_MODIFIED,
}


def both(path: str, *, name: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers an endpoint under ``/v1``, and as it was before there were versions."""

    def register(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        before = {**options, "tags": ["without a version"]}
        api.get(path, name=name, **before)(endpoint)
        api.get(f"/v1{path}", name=name.replace("api_", "api_v1_", 1), **options)(endpoint)
        return endpoint

    return register


@both(
    "/statistics",
    name="api_statistics",
    tags=["statistics"],
    response_model=StatisticsAnswer,
    response_model_exclude_none=True,
    responses=A_TABLE,
)
def statistics(tx: Tx, asks: Asks, wants: Wants) -> Any:
    """Cases by one dimension, for one period and area, under disclosure control."""
    return _statistics(tx, asks, wants)


@both(
    "/statistics.{kind}",
    name="api_statistics_file",
    tags=["statistics"],
    response_class=Response,
    responses=A_TABLE,
)
def statistics_file(tx: Tx, kind: Suffix, asks: Asks, wants: Wants) -> Response:
    """The same table as a file: comma-separated values or a workbook."""
    return _statistics(tx, asks, Wanted(kind, wants.if_none_match))


@both(
    "/scorecard",
    name="api_scorecard",
    tags=["scorecard"],
    response_model=ScorecardsAnswer,
    responses=NOT_MODIFIED,
)
def scorecard(tx: Tx, wants: Wants, period: PeriodName = "") -> Any:
    """Timeliness of notification and deaths on the road; by default the latest complete half-year."""
    check_may_see_scorecard(tx.person)
    today = london_day(tx.at)
    held = Conditional(wants.if_none_match, data_version(tx), today.isoformat(), "scorecard", period)
    if held.still_holds:
        tx.audit("read_scorecard", reading=True, detail={"period": period, "unchanged": True})
        return held.not_modified()
    found = scorecards(tx, period=period, today=today)
    half_years = [ScorecardAnswer(**figures(each)) for each in found.half_years]
    return held.tagged(_json(ScorecardsAnswer(**figures(found.chosen), half_years=half_years)))


def _statistics(tx: Transaction, asks: Asked, wants: Wanted) -> Response:
    check_scope(tx.person, "statistics:read")
    question = question_of(tx, **vars(asks))
    check_may_ask(tx, question)
    held = Conditional(wants.if_none_match, *_follows_from(tx, question), wants.kind)
    if held.still_holds:
        tx.audit("read_statistics", reading=True, detail={**asked(question), "unchanged": True})
        return held.not_modified()
    table = answer(tx, question, today=london_day(tx.at))
    return held.tagged(WRITTEN[wants.kind](table), kept=question.policy == "publishable")


def _follows_from(tx: Transaction, question: Question) -> tuple[str, ...]:
    """Everything that decides what the answer is."""
    today = london_day(tx.at)
    policy = policy_on(question.policy, today)
    return data_version(tx), today.isoformat(), repr(asked(question)), f"{policy.name} {policy.version}"


def _json(answered: BaseModel, **options: Any) -> Response:
    return Response(answered.model_dump_json(**options), media_type="application/json")


def json_answer(table: PublishedTable) -> Response:
    return _json(StatisticsAnswer.model_validate(statistics_answer(table)), exclude_none=True)


def csv_answer(table: PublishedTable) -> Response:
    return _as_file(as_csv(table), "csv", file_name(table))


def workbook_answer(table: PublishedTable, kind: str) -> Response:
    return _as_file(as_workbook(table, kind), kind, file_name(table, kind))


def _as_file(content: str | bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA[kind], headers=headers)


WRITTEN: Mapping[str, Callable[[PublishedTable], Response]] = {
    "json": json_answer,
    "csv": csv_answer,
    "ods": lambda table: workbook_answer(table, "ods"),
    "xlsx": lambda table: workbook_answer(table, "xlsx"),
}
