"""Reports as they were made: who may see which, what they say, and their files."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Integer, func, select

from services.theming.domain.reports.contents import ReportContents
from services.theming.domain.reports.report_run import ReportRun, ReportStatus
from services.theming.tables import report_file, report_run
from shared.errors import NotFound
from shared.people import Permission, can, check
from shared.storage import Transaction

_CONTENTS: TypeAdapter[ReportContents] = TypeAdapter(ReportContents)
_NEWEST = (report_run.c.period.desc(), report_run.c.kind, report_run.c.version, report_run.c.edition.desc())


def reports(tx: Transaction) -> list[ReportRun]:
    """Every report for the office; for others who see statistics those published, the newest first."""
    check(tx.person, Permission.VIEW_STATISTICS)
    found = select(ReportRun).order_by(*_NEWEST)
    if not can(tx.person, Permission.VIEW_THEMES_OF_CASE):
        final = report_run.c.status == ReportStatus.FINAL
        found = found.where(final, report_run.c.version == "publishable")
    return list(tx.session.scalars(found))


def report(tx: Transaction, report_id: str) -> ReportRun:
    """One report. Who is not of the office finds neither a draft nor a confidential one."""
    check(tx.person, Permission.VIEW_STATISTICS)
    found = _found(tx, report_id, for_change=False)
    if not (found.for_everybody or can(tx.person, Permission.VIEW_THEMES_OF_CASE)):
        raise NotFound("There is no such report.")
    return found


def report_for_change(tx: Transaction, report_id: str) -> ReportRun:
    """One report, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.CONFIRM_THEME)
    return _found(tx, report_id, for_change=True)


def editions(tx: Transaction, kind: str, period: str, version: str) -> list[ReportRun]:
    """Every edition of a report, the first first."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    same = (report_run.c.kind == kind) & (report_run.c.period == period) & (report_run.c.version == version)
    return list(tx.session.scalars(select(ReportRun).where(same).order_by(report_run.c.edition)))


def contents_of(tx: Transaction, run: ReportRun) -> ReportContents:
    """What a report says, for who has found it."""
    check(tx.person, Permission.VIEW_STATISTICS)
    kept = tx.session.scalar(select(report_run.c.contents).where(report_run.c.id == run.id))
    return _CONTENTS.validate_python(kept)


def files_of(tx: Transaction, run: ReportRun) -> Sequence[Any]:
    """Standing, name, checksum, size in bytes and maker of each file, without the files."""
    check(tx.person, Permission.VIEW_STATISTICS)
    size = func.length(report_file.c.content, type_=Integer).label("size")
    columns = [report_file.c[name] for name in ("standing", "name", "sha256", "made_with")]
    found = select(*columns, size).where(report_file.c.report_id == run.id)
    return tx.session.execute(found.order_by(report_file.c.standing, report_file.c.name)).all()


def file_content(tx: Transaction, run: ReportRun, standing: str, name: str) -> bytes:
    """The bytes of one file. Raises NotFound."""
    check(tx.person, Permission.VIEW_STATISTICS)
    file = report_file.c
    wanted = (file.report_id == run.id) & (file.standing == standing) & (file.name == name)
    found = tx.session.scalar(select(file.content).where(wanted)) if name.isprintable() else None
    if found is None:
        raise NotFound("There is no such file.")
    return bytes(found)


def report_before(tx: Transaction, run: ReportRun) -> ReportRun | None:
    """The one to compare with: the edition before it, else the newest of the period before."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    same = (report_run.c.kind == run.kind) & (report_run.c.version == run.version)
    length = func.length(report_run.c.period) == len(run.period)
    earlier = (report_run.c.period < run.period) | (
        (report_run.c.period == run.period) & (report_run.c.edition < run.edition)
    )
    newest = (report_run.c.period.desc(), report_run.c.edition.desc())
    found = select(ReportRun).where(
        same, length, earlier, report_run.c.status != ReportStatus.WITHDRAWN, _same_kind(run)
    )
    return tx.session.scalar(found.order_by(*newest).limit(1))


def _same_kind(run: ReportRun) -> Any:
    """A half-year is compared with half-years, a quarter with quarters."""
    return report_run.c.period.contains(f"-{run.span.kind}") if run.span.kind != "Y" else True


def _found(tx: Transaction, report_id: str, *, for_change: bool) -> ReportRun:
    wanted = select(ReportRun).where(report_run.c.id == report_id)
    if for_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = tx.session.scalar(wanted) if report_id.isprintable() else None
    if found is None:
        raise NotFound("There is no such report.")
    return found
