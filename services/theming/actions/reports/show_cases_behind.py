"""The office looks at the cases behind a figure of a report; each is noted as read."""

from services.theming.queries.reports import contents_of, report
from services.theming.reports.cases_behind import cases_behind
from shared.people import Permission, check
from shared.storage import Transaction


def show_cases_behind(tx: Transaction, *, report_id: str, table: str, row: str, column: str) -> list[str]:
    """References of the cases that who is looking may see. Raises NotFound, NotPermitted."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    run = report(tx, report_id)
    found = cases_behind(tx, run, contents_of(tx, run), table=table, row=row, column=column)
    detail = {"table": table, "row": row, "column": column}
    for case in found:
        tx.audit("read_case_behind_figure", case=case, subject=run.id, reading=True, detail=detail)
    tx.audit("read_cases_behind_figure", subject=run.id, reading=True, detail=detail)
    return found
