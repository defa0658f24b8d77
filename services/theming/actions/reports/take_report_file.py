"""Somebody takes a file of a report away: the final one, or for the office that of a draft."""

from services.theming.domain.reports.report_run import ReportRun
from services.theming.queries.reports import file_content, report
from shared.people import Permission, check
from shared.storage import Transaction


def take_report_file(tx: Transaction, *, report_id: str, name: str) -> tuple[ReportRun, bytes]:
    """The file as it was made. Raises NotFound where there is none for who asks."""
    check(tx.person, Permission.VIEW_STATISTICS)
    run = report(tx, report_id)
    content = file_content(tx, run, "final" if run.final_at else "draft", name)
    tx.audit("take_report_file", subject=run.id, reading=True, detail={"file": name})
    return run, content
