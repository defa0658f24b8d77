"""The board report as blocks that are printed: the same words and figures as on the page."""

from collections.abc import Sequence

from services.panel.domain.bundles.printed import Block, heading, paragraph, table
from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.sharing import SharedLearning
from services.panel.domain.reports.board_report import BoardReport
from services.panel.domain.reports.meetings_held import MeetingsHeld
from services.panel.domain.reports.report_table import EXCEPTIONS, HEADS, SIGNS, about, figure_rows


def printed_report(
    report: BoardReport,
    *,
    area: str,
    version: str,
    held: MeetingsHeld,
    overdue: Sequence[LoggedAction],
    learning: Sequence[SharedLearning],
) -> list[Block]:
    """Exceptions first, then all figures, the meetings, and the learning that may be published."""
    described = table("About this report", ("What", "Which"), about(report, area, version))
    return [
        heading(1, f"Board report, {report.period.label}"),
        described,
        *_figures(EXCEPTIONS, figure_rows(report.exceptions)),
        *_overdue(overdue),
        *_figures("All figures", figure_rows(report.lines)),
        paragraph(f"Signs: {SIGNS}.", quiet=True),
        heading(2, "Meetings"),
        *(paragraph(said) for said in held.sentences),
        *_learning(learning),
    ]


def _figures(title: str, rows: list[tuple[str, ...]]) -> list[Block]:
    return [heading(2, title), table(title, HEADS, rows) if rows else paragraph("None.")]


def _overdue(actions: Sequence[LoggedAction]) -> list[Block]:
    if not actions:
        return []
    rows = [(one.action.text, one.action.owner, f"{one.feedback_due_on:%d/%m/%Y}") for one in actions]
    title = "Actions overdue at the end of the period"
    return [heading(3, title), table(title, ("Action", "Lead", "Feedback due"), rows)]


def _learning(texts: Sequence[SharedLearning]) -> list[Block]:
    said = [block for one in texts for block in (heading(3, one.title), paragraph(one.text))]
    return [
        heading(2, "Learning"),
        *(said or [paragraph("No learning has been marked fit for publication.")]),
    ]
