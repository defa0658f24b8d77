"""A reader of a report's files, built apart from the product: she has the printed cells and adds them up."""

import numpy as np
from scipy.optimize import linprog

from services.theming.domain.reports.contents import ReportContents, ShownTable
from services.theming.domain.reports.kinds import VERSIONS
from services.theming.domain.reports.over_time import AREAS, TIMELY, area_and_period
from shared.disclosure.policies import policy_on

OVERLAPS = ("theme", "theme_group", "supplementary_form", "modifiable_factor_domain")
BASES = ("notified", "reviewed")
Cell = frozenset[tuple[str, str]]


class ReportReader:
    """Every printed count is a variable within what its rounding leaves open; tables add up."""

    def __init__(self, contents: ReportContents, dims: dict[str, tuple[str, str]]) -> None:
        self._policy = policy_on(VERSIONS[contents.version][1], contents.run_on)
        self._period = contents.period
        self._bounds: dict[Cell, tuple[float, float | None]] = {}
        self._sums: list[tuple[Cell, list[Cell]]] = []
        self.hidden: dict[Cell, str] = {}
        for table in contents.tables.values():
            if table.id in dims:
                self._read(table, *dims[table.id])
            if table.id in (TIMELY, AREAS):
                self._read_over_time(table)

    def _read(self, table: ShownTable, down: str, across: str) -> None:
        columns = [name for name, _ in table.columns]
        for row in table.rows:
            for name, cell in zip(columns, row.cells, strict=True):
                self._note(self._cell(table, down, row.key, across, name), cell.status, cell.text, table.id)
            if len(columns) > 1:
                parts = [self._cell(table, down, row.key, across, name) for name in columns[1:]]
                self._sums.append((self._cell(table, down, row.key, across, columns[0]), parts))
        if down not in OVERLAPS:
            keys = [row.key for row in table.rows if row.key != "Total"]
            for name in columns:
                parts = [self._cell(table, down, key, across, name) for key in keys]
                self._sums.append((self._cell(table, down, "Total", across, name), parts))

    def _read_over_time(self, table: ShownTable) -> None:
        """Rows are periods, or areas in years; the quarters come to their year."""
        across = "in_time" if table.id == TIMELY else "modifiability"
        names = [name for name, _ in table.columns]
        cells: dict[tuple[str, str], Cell] = {}
        for row in table.rows:
            area, period = area_and_period(row.key)
            held = {("part", area)} if area else set()
            held |= {("period", period.name)} if period.name != self._period else set()
            for name in names:
                value = {(across, name)} if name != "Total" else set()
                cells[row.key, name] = frozenset({("basis", table.basis), *held, *value})
                shown = table.cell(row.key, name)
                self._note(cells[row.key, name], shown.status, shown.text, table.id)
            if table.id == TIMELY:
                parts = [cells[row.key, name] for name in names[1:]]
                self._sums.append((cells[row.key, "Total"], parts))
        quarters = [row.key for row in table.rows if row.key.startswith(f"{self._period}-Q")]
        if table.id == TIMELY and len(quarters) == 4:
            whole = [(cells[self._period, n], [cells[q, n] for q in quarters]) for n in names]
            self._sums += whole

    def _cell(self, table: ShownTable, down: str, row: str, across: str, column: str) -> Cell:
        held = {(down, row), (across, column)}
        return frozenset({("basis", table.basis), *((d, v) for d, v in held if v != "Total" and d)})

    def _note(self, cell: Cell, status: str, text: str, where: str) -> None:
        if status == "suppressed":
            self.hidden[cell] = where
            self._bounds.setdefault(cell, (0.0, None))
        else:
            low, high = self._policy.interval(int(text))
            self._bounds[cell] = (float(low), float(high))

    def too_narrow(self) -> list[tuple[str, float, float]]:
        """Hidden cells that she can bound nearer than the policy allows."""
        places = {cell: number for number, cell in enumerate(self._bounds)}
        rows = np.zeros((len(self._sums), len(places)))
        for number, (whole, parts) in enumerate(self._sums):
            rows[number, places[whole]] = 1
            for part in parts:
                rows[number, places[part]] -= 1
        least = self._policy.suppress_to - self._policy.suppress_from
        found = []
        for cell, where in self.hidden.items():
            aim = np.zeros(len(places))
            aim[places[cell]] = 1
            low, high = (self._best(sign * aim, rows) * sign for sign in (1, -1))
            if high - low < least - 1e-6:
                found.append((f"{where}: {sorted(cell)}", low, high))
        return found

    def _best(self, aim: np.ndarray, rows: np.ndarray) -> float:
        found = linprog(aim, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=list(self._bounds.values()))
        assert found.status in (0, 3), found.message
        return float(found.fun) if found.status == 0 else -np.inf
