"""The cases behind a figure of a report, for the office: as they were counted when it was made."""

from services.theming.domain.reports.contents import ReportContents
from services.theming.domain.reports.counting import PARTS
from services.theming.domain.reports.kinds import PART, TableSpec, report_rules
from services.theming.domain.reports.over_time import COUNTED as OVER_TIME
from services.theming.domain.reports.over_time import area_and_period
from services.theming.domain.reports.report_run import ReportRun
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.linking import THEME
from services.theming.queries import report_material
from services.theming.queries.facts import ListedCase, cases_listed
from services.theming.reports.gathering import FIRST_DAY
from shared.errors import NotFound
from shared.storage import Transaction

COUNTED = ("notified", "reviewed", "open")


def cases_behind(
    tx: Transaction, run: ReportRun, contents: ReportContents, *, table: str, row: str, column: str
) -> list[str]:
    """References, in order; those restricted to others are left out. Raises NotFound for no such figure."""
    spec = report_rules().tables.get(table)
    shown = contents.tables.get(table)
    if shown is None or not _is_figure(shown, row, column) or (spec is None and table not in OVER_TIME):
        raise NotFound("There is no such figure in this report.")
    if spec is None:
        return _over_time(tx, run, table, row, column)
    if spec.basis == "actions":
        return _of_actions(tx, run, contents, spec, row, column)
    counted = _listed(tx, run, contents, spec)
    return [each.case_reference for each in counted if _is_behind(each, spec, row, column)]


def _is_figure(shown, row: str, column: str) -> bool:  # type: ignore[no-untyped-def]
    return any(each.key == row for each in shown.rows) and column in dict(shown.columns)


def _over_time(tx: Transaction, run: ReportRun, table: str, row: str, column: str) -> list[str]:
    """Of a figure of one period, of an area or of all; behind a median are all reviews of the period."""
    basis, dim = OVER_TIME[table]
    area, period = area_and_period(row)
    found = cases_listed(
        tx,
        basis=basis,
        dims=(dim,) if dim else (),
        first_day=period.starts_on,
        last_day=period.ends_on,
        known_at=run.known_at,
    )
    return [
        each.case_reference
        for each in found
        if (not area or _in_part(each.area, area)) and _has(each, dim, column)
    ]


def _listed(tx: Transaction, run: ReportRun, contents: ReportContents, spec: TableSpec) -> list[ListedCase]:
    open_cases = spec.basis == "open"
    dims = [*spec.dims, *(["theme_group"] if THEME in spec.dims else [])]
    dims += ["reviewed"] if open_cases else []
    found = cases_listed(
        tx,
        basis="notified" if open_cases else spec.basis,
        dims=tuple(dict.fromkeys(dims)),
        first_day=FIRST_DAY if open_cases else run.span.starts_on,
        last_day=contents.run_on if open_cases else run.span.ends_on,
        known_at=run.known_at,
    )
    return [each for each in found if not open_cases or "not_reviewed" in each.values["reviewed"]]


def _is_behind(each: ListedCase, spec: TableSpec, row: str, column: str) -> bool:
    if not _has(each, spec.rows, row):
        return False
    return _in_part(each.area, column) if spec.across == PART else _has(each, spec.across, column)


def _has(each: ListedCase, dim: str, key: str) -> bool:
    if key == TOTAL or not dim:
        return True
    if key.startswith("group:"):
        return key.removeprefix("group:") in each.values["theme_group"]
    return key in each.values[dim]


def _in_part(area: str, column: str) -> bool:
    known = {a for _, areas in PARTS.values() for a in areas}
    return column == TOTAL or (area if area in known else "Other") in PARTS[column][1]


def _of_actions(
    tx: Transaction, run: ReportRun, contents: ReportContents, spec: TableSpec, row: str, column: str
) -> list[str]:
    from services.theming.domain.reports.actions_counted import actions_alike

    return [
        case
        for case, actions in report_material.actions_listed(tx, run.span, run.known_at).items()
        if any(
            (row == TOTAL or row in alike.values[spec.rows])
            and (spec.across != PART or _in_part(alike.area, column))
            for alike in actions_alike(actions, contents.run_on)
        )
    ]
