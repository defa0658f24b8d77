"""Releases made to be hard to protect, and a reader who knows that cases are whole children.

Tables that go round in a circle bound finer counts that nobody published; one cell that holds most cases
leaves little to hide among; many zeros and ones say much of each other; a total one above a part tells it.
"""

import random
from itertools import combinations
from math import ceil

import highspy
import numpy as np

from services.theming.disclosure.attacking import Reader
from services.theming.disclosure.releases import ProtectedRelease
from services.theming.domain.statistics.linked_tables import LinkedTable, Release
from shared.disclosure.cells import Suppressed
from tests.unit.theming.linked_releases import (
    FINEST,
    WIDER,
    Cases,
    OutsideReader,
    some_cases,
    table_of,
)

SECONDS_A_QUESTION = 2.0


def crossed(*dims: str, by: int = 2) -> tuple[tuple[str, ...], ...]:
    return tuple(combinations(dims, by))


CIRCLES = (
    crossed("area", "sex", "modifiable"),
    crossed("area", "age", "category"),
    crossed("sex", "age", "category"),
    crossed("sex", "age", "modifiable", "area"),
    crossed("theme", "sex", "age"),
    crossed("area", "sex", "age", "modifiable", by=3),
    (("area", "sex"), ("sex", "age"), ("age", "modifiable"), ("area", "modifiable")),
)
SIZES = (12, 40, 90, 250, 900)


def circle(number: int) -> tuple[Cases, Release]:
    """Tables in a circle, of this number: always the same."""
    return _release(random.Random(1000 + number), CIRCLES[number % len(CIRCLES)], SIZES[number // 6 % 5])


def hard_release(number: int) -> tuple[Cases, Release]:
    """One of four kinds: a circle, one cell with nearly all, ones and noughts, one that stands out."""
    draw = random.Random(7000 + number)
    if number % 4 == 0:
        return circle(number // 4)
    shape = draw.choice((("area", "age", "sex"), ("theme", "area"), ("area", "sex", "age", "modifiable")))
    cases = some_cases(draw, shape, draw.choice((6, 15, 30)))
    match number % 4:
        case 1:
            cases = Cases(shape, cases.values[:9] + (cases.values[0],) * draw.choice((60, 600)))
        case 2:
            cases = Cases(shape, tuple(dict.fromkeys(cases.values)))
        case _:
            common = [values for values in cases.values if values[0] == cases.values[0][0]]
            cases = Cases(shape, (cases.values[-1], *common * draw.choice((4, 12))))
    return cases, _tables(cases, (shape, *crossed(*shape)))


def _release(draw: random.Random, shape: tuple[tuple[str, ...], ...], size: int) -> tuple[Cases, Release]:
    dims = tuple(dict.fromkeys(dim for table in shape for dim in table))
    cases = some_cases(draw, dims, size)
    return cases, _tables(cases, shape)


def _tables(cases: Cases, shape: tuple[tuple[str, ...], ...]) -> Release:
    sums = {dim: WIDER[dim] for dim in cases.dims if dim in WIDER}
    return Release(tuple(table_of(cases, dims) for dims in shape), sums)


class WholeChildren(OutsideReader):
    """The outside reader, who besides knows that every finest group is a whole number of children."""

    def __init__(self, dims: tuple[str, ...]) -> None:
        super().__init__(dims, {dim: FINEST[dim] for dim in dims})
        most = np.full(len(self.groups), 20_000.0)
        every = np.arange(len(self.groups), dtype=np.int32)
        self.model.changeColsBounds(len(every), every, np.zeros(len(every)), most)
        whole = np.array([highspy.HighsVarType.kInteger] * len(every))
        self.model.changeColsIntegrality(len(every), every, whole)
        self.model.setOptionValue("time_limit", SECONDS_A_QUESTION)
        self.model.setOptionValue("mip_rel_gap", 0.0)

    def can_be(self, table: LinkedTable, values: tuple[str, ...], low: int, high: int) -> bool | None:
        """Whether children could be so spread that the cell is between low and high; None if too hard."""
        members = self._members(table, values)
        self.model.addRow(float(low), float(high), len(members), members, np.ones(len(members)))
        self.model.run()
        status = self.model.getModelStatus()
        self.model.deleteRows(1, np.array([self.model.getNumRow() - 1], dtype=np.int32))
        if status == highspy.HighsModelStatus.kTimeLimit:
            return None
        return status == highspy.HighsModelStatus.kOptimal


def narrowed_by_whole_children(reader: WholeChildren, protected: ProtectedRelease) -> tuple[list[str], int]:
    """Small hidden counts of which whole children leave fewer open than 1 to ``suppress_to``, but for what is
    evident; and how many questions were too hard."""
    found, too_hard, policy = [], 0, protected.policy
    inside = Reader(protected.problem, protected.hidden)
    for table in protected.release.tables:
        for values, count in table.counts.items():
            if isinstance(protected.cell(table, values), Suppressed) and policy.is_small(count):
                evident = ceil(inside.evident(table.key(values)) - 1e-6)
                for low, high in ((0, max(policy.suppress_from, evident)), (policy.suppress_to, 20_000)):
                    told = reader.can_be(table, values, low, high)
                    too_hard += told is None
                    if told is False:
                        found.append(f"{table.key(values)} is {count}, not {low} to {high}")
    return found, too_hard
