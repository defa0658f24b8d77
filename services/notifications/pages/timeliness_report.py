"""How timely deaths were notified: the scorecard block and the report, on a page and as a file."""

from dataclasses import dataclass
from datetime import date

from fastapi import Request, Response

from services.notifications.domain.clocks.clock_rows import NEXT_WORKING_DAY, NOTIFICATION_CLOCKS
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.timeliness.report import COHORT, ROAD_AREA, report_on
from services.notifications.domain.timeliness.showing import COLUMNS, ShownReport, for_board, for_office
from services.notifications.domain.timeliness.spans import Span, read_span, span_of
from services.notifications.queries.timeliness import deaths_notified
from services.notifications.report_files import as_csv, as_xlsx, file_name
from shared.disclosure.policies import POLICIES, POLICY_NAMES, policy_on
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.periods import Period, period_of, periods_of_year
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page
from shared.web.site import site_of

router = HtmlRouter()
OFFICE = "office"
YEARS_OFFERED = 4
VERSIONS = {OFFICE: "Office: exact numbers"} | {each.name: each.label for each in POLICIES}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for, as it was written."""

    period: str = ""
    first: str = ""
    last: str = ""
    as_of: str = ""
    clock: str = NEXT_WORKING_DAY.id
    version: str = OFFICE


@router.get("/timeliness", name="timeliness")
def timeliness(
    request: Request,
    tx: Tx,
    period: str = "",
    first: str = "",
    last: str = "",
    as_of: str = "",
    clock: str = NEXT_WORKING_DAY.id,
    version: str = OFFICE,
) -> Response:
    check(tx.person, Permission.VIEW_TIMELINESS)
    asked = Asked(period, first, last, as_of, clock, version)
    today = _today(tx)
    try:
        shown, faults = report_for(tx, asked, today=today), []
    except Invalid as invalid:
        shown, faults = None, list(invalid.faults)
    return page(
        request,
        "timeliness.html",
        status_code=422 if faults else 200,
        shown=shown,
        columns=COLUMNS,
        cohort=COHORT,
        road_area=ROAD_AREA,
        clocks={each.id: each.name for each in NOTIFICATION_CLOCKS},
        clock_name=_clock_name(clock),
        periods=_periods(today),
        versions=VERSIONS,
        values=vars(asked),
        query={name: value for name, value in vars(asked).items() if value},
        today=today,
        faults=faults,
    )


@router.get("/timeliness/report.{kind}", name="timeliness_file")
def timeliness_file(
    request: Request,
    tx: Tx,
    kind: str,
    period: str = "",
    first: str = "",
    last: str = "",
    as_of: str = "",
    clock: str = NEXT_WORKING_DAY.id,
    version: str = OFFICE,
) -> Response:
    """The same report to take away."""
    check(tx.person, Permission.VIEW_TIMELINESS)
    if kind not in TYPES:
        raise NotFound("The report can be had as csv or xlsx.")
    today = _today(tx)
    shown = report_for(tx, Asked(period, first, last, as_of, clock, version), today=today)
    area = site_of(request).settings.panel_name
    made = as_csv if kind == "csv" else as_xlsx
    content = made(shown, area=area, run_on=today)
    name = f'attachment; filename="{file_name(shown, kind)}"'
    return Response(content, media_type=TYPES[kind], headers={"Content-Disposition": name})


def report_for(tx: Transaction, asked: Asked, *, today: date) -> ShownReport:
    """The report asked for. Raises Invalid naming every fault; reading it is audited."""
    check(tx.person, Permission.VIEW_TIMELINESS)
    span, as_of = _read(asked, today)
    report = report_on(deaths_notified(tx, span, as_of=as_of), span, as_of=as_of, clock_id=asked.clock)
    detail = {"span": span.name, "as_of": as_of.isoformat(), "version": asked.version, "clock": asked.clock}
    tx.audit("view_timeliness", reading=True, detail=detail)
    if asked.version == OFFICE:
        return for_office(report)
    return for_board(report, policy_on(asked.version, today))


def _read(asked: Asked, today: date) -> tuple[Span, date]:
    faults: list[Fault] = []
    days = {name: _day(name, getattr(asked, name), faults) for name in ("first", "last", "as_of")}
    span = None
    try:
        span = _span(asked, days["first"], days["last"], today) if not faults else None
    except Invalid as invalid:
        faults += invalid.faults
    if asked.clock not in {each.id for each in NOTIFICATION_CLOCKS}:
        faults.append(Fault("clock", "Choose one of the clocks"))
    if asked.version not in (OFFICE, *POLICY_NAMES):
        faults.append(Fault("version", "Choose one of the versions"))
    elif asked.version != OFFICE and span:
        faults += _board_faults(asked, span)
    as_of = days["as_of"] or today
    if as_of > today:
        faults.append(Fault("as_of", "The day must not be in the future"))
    if faults or span is None:
        raise Invalid(faults)
    return span, as_of


def _span(asked: Asked, first: date | None, last: date | None, today: date) -> Span:
    """What is written, or else the half-year that ended last."""
    if asked.period.strip() or asked.first or asked.last:
        return read_span(asked.period, first, last)
    half = period_of(today, "H")
    ended = [each for each in _periods_before(half.year) if each.kind == "H" and each.complete_on(today)]
    return span_of(ended[-1])


def _periods_before(year: int) -> list[Period]:
    return [each for before in (year - 1, year) for each in periods_of_year(before)]


def _board_faults(asked: Asked, span: Span) -> list[Fault]:
    """What a board's version cannot be: small numbers could be worked out from two that overlap."""
    faults = []
    if not span.is_half_year:
        why = "from reports that overlap, hidden numbers could be worked out"
        faults.append(Fault("period", f"A board's version is made for half-years alone: {why}"))
    if asked.clock != NEXT_WORKING_DAY.id:
        faults.append(Fault("clock", "A board's version is made for the next working day alone"))
    if asked.as_of:
        faults.append(Fault("as_of", "A board's version says how things stand today"))
    return faults


def _day(name: str, text: str, faults: list[Fault]) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        faults.append(Fault(name, "Write the day as year, month and day, for example 2026-03-15"))
        return None


def _clock_name(clock: str) -> str:
    return next((each.name for each in NOTIFICATION_CLOCKS if each.id == clock), "")


def _periods(today: date) -> list[tuple[str, str]]:
    """The periods of the last years that have begun, the latest first: name and label."""
    year = period_of(today, "Y").year
    every = [each for back in range(YEARS_OFFERED) for each in reversed(periods_of_year(year - back))]
    return [(each.name, each.label) for each in every if each.starts_on <= today]


def _today(tx: Transaction) -> date:
    return tx.at.astimezone(LONDON).date()
