"""A report as blocks, from which its page, PDF and Word file are made: the same words and figures in each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.theming.domain.printed_blocks import (
    SHEET,
    Block,
    Cell,
    bullets,
    chart,
    heading,
    linked,
    note,
    paragraph,
    table,
    terms,
)
from services.theming.domain.reports.contents import ReportContents, ShownRow, ShownSection, ShownTable
from services.theming.domain.reports.kinds import definitions
from shared.written_dates import written_date

_FIRST = (
    "Behind each number is a child who died and a family that grieves. The numbers are here so that other "
    "children may live. No child, family or professional is named."
)
SIGNS = (
    "Signs: * hidden: too few to show, or it covers for others; it can be none, and must not be read as 0. "
    "Or a share of too few. : nothing is held. N/A: a share of none. 0: none. "
    "Shares are of those recorded and need not add to 100%."
)
_CONFIDENTIAL = "Confidential: for board members only. Do not copy it, pass it on or leave it lying about."
MOST_COLUMNS = 5  # of numbers, side by side on paper


@dataclass(frozen=True)
class DrawnChart:
    """A chart of a section: what it finds, the picture, and what the picture shows; ``narrow``: for a
    telephone.
    """

    section: str
    finding: str
    svg: str
    alt: str
    narrow: str = ""


@dataclass(frozen=True)
class Standing:
    """How a report stands as its files are made. ``final_at``: None while it is a draft."""

    report_id: str
    checksum: str
    made_by: str
    final_by: str = ""
    final_at: datetime | None = None

    @property
    def label(self) -> str:
        return "Final" if self.final_at else "Draft"


def printed_report(
    contents: ReportContents, standing: Standing, charts: Sequence[DrawnChart] = ()
) -> list[Block]:
    """Every block, in reading order."""
    return [
        heading(1, contents.title),
        *_head(contents, standing),
        *(block for section in contents.sections for block in _section(section, charts)),
        *_definitions(contents),
        *_how(contents, standing),
    ]


def _head(contents: ReportContents, standing: Standing) -> Iterator[Block]:
    yield paragraph(f"{contents.panel_name}\n{contents.area}", quiet=True)
    if contents.version == "confidential":
        yield note(_CONFIDENTIAL)
    if standing.final_at is None:
        yield note(f"Draft. {_why_draft(contents)}")
    yield paragraph(_FIRST)
    yield table(
        "About this report",
        ("What", "Which"),
        (
            ("Period", _period(contents)),
            ("Area", contents.area),
            ("Version", contents.version_label),
            ("Standing", standing.label),
            ("Figures as known on", written_date(contents.run_on)),
            ("Small numbers", f"{contents.policy}. {contents.policy_rule}"),
            ("Report", standing.report_id),
        ),
        (2, 5),
    )
    yield paragraph(SIGNS, quiet=True)


def _period(contents: ReportContents) -> str:
    first, last = written_date(contents.span.starts_on), written_date(contents.span.ends_on)
    over = "" if contents.complete else ". It is not over: the figures will grow"
    return f"{contents.span.label}: {first} to {last}{over}"


def _why_draft(contents: ReportContents) -> str:
    if not contents.complete:
        return "The period is not over, and the figures will grow."
    return "It has not been read by a second person."


def _section(section: ShownSection, charts: Sequence[DrawnChart]) -> Iterator[Block]:
    yield heading(2, section.title)
    if len(section.says) > 3:
        yield bullets(section.says)
    else:
        yield from (paragraph(each) for each in section.says)
    yield from (chart(c.finding, c.svg, c.alt, c.narrow) for c in charts if c.section == section.id)
    yield from (block for each in section.tables for block in _table(each))


def _table(shown: ShownTable) -> Iterator[Block]:
    """A table with many columns is printed in several, its first columns in each."""
    for number, columns in enumerate(_sheets(shown.columns)):
        words = shown.caption + (" (continued)" if number else "")
        caption = linked(words, _anchor(shown.definition))
        head = [shown.head, *(label for _, label in columns)]
        rows = [_row(shown, row, [name for name, _ in columns]) for row in shown.rows]
        yield table(caption, head, rows, (4, *[2] * len(columns)))
    yield from (paragraph(each, quiet=True) for each in shown.notes)


def _sheets(columns: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    if len(columns) <= MOST_COLUMNS:
        return [columns]
    first, rest = columns[0], columns[1:]
    step = MOST_COLUMNS - 1
    return [(first, *rest[at : at + step]) for at in range(0, len(rest), step)]


def _row(shown: ShownTable, row: ShownRow, columns: Sequence[str]) -> list[Cell]:
    place = {name: number for number, (name, _) in enumerate(shown.columns)}
    label: Cell = linked(row.label, _anchor(shown.of_base)) if row.kind == "base" else row.label
    return [label, *(row.cells[place[name]].printed for name in columns)]


def _anchor(definition: str) -> str:
    return definitions()[definition].anchor


def _definitions(contents: ReportContents) -> Iterator[Block]:
    yield SHEET
    yield heading(2, "What the figures mean")
    yield terms(contents.definitions)


def _how(contents: ReportContents, standing: Standing) -> Iterator[Block]:
    yield heading(2, "How this report was made")
    rows: Mapping[str, str] = {
        "Report": f"{standing.report_id}, {standing.label.lower()}",
        "Run on": written_date(contents.run_on),
        "Figures as known at": f"{contents.known_at:%Y-%m-%d %H:%M:%S} UTC",
        "Records held from": f"{contents.held_from:%B %Y}" if contents.held_from else "Nothing is held",
        "What it holds": f"Rules {contents.rules}; themes by codebook {contents.codebook}",
        "Small numbers": contents.policy,
        "Audited together with": _considered(contents),
        "Made by": standing.made_by,
        **({"Made final by": standing.final_by} if standing.final_at else {}),
        "Checksum of the figures (SHA-256)": standing.checksum,
    }
    yield table("How this report was made", ("What", "Which"), list(rows.items()), (2, 5))
    yield paragraph(
        "Made again from what was known then, the report says the same. A report that was wrong is withdrawn "
        "with a reason and never deleted.",
        quiet=True,
    )


def _considered(contents: ReportContents) -> str:
    names = dict.fromkeys(name for _, some in contents.considered for name in some)
    return "; ".join(names) or "Nothing: no table that hangs together with it is out"
