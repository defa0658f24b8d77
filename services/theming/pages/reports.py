"""Pages of reports: the list, one report as it is read, its cases for the office, and what was made again."""

from datetime import date
from typing import Any

from fastapi import Request, Response

from services.theming.actions.reports.check_report import check_report
from services.theming.actions.reports.make_report import make_report
from services.theming.actions.reports.make_report_final import make_report_final
from services.theming.actions.reports.show_cases_behind import show_cases_behind
from services.theming.actions.reports.take_report_file import take_report_file
from services.theming.actions.reports.withdraw_report import withdraw_report
from services.theming.charts.look import SHAPES
from services.theming.domain.london_days import london_day
from services.theming.domain.reports.changes import changes
from services.theming.domain.reports.contents import ReportContents
from services.theming.domain.reports.kinds import VERSIONS, definitions, report_rules
from services.theming.domain.reports.printed_report import SIGNS
from services.theming.domain.reports.report_run import STATUS_LABELS, ReportRun
from services.theming.queries import reports
from services.theming.queries.counts import held_from
from services.theming.reports.cases_behind import COUNTED
from services.theming.reports.charts import charts_of
from services.theming.reports.files import FILES, downloaded_as
from shared.errors import Invalid, NotFound
from shared.people import Permission, can, check
from shared.periods import Period, period_of, periods_of_year
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of

html = HtmlRouter()


@html.get("/reports", name="reports")
def listed(request: Request, tx: Tx) -> Response:
    """Published reports for everybody who sees statistics; every report, and a new one, for the office."""
    return _list(request, tx)


@html.post("/reports", name="make_report")
def make(request: Request, tx: Tx, posted: Posted) -> Response:
    asked = {name: posted.text(name) for name in ("kind", "period", "version")}
    try:
        made = make_report(tx, **asked, panel_name=str(site_of(request).settings.panel_name))
    except Invalid as invalid:
        return _list(request, tx, 422, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "report", "Made, as a draft. A second person makes it final.", report_id=made.id)


@html.get("/reports/{report_id}", name="report")
def one(request: Request, tx: Tx, report_id: str) -> Response:
    return _read(request, tx, report_id)


@html.post("/reports/{report_id}/final", name="make_report_final")
def final(request: Request, tx: Tx, posted: Posted, report_id: str) -> Response:
    make_report_final(tx, report_id=report_id)
    return redirect(request, "report", "The report is final.", report_id=report_id)


@html.post("/reports/{report_id}/withdraw", name="withdraw_report")
def withdraw(request: Request, tx: Tx, posted: Posted, report_id: str) -> Response:
    try:
        withdraw_report(tx, report_id=report_id, reason=posted.text("reason"))
    except Invalid as invalid:
        return _read(request, tx, report_id, 422, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "report", "Withdrawn. It stays on record.", report_id=report_id)


@html.post("/reports/{report_id}/check", name="check_report")
def check_again(request: Request, tx: Tx, posted: Posted, report_id: str) -> Response:
    """Gathered again as known then, beside what was kept."""
    checked = check_report(tx, report_id=report_id)
    return page(request, "report_check.html", run=reports.report(tx, report_id), checked=checked, files=FILES)


@html.get("/reports/{report_id}/compare", name="compare_report")
def compare(request: Request, tx: Tx, report_id: str) -> Response:
    """Beside the edition before it, or the report of the period before."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    run = reports.report(tx, report_id)
    before = reports.report_before(tx, run)
    found = changes(reports.contents_of(tx, before), reports.contents_of(tx, run)) if before else []
    tx.audit("compare_report", subject=run.id, reading=True)
    return page(request, "report_compare.html", run=run, before=before, changes=found)


@html.get("/reports/{report_id}/cases", name="report_cases")
def cases(
    request: Request, tx: Tx, report_id: str, table: str = "", row: str = "", column: str = ""
) -> Response:
    """The cases behind one figure, for the office alone; each is noted as read."""
    found = show_cases_behind(tx, report_id=report_id, table=table, row=row, column=column)
    run = reports.report(tx, report_id)
    shown = reports.contents_of(tx, run).tables[table]
    label = (shown.caption, shown.row(row).label, dict(shown.columns)[column])
    return page(request, "report_cases.html", run=run, cases=found, label=label)


@html.get("/reports/{report_id}/charts/{number}.svg", name="report_chart")
def chart(tx: Tx, report_id: str, number: int, shape: str = "wide") -> Response:
    drawn = charts_of(_contents(tx, report_id), shape if shape in SHAPES else "wide")
    if not 0 <= number < len(drawn):
        raise NotFound("There is no such chart.")
    return Response(drawn[number].svg, media_type="image/svg+xml")


@html.get("/reports/{report_id}/files/{file}", name="report_file")
def download(tx: Tx, report_id: str, file: str) -> Response:
    if file not in FILES:
        raise NotFound("There is no such file.")
    run, content = take_report_file(tx, report_id=report_id, name=file)
    headers = {"Content-Disposition": f'attachment; filename="{downloaded_as(run, file)}"'}
    return Response(content, media_type=FILES[file].media, headers=headers)


def _contents(tx: Transaction, report_id: str) -> ReportContents:
    return reports.contents_of(tx, reports.report(tx, report_id))


def _list(request: Request, tx: Transaction, status_code: int = 200, **form: Any) -> Response:
    check(tx.person, Permission.VIEW_STATISTICS)
    office = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    kinds = report_rules().kinds
    return page(
        request,
        "reports.html",
        status_code,
        every=reports.reports(tx),
        kinds=[(kind.id, kind.label) for kind in kinds.values()],
        kind_labels={kind.id: kind.label for kind in kinds.values()},
        versions=[(name, label) for name, (label, _) in VERSIONS.items()],
        version_labels={name: label.split(":")[0] for name, (label, _) in VERSIONS.items()},
        periods=_periods(held_from(tx), london_day(tx.at)),
        status_labels=STATUS_LABELS,
        office=office,
        **form,
    )


def _read(request: Request, tx: Transaction, report_id: str, status_code: int = 200, **form: Any) -> Response:
    run = reports.report(tx, report_id)
    contents = reports.contents_of(tx, run)
    office = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    tx.audit("read_report", subject=run.id, reading=True)
    return page(
        request,
        "report.html",
        status_code,
        run=run,
        contents=contents,
        charts=list(enumerate(charts_of(contents))),
        defined={name: each.anchor for name, each in definitions().items()},
        signs=SIGNS,
        counted=(*COUNTED, "actions") if office else (),
        files=_files(tx, run),
        status_labels=STATUS_LABELS,
        office=office,
        own=tx.person.id == run.made_by,
        over=run.span.complete_on(london_day(tx.at)),
        **form,
    )


def _files(tx: Transaction, run: ReportRun) -> list[tuple[Any, Any]]:
    """What can be downloaded, in the order in which it is offered: the file, and its row."""
    standing = "final" if run.final_at else "draft"
    rows = {row.name: row for row in reports.files_of(tx, run) if row.standing == standing}
    return [(file, rows[name]) for name, file in FILES.items() if name in rows]


def _periods(first: date | None, today: date) -> list[tuple[str, str]]:
    """Every period that has begun since records began, the latest first."""
    years = range(period_of(first or today, "Y").year, period_of(today, "Y").year + 1)
    begun = [p for year in years for p in periods_of_year(year) if p.starts_on <= today]
    ordered = sorted(begun, key=lambda p: (p.ends_on, p.starts_on), reverse=True)
    return [(p.name, _label(p, today)) for p in ordered]


def _label(period: Period, today: date) -> str:
    months = f"{period.starts_on:%B %Y} to {period.ends_on:%B %Y}"
    return f"{period.label} ({months})" + ("" if period.complete_on(today) else ", not over yet")
