"""The files of a report are made and kept."""

from sqlalchemy import insert

from services.theming.domain.reports.contents import ReportContents
from services.theming.domain.reports.report_run import ReportRun
from services.theming.printing.makers import checksum
from services.theming.reports.files import made_files, made_with, standing_of
from services.theming.tables import report_file
from shared.storage import Transaction


def keep_files(tx: Transaction, run: ReportRun, contents: ReportContents, *, standing: str) -> None:
    """Part of the action that made the report, or made it final; ``standing``: draft or final."""
    for name, content in made_files(contents, standing_of(run)).items():
        file = {"name": name, "content": content, "sha256": checksum(content), "made_with": made_with()}
        tx.session.execute(insert(report_file).values(report_id=run.id, standing=standing, **file))
