"""What is read of a spreadsheet, and why one is not read at all."""

from dataclasses import dataclass, field

from services.notifications.domain.importing.cells import Cell, CellKind, column_letters

MOST_BYTES = 9_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SHEETS = 30
MOST_CELL_CHARACTERS = 50_000
MOST_UNPACKED_BYTES = 200_000_000
MOST_PARTS = 2_000


class NotReadable(ValueError):
    """The file is not a spreadsheet that can be taken in; the message says why in plain words."""


@dataclass
class Sheet:
    """``rows``: the filled cells by row number, from 1, and column letters. ``hidden`` sheets are said."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[str, Cell]] = field(default_factory=dict)
    merged: int = 0

    def put(self, row: int, column: int, cell: Cell | None) -> None:
        """Keep a cell. Raises NotReadable beyond the limits."""
        if cell is None:
            return
        if row > MOST_ROWS or len(self.rows) > MOST_ROWS:
            raise NotReadable(f"A sheet may have {MOST_ROWS:,} rows at most. Split it into several files")
        if column > MOST_COLUMNS:
            raise NotReadable(f"A sheet may have {MOST_COLUMNS} columns at most. Delete what is not needed")
        if len(cell.text) > MOST_CELL_CHARACTERS:
            raise NotReadable(f"A cell may have {MOST_CELL_CHARACTERS:,} characters at most")
        self.rows.setdefault(row, {})[column_letters(column)] = cell

    @property
    def removed(self) -> int:
        """How many invisible characters were taken out."""
        return sum(cell.removed for row in self.rows.values() for cell in row.values())

    @property
    def columns(self) -> int:
        return max((len(row) for row in self.rows.values()), default=0)


@dataclass
class Spreadsheet:
    """``kind`` is "xlsx", "ods" or "csv"; ``remarks`` what the reader found out and a person should know."""

    kind: str
    sheets: list[Sheet]
    remarks: list[str] = field(default_factory=list)


def number_cell(value: float | int) -> Cell:
    """A number as it is written: whole ones without a point."""
    whole = isinstance(value, int) or value.is_integer()
    return Cell(CellKind.NUMBER, str(int(value)) if whole else repr(value))


def merged_cell() -> Cell:
    return Cell(CellKind.MERGED, "merged")
