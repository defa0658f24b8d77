"""The panel's reports: the backlog, meetings held against plan, and the report to the boards."""

from datetime import date

from fastapi import Request, Response

from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.due_actions import overdue
from services.panel.domain.learning.sharing import SharedLearning
from services.panel.domain.london_days import london_day
from services.panel.domain.reports.as_of import PLACE_LABELS, backlog_on
from services.panel.domain.reports.board_report import PART_LABELS, BoardReport, board_report
from services.panel.domain.reports.indicators import BASES
from services.panel.domain.reports.meetings_held import meetings_held
from services.panel.domain.reports.printed_report import printed_report
from services.panel.domain.reports.report_table import SIGNS, about, as_rows
from services.panel.pages.dates import date_from
from services.panel.pages.file_answers import as_file
from services.panel.queries.action_log import logged_actions
from services.panel.queries.learning import learning_fit_to_publish
from services.panel.queries.reports import board_figures, case_records, meeting_lines
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, can, check
from shared.periods import Period, parse_period, period_of, periods_of_year
from shared.storage import Transaction
from shared.themes import theme_label
from shared.web import HtmlRouter, Tx, page
from shared.web.site import site_of

router = HtmlRouter()
OFFICE = "Child death review office"
# Each version of the report with the policy it obeys. The publishable one holds no text of any case.
VERSIONS: dict[str, tuple[str, str]] = {
    "confidential": ("Confidential: for board members only", "restricted_board"),
    "publishable": ("Publishable", "publishable"),
}


@router.get("/reports", name="panel_reports")
def reports(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_PANEL_REPORTS)
    on, faults, values = london_day(tx.at), [], dict(request.query_params)
    first, last, wrong = _span(values, on)
    faults += wrong
    tx.audit("read_panel_reports", reading=True)
    return page(
        request,
        "panel_reports.html",
        422 if faults else 200,
        backlog=backlog_on(case_records(tx), on),
        places=PLACE_LABELS,
        on=on,
        held=meetings_held(meeting_lines(tx), first, last, on),
        first=first,
        last=last,
        periods=_periods(on),
        versions=VERSIONS,
        prepares=can(tx.person, Permission.PREPARE_MEETING),
        values=values,
        faults=faults,
        active="Meetings",
    )


@router.get("/reports/board/{period}/{version}", name="board_report")
def board(request: Request, tx: Tx, period: str, version: str) -> Response:
    report = _report(tx, period, version)
    on = london_day(tx.at)
    confidential = version == "confidential"
    span = report.period
    return page(
        request,
        "board_report.html",
        report=report,
        version=VERSIONS[version][0],
        confidential=confidential,
        about=about(report, _area(request), VERSIONS[version][0]),
        parts_of=PART_LABELS,
        bases=BASES,
        signs=SIGNS,
        held=meetings_held(meeting_lines(tx), span.starts_on, report.on, on),
        overdue=_overdue(tx, report) if confidential else [],
        learning=[(one, [theme_label(theme) for theme in one.themes]) for one in _learning(tx, report)],
        other="publishable" if confidential else "confidential",
        place={"period": period, "version": version},
        active="Meetings",
    )


@router.get("/reports/board/{period}/{version}/file.{kind}", name="board_report_file")
def board_file(request: Request, tx: Tx, period: str, version: str, kind: str) -> Response:
    report = _report(tx, period, version)
    if kind == "pdf":
        return _printed(request, tx, report, version)
    rows = as_rows(report, _area(request), VERSIONS[version][0])
    return as_file(f"board-report-{report.period.name.lower()}-{version}", kind, "Board report", rows)


def _printed(request: Request, tx: Transaction, report: BoardReport, version: str) -> Response:
    """Tagged PDF. A confidential one says on every sheet who took it; one that is published names nobody."""
    # Here and not above: the typesetter takes a while to load, and most processes never need it.
    from services.panel.printing.typeset import CONFIDENTIAL, typeset

    confidential, on = version == "confidential", london_day(tx.at)
    blocks = printed_report(
        report,
        area=_area(request),
        version=VERSIONS[version][0],
        held=meetings_held(meeting_lines(tx), report.period.starts_on, report.on, on),
        overdue=_overdue(tx, report) if confidential else [],
        learning=_learning(tx, report),
    )
    reader, standing = (tx.person.name, CONFIDENTIAL) if confidential else (OFFICE, "Publishable")
    title = f"Board report, {report.period.label}"
    made = typeset(title, blocks, reader=reader, at=tx.at, standing=standing)
    name = f"board-report-{report.period.name.lower()}-{version}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type="application/pdf", headers=headers)


def _learning(tx: Transaction, report: BoardReport) -> list[SharedLearning]:
    """What had been marked fit to publish by the end of the report."""
    return [one for one in learning_fit_to_publish(tx) if one.fit_at and london_day(one.fit_at) <= report.on]


def _report(tx: Transaction, period: str, version: str) -> BoardReport:
    check(tx.person, Permission.VIEW_PANEL_REPORTS)
    if version not in VERSIONS:
        raise NotFound("There is no such version of the report.")
    span, on = _period(period), london_day(tx.at)
    if span.starts_on > on:
        raise NotFound("This period has not begun.")
    policy = _policy(VERSIONS[version][1], min(span.ends_on, on))
    detail = {"period": span.name, "version": version, "policy": policy.version}
    tx.audit("read_board_report", detail=detail, reading=True)
    return board_report(board_figures(tx, span), policy=policy, run_on=on)


def _policy(name: str, on: date) -> DisclosurePolicy:
    try:
        return policy_on(name, on)
    except KeyError:
        raise NotFound("There is no report for a time before the rules on small numbers begin.") from None


def _period(written: str) -> Period:
    try:
        return parse_period(written)
    except Invalid as refused:
        raise NotFound(refused.detail) from None


def _periods(on: date) -> list[Period]:
    """The periods that have begun, of this financial year and the one before, the latest first."""
    year = period_of(on, "Y").year
    every = [*periods_of_year(year), *periods_of_year(year - 1)]
    return sorted((one for one in every if one.starts_on <= on), key=lambda one: one.ends_on, reverse=True)


def _overdue(tx: Transaction, report: BoardReport) -> list[LoggedAction]:
    """Actions overdue at the end, as far as the reader may see the cases they come from."""
    actions = [one for one in logged_actions(tx) if one.agreed_on <= report.on]
    return overdue(actions, report.on)


def _span(values: dict[str, str], on: date) -> tuple[date, date, list[Fault]]:
    """The days asked for, or the last twelve whole months."""
    first, wrong_first = date_from(_Typed(values), "first")  # type: ignore[arg-type]
    last, wrong_last = date_from(_Typed(values), "last")  # type: ignore[arg-type]
    faults = [*wrong_first, *wrong_last]
    if first and last and first > last:
        faults.append(Fault("last", "The last day is before the first"))
    if faults or not first or not last:
        end = on.replace(day=1)
        start = end.replace(year=end.year - 1)
        return start, date.fromordinal(end.toordinal() - 1), faults
    return first, last, faults


class _Typed:
    """What stands in an address, read as a posted form is."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        return self._values.get(name, "").replace("\0", "").strip()


def _area(request: Request) -> str:
    return str(site_of(request).settings.panel_name)
