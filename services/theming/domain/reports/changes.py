"""What changed between two reports: figures that stand in both, where they say something else."""

from dataclasses import dataclass

from services.theming.domain.reports.contents import ReportContents


@dataclass(frozen=True)
class ChangedFigure:
    table: str
    row: str
    column: str
    before: str
    now: str


def changes(before: ReportContents, now: ReportContents) -> list[ChangedFigure]:
    """In the order of the newer report. A figure that stands in one alone is no change."""
    earlier = _figures(before)
    return [
        ChangedFigure(*place, earlier[key][1], text)
        for key, (place, text) in _figures(now).items()
        if key in earlier and earlier[key][1] != text
    ]


def same_figures(kept: ReportContents, again: ReportContents) -> bool:
    """Whether every figure that was kept stands in the report made again, whatever words are around it."""
    found = _figures(again)
    return all(key in found and found[key][1] == text for key, (_, text) in _figures(kept).items())


def _figures(of: ReportContents) -> dict[tuple[str, str, str], tuple[tuple[str, str, str], str]]:
    return {
        (table.id, row.key, name): ((table.caption, row.label, label), cell.printed)
        for table in of.tables.values()
        for row in table.rows
        for (name, label), cell in zip(table.columns, row.cells, strict=True)
    }
