"""A CSV of counts, read strictly: what is unclear in it is named with its line, and nothing is guessed."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Sum, Values
from services.theming.domain.statistics.tree import Key
from shared.errors import Fault

MISSING = ("", ":")
"""What a count can be where nothing is held for it. It is not 0."""
LARGEST = 1_000_000_000
NO_COUNT = "not a whole number from 0, written with digits only"
BETWEEN = (",", ";", "\t")
Row = list[str]


@dataclass(frozen=True)
class CountFile:
    """``rows``: each line as it was and the values of its cell. ``kept``: the columns that may go out.
    ``lines``: where each cell stands, the header being line 1."""

    header: Row
    rows: tuple[tuple[Row, Values], ...]
    table: LinkedTable
    count_at: int
    kept: tuple[int, ...]
    lines: Mapping[Key, int]
    between: str
    line_end: str

    @property
    def left_out(self) -> tuple[str, ...]:
        return tuple(name for place, name in enumerate(self.header) if place not in self.kept)

    def values_of(self, dim: str) -> Values:
        """The values of a dimension but for its total, in the order of the file."""
        place = self.table.dims.index(dim)
        return tuple(dict.fromkeys(v[place] for _, v in self.rows if v[place] != TOTAL))


def read_counts(text: str, dims: Sequence[str], count: str) -> tuple[CountFile | None, list[Fault]]:
    """The file, or None with every fault of it."""
    try:
        between = _between(text, dims, count)
        lines = _lines(text, between)
    except csv.Error as error:
        return None, [Fault("file", f"This is not CSV: {error}.")]
    header = [name.strip() for name in lines[0][1]] if lines else []
    faults = _faults_of_header(header, dims, count)
    if faults:
        return None, faults
    at, count_at = [header.index(dim) for dim in dims], header.index(count)
    faults = _faults_of_rows(lines[1:], header, at, count_at)
    if faults:
        return None, faults
    rows = tuple((row, _values(row, at)) for _, row in lines[1:])
    table = _table(rows, tuple(dims), count_at)
    kept = tuple(c for c in range(len(header)) if c in (*at, count_at) or _says_nothing_more(c, rows, at))
    numbers = {table.key(values): number for (number, _), (_, values) in zip(lines[1:], rows, strict=True)}
    line_end = "\r\n" if "\r\n" in text else "\n"
    return CountFile(header, rows, table, count_at, kept, numbers, between, line_end), []


def _table(rows: tuple[tuple[Row, Values], ...], dims: Values, count_at: int) -> LinkedTable:
    held = {values: row[count_at].strip() for row, values in rows}
    counts = {values: int(written) for values, written in held.items() if written not in MISSING}
    return LinkedTable("file", dims, counts, frozenset(held) - frozenset(counts))


def _between(text: str, dims: Sequence[str], count: str) -> str:
    """What stands between columns: the first with which the header names every column that was asked for."""
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    return next((each for each in BETWEEN if {*dims, count}.issubset(_names(first, each))), BETWEEN[0])


def _names(first: str, between: str) -> list[str]:
    """What the header would be with this between its columns; a quoted one may be no CSV with another."""
    try:
        return [name.strip() for _, row in _lines(first, between) for name in row]
    except csv.Error:
        return []


def _lines(text: str, between: str) -> list[tuple[int, Row]]:
    """Each row that is not blank with the number of the line on which it ends."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=between, strict=True)
    return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def _faults_of_header(header: Row, dims: Sequence[str], count: str) -> list[Fault]:
    if not header:
        return [Fault("file", "The file is empty. Its first line must name the columns.")]
    there = f"The columns are: {', '.join(header)}."
    faults = [] if dims else [Fault("dims", f"Name at least one dimension. {there}")]
    faults += [Fault("dims", f"{name} is named twice.") for name in _twice(dims)]
    faults += [Fault("dims", f"There is no column {name}. {there}") for name in dims if name not in header]
    if count not in header:
        faults.append(Fault("count", f"There is no column {count or 'of counts'}. {there}"))
    if count in dims:
        faults.append(Fault("count", f"{count} cannot be a dimension and the count as well."))
    faults += [Fault("file", f"Two columns are called {name}.") for name in _twice(header) if name]
    if "status" in header:
        faults.append(Fault("file", "There is a column status already, which is what the answer adds."))
    return faults


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if list(names).count(name) > 1]


def _faults_of_rows(lines: list[tuple[int, Row]], header: Row, at: list[int], count_at: int) -> list[Fault]:
    if not lines:
        return [Fault("file", "There are no rows under the header.")]
    faults = [fault for number, row in lines for fault in _faults_of_row(number, row, header, at, count_at)]
    return faults + _repeated(lines, at, len(header))


def _faults_of_row(number: int, row: Row, header: Row, at: list[int], count_at: int) -> list[Fault]:
    if len(row) != len(header):
        return [Fault("file", f"Line {number}: {len(row)} columns where the header has {len(header)}.")]
    faults = [
        Fault(header[c], f"Line {number}: {header[c]} is blank. Write a value, or Total.")
        for c in at
        if not row[c].strip()
    ]
    written = row[count_at].strip()
    if written not in MISSING and not _is_count(written):
        because = (
            "is suppressed already" if written in ("*", "c", "..") else f'is "{written[:20]}", {NO_COUNT}'
        )
        faults.append(Fault(header[count_at], f"Line {number}: {header[count_at]} {because}."))
    return faults


def _is_count(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 10 and int(written) <= LARGEST


def _values(row: Row, at: list[int]) -> Values:
    """The values of a row's cell; a total is a total however it is capitalised."""
    written = [" ".join(row[c].split()) for c in at]
    return tuple(TOTAL if value.lower() == TOTAL.lower() else value for value in written)


def _repeated(lines: list[tuple[int, Row]], at: list[int], width: int) -> list[Fault]:
    first: dict[Values, int] = {}
    faults = []
    for number, row in lines:
        if len(row) == width:
            before = first.setdefault(_values(row, at), number)
            if before != number:
                faults.append(Fault("file", f"Line {number}: the same dimensions as in line {before}."))
    return faults


def _says_nothing_more(column: int, rows: tuple[tuple[Row, Values], ...], at: list[int]) -> bool:
    """Whether a further column has the same words throughout, or labels the values of one dimension.

    A number is never only a label: it can be the total that is to be hidden.
    """
    written = [row[column] for row, _ in rows]
    if any(_is_number(text) for text in written):
        return False
    return len(set(written)) <= 1 or any(_labels(place, rows, written) for place in range(len(at)))


def _labels(place: int, rows: tuple[tuple[Row, Values], ...], written: list[str]) -> bool:
    pairs = {(values[place], text) for (_, values), text in zip(rows, written, strict=True)}
    return len(pairs) == len({value for value, _ in pairs}) < len(rows)


def _is_number(text: str) -> bool:
    try:
        float(text.strip().strip("%\u00a3<>~").replace(",", ""))
    except ValueError:
        return False
    return True


def unmarked_totals(file: CountFile) -> dict[str, list[Sum]]:
    """In dimensions without Total: a value that is the sum of the two or more others, wherever it stands.

    A reader sees that "All" is all, whatever it is called.
    """
    found = {}
    for place, dim in enumerate(file.table.dims):
        values = file.values_of(dim)
        marked = any(held[place] == TOTAL for _, held in file.rows)
        wholes = [] if marked or len(values) < 3 else [v for v in values if _is_sum(file.table, place, v)]
        if wholes:
            found[dim] = [Sum(wholes[0], tuple(value for value in values if value != wholes[0]))]
    return found


def _is_sum(table: LinkedTable, place: int, value: str) -> bool:
    wholes, others = dict[Values, int](), dict[Values, int]()
    for values, count in table.counts.items():
        beside, into = values[:place] + values[place + 1 :], wholes if values[place] == value else others
        into[beside] = into.get(beside, 0) + count
    return wholes == others and any(wholes.values())
