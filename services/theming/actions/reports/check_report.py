"""A report is made again from what was known when it was made, and compared with what was kept."""

from dataclasses import dataclass

from services.theming.domain.reports.changes import same_figures
from services.theming.queries.reports import contents_of, files_of, report
from services.theming.reports.gathering import ReportAsked, gather_report
from shared.people import Permission, check
from shared.storage import Transaction


@dataclass(frozen=True)
class CheckedFile:
    """``same``: the file made again has the same bytes. ``made_with``, ``now_with``: makers then and now."""

    standing: str
    name: str
    sha256: str
    same: bool
    made_with: str
    now_with: str


@dataclass(frozen=True)
class CheckedReport:
    """``same``: what was gathered again, as known then, is what was kept.

    ``other_words``: every figure is, and a newer version of the program says something around them otherwise.
    """

    same: bool
    other_words: bool
    checksum: str
    again: str
    files: tuple[CheckedFile, ...]


def check_report(tx: Transaction, *, report_id: str) -> CheckedReport:
    """Raises NotFound. For the office."""
    # Here and not above: what makes the files is loaded where they are made, and nowhere else.
    from services.theming.printing.makers import checksum
    from services.theming.reports.files import checksum_of, made_files, made_with, standing_at

    check(tx.person, Permission.CONFIRM_THEME)
    run = report(tx, report_id)
    kept = contents_of(tx, run)
    considered = dict(kept.considered)
    asked = ReportAsked(run.kind, run.span, run.version, run.panel_name, run.known_at, considered)
    again = gather_report(tx, asked).contents
    made = {each: made_files(again, standing_at(run, each)) for each in ("draft", "final")}
    files = tuple(
        CheckedFile(
            row.standing,
            row.name,
            row.sha256,
            checksum(made[row.standing][row.name]) == row.sha256,
            row.made_with,
            made_with(),
        )
        for row in files_of(tx, run)
    )
    found = checksum_of(again)
    identical, newer = found == run.checksum, any(each.made_with != each.now_with for each in files)
    other_words = not identical and newer and same_figures(kept, again)
    checked = CheckedReport(identical, other_words, run.checksum, found, files)
    same = checked.same and all(each.same for each in files)
    tx.audit("check_report", subject=run.id, detail={"same": same})
    return checked
