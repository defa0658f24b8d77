"""The charts of a report, drawn from its own protected figures: what is not in a table is in no chart."""

from services.theming.domain.reports.contents import ReportContents
from services.theming.domain.reports.printed_report import DrawnChart


def charts_of(contents: ReportContents) -> list[DrawnChart]:
    """Those whose tables the report holds, in reading order."""
    return []
