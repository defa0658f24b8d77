"""Tables of several dimensions for programs: the same rules, and the same memory, as the page."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from services.theming.actions.statistics.ask_table import check_may_ask_table
from services.theming.api import A_TABLE, KEY, Area, Basis, KnownOn, Policy, Suffix, Wanted, Wants
from services.theming.conditional import Conditional
from services.theming.domain.clients.client import check_scope
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.table_question import MEASURES, Asked, TableQuestion
from services.theming.queries.data_version import data_version
from services.theming.table_answers import TableAnswer, table_answer
from services.theming.table_asking import Told, question_from, tell
from services.theming.table_files import as_csv, as_workbook, file_name
from services.theming.tables_made.making import SAFE
from services.theming.tables_made.rating import reference_here
from shared.disclosure.policies import policy_on
from shared.spreadsheet_files import MEDIA
from shared.storage import Transaction
from shared.web import ApiRouter, Tx
from shared.web.problems import problem_of
from shared.web.site import site_of

tables_api = ApiRouter(dependencies=[Depends(KEY)])
_DIMENSIONS = f"{', '.join(SAFE)}, area, or year where the period is several years"
Rows = Annotated[str, Query(description=f"One of {_DIMENSIONS}", examples=["age_band"])]
Columns = Annotated[str, Query(description="Another of them, or none", examples=["sex"])]
Filters = Annotated[list[str], Query(description="At most two, as in sex=female", examples=[["sex=female"]])]
Spans = Annotated[
    str,
    Query(
        description="A quarter, half-year or year, or several years: 2021-22..2025-26",
        examples=["2021-22..2025-26"],
    ),
]
Measure = Annotated[str, Query(description=f"One of {', '.join(MEASURES)}; count if left out")]


async def what_is_asked(
    rows: Rows = "",
    columns: Columns = "",
    filter: Filters = [],  # noqa: B006 - the name is the address's, and it is only read
    period: Spans = "",
    area: Area = "all",
    basis: Basis = "",
    policy: Policy = "",
    measure: Measure = "",
    as_known_on: KnownOn = "",
) -> Asked:
    return Asked(rows, columns, tuple(filter), period, area, basis, policy, measure, as_known_on)


Asks = Annotated[Asked, Depends(what_is_asked)]


@tables_api.get(
    "/v1/tables",
    name="api_v1_tables",
    tags=["tables"],
    response_model=TableAnswer,
    response_model_exclude_none=True,
    responses=A_TABLE,
)
def tables(request: Request, tx: Tx, asks: Asks, wants: Wants) -> Any:
    """Cases by one or two dimensions, protected together with what this account was told before."""
    return _answer(request, tx, asks, wants)


@tables_api.get(
    "/v1/tables.{kind}",
    name="api_v1_tables_file",
    tags=["tables"],
    response_class=Response,
    responses=A_TABLE,
)
def tables_file(request: Request, tx: Tx, kind: Suffix, asks: Asks, wants: Wants) -> Response:
    """The same as a file, a line for each cell."""
    return _answer(request, tx, asks, Wanted(kind, wants.if_none_match))


def _answer(request: Request, tx: Transaction, asks: Asked, wants: Wanted) -> Response:
    check_scope(tx.person, "statistics:read")
    question, demo = question_from(tx, asks), site_of(request).settings.demo
    check_may_ask_table(tx, question)
    held = Conditional(wants.if_none_match, *_follows_from(tx, question, demo=demo), wants.kind)
    if held.still_holds:
        tx.audit("ask_table", reading=True, detail={**question.as_query(), "unchanged": True})
        return held.not_modified()
    told = tell(tx, question, demo=demo)
    if told.answer.refused:
        return problem_of(told.answer.refused)
    return held.tagged(WRITTEN[wants.kind](told), kept=question.policy == "publishable")


def _follows_from(tx: Transaction, question: TableQuestion, *, demo: bool) -> tuple[str, ...]:
    """Everything that decides what an account is told again: it was told so before, on the same data."""
    today = london_day(tx.at)
    policy = policy_on(question.policy, today)
    files = reference_here(demo=demo).files if question.measure == "rate" else ()
    asked = repr((question.as_query(), [file.sha256 for file in files]))
    return tx.person.id, data_version(tx), today.isoformat(), asked, f"{policy.name} {policy.version}"


def json_answer(told: Told) -> Response:
    answered = table_answer(told.table, told.answer.further, told.rates)
    return Response(answered.model_dump_json(exclude_none=True), media_type="application/json")


def file_answer(told: Told, kind: str) -> Response:
    table = told.table
    made = as_csv(table, told.rates) if kind == "csv" else as_workbook(table, kind, told.rates)
    named = {"Content-Disposition": f'attachment; filename="{file_name(table, kind)}"'}
    return Response(made, media_type=MEDIA[kind], headers=named)


WRITTEN: Mapping[str, Callable[[Told], Response]] = {
    "json": json_answer,
    "csv": lambda told: file_answer(told, "csv"),
    "ods": lambda told: file_answer(told, "ods"),
    "xlsx": lambda told: file_answer(told, "xlsx"),
}
