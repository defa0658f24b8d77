"""Releases made by lot, a reader built apart from the product, and the rule of thumb to be better than.

The reader knows nothing of the product's relations: her unknowns are the finest groups of cases, and every
published cell is a sum of them.
"""

import random
from dataclasses import dataclass
from itertools import combinations, product

import highspy
import numpy as np

from services.theming.disclosure.attacking import Reader
from services.theming.disclosure.problem import Problem
from services.theming.disclosure.releases import ProtectedRelease
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release, Sum
from shared.disclosure.cells import Suppressed
from shared.disclosure.policies import DisclosurePolicy

Value = str | frozenset[str]
WIDER = {
    "area": (
        Sum(TOTAL, ("Leicester", "county and Rutland")),
        Sum("county and Rutland", ("Leicestershire", "Rutland")),
    ),
    "theme": (
        Sum(TOTAL, ("acute", "home"), overlapping=True),
        Sum("acute", ("asthma", "epilepsy"), overlapping=True, covering=True),
    ),
    "period": tuple(Sum(f"year {y}", tuple(f"Q{4 * y + q}" for q in range(1, 5))) for y in range(2)),
}
FINEST: dict[str, tuple[Value, ...]] = {
    "area": ("Leicester", "Leicestershire", "Rutland"),
    "theme": tuple(
        frozenset(themes)
        for number in range(4)
        for themes in combinations(("home", "asthma", "epilepsy"), number)
    ),
    "sex": ("female", "male", "not known"),
    "age": ("0-27 days", "28-364 days", "1-4 years", "5-17 years"),
    "modifiable": ("yes", "no"),
    "category": tuple("12345"),
}
SHAPES = (
    (("area", "age"),),
    (("sex", "category"),),
    (("area", "sex", "age"),),
    (("area", "age"), ("age", "category")),
    (("theme", "sex"),),
    (("theme", "area"), ("area", "modifiable")),
    (("sex", "modifiable"), ("modifiable", "category"), ("category", "area")),
    (("area", "sex", "age", "modifiable"),),
)
SIZES = (12, 60, 250, 900)


@dataclass(frozen=True)
class Cases:
    """``dims`` and each case's finest value in each."""

    dims: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]


def holds(finest: Value, value: str, dim: str) -> bool:
    """Whether a case with this finest value is counted under ``value``."""
    if value in (TOTAL, finest) or (isinstance(finest, frozenset) and value in finest):
        return True
    return any(
        each.whole == value and any(holds(finest, p, dim) for p in each.parts) for each in WIDER.get(dim, ())
    )


def values_of(dim: str) -> list[str]:
    """Every value that a table shows of a dimension, wider ones and the total included."""
    wider = [value for each in WIDER.get(dim, ()) for value in (each.whole, *each.parts)]
    return list(dict.fromkeys([*wider, *([] if wider else FINEST[dim]), TOTAL]))


def some_cases(draw: random.Random, dims: tuple[str, ...], number: int) -> Cases:
    """Cases spread unevenly; in one of three, most of them are of one kind."""
    weights = {dim: [draw.random() ** 3 + 0.01 for _ in FINEST[dim]] for dim in dims}
    values = [tuple(draw.choices(FINEST[dim], weights[dim])[0] for dim in dims) for _ in range(number)]
    if draw.random() < 0.33:
        values += [values[0]] * (3 * number)
    return Cases(dims, tuple(values))


def table_of(cases: Cases, dims: tuple[str, ...], name: str = "") -> LinkedTable:
    places = [cases.dims.index(dim) for dim in dims]
    every = list(product(*map(values_of, dims)))
    counts = {
        values: sum(
            all(holds(case[p], value, dim) for p, value, dim in zip(places, values, dims, strict=True))
            for case in cases.values
        )
        for values in every
    }
    return LinkedTable(name or " by ".join(dims), dims, counts)


def some_release(number: int) -> tuple[Cases, Release]:
    """The release of this number: always the same."""
    draw = random.Random(number)
    shape = SHAPES[number % len(SHAPES)]
    dims = tuple(dict.fromkeys(dim for table in shape for dim in table))
    cases = some_cases(draw, dims, SIZES[number // len(SHAPES) % len(SIZES)])
    tables = tuple(table_of(cases, each) for each in shape)
    return cases, Release(tables, {dim: WIDER[dim] for dim in dims if dim in WIDER})


class OutsideReader:
    """Somebody with every published table, whose unknowns are the finest groups of cases."""

    def __init__(self, dims: tuple[str, ...], finest: dict[str, tuple[Value, ...]] | None = None) -> None:
        known = {**FINEST, **(finest or {})}
        self.dims, self.groups = dims, list(product(*(known[dim] for dim in dims)))
        self.model = highspy.Highs()
        self.model.silent()
        self.model.setOptionValue("simplex_strategy", 4)
        self.model.addVars(len(self.groups), np.zeros(len(self.groups)), np.full(len(self.groups), np.inf))

    def reads(self, protected: ProtectedRelease) -> None:
        for table in protected.release.tables:
            for values, cell in protected.cells(table).items():
                if not isinstance(cell, Suppressed):
                    shown = getattr(cell, "count", 0)
                    low, high = protected.policy.interval(shown)
                    members = self._members(table, values)
                    self.model.addRow(low, high, len(members), members, np.ones(len(members)))

    def range_of(self, table: LinkedTable, values: tuple[str, ...]) -> tuple[float, float]:
        """How small and how large a cell can be, as far as she can tell."""
        return self._best(self._members(table, values), 1), self._best(self._members(table, values), -1)

    def _members(self, table: LinkedTable, values: tuple[str, ...]) -> np.ndarray:
        asked = [(self.dims.index(dim), value, dim) for dim, value in zip(table.dims, values, strict=True)]
        found = [i for i, g in enumerate(self.groups) if all(holds(g[p], v, d) for p, v, d in asked)]
        return np.array(found, dtype=np.int32)

    def _best(self, members: np.ndarray, sign: int) -> float:
        for place in members.tolist():
            self.model.changeColCost(place, float(sign))
        self.model.run()
        status = self.model.getModelStatus()
        solution = np.array(self.model.getSolution().col_value)[members].sum()
        for place in members.tolist():
            self.model.changeColCost(place, 0.0)
        if status == highspy.HighsModelStatus.kOptimal:
            return float(solution)
        assert status in (
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ), status
        return float("inf")


def exposed_to(reader: OutsideReader, protected: ProtectedRelease) -> list[str]:
    """Every hidden cell of a release that she can narrow down further than the policy allows.

    That a part of a hidden total is none may follow: else it would have been shown.
    """
    problem, found = protected.problem, []
    inside = Reader(problem, protected.hidden)
    for table in protected.release.tables:
        for values in table.counts:
            key = table.key(values)
            if key in protected.hidden and not problem.none_of_few(key):
                low, high = reader.range_of(table, values)
                if not leaves_enough_open(problem, protected.policy, key, low, high, inside.evident(key)):
                    found.append(f"{key} is {problem.counts[key]}, known to be {low:g} to {high:g}")
    return found


def leaves_enough_open(
    problem: Problem, policy: DisclosurePolicy, key, low: float, high: float, at_least: float
) -> bool:
    """``at_least``: what the shown zeros alone say of the count; nothing that is hidden can change that."""
    if high - low < policy.suppress_to - policy.suppress_from - 1e-5:
        return False
    if not policy.is_small(problem.counts[key]):
        return True
    low_enough = low <= max(policy.suppress_from, at_least) + 1e-5
    return low_enough and high >= policy.suppress_to - 1e-5


def cell_by_cell(problem: Problem) -> frozenset:
    """The rule of thumb: the smallest other count of a sum goes, until nothing gives a hidden one away."""
    hidden = {key for key in problem.keys if problem.must_hide(key)}
    while True:
        alone = [
            (relation, left[0])
            for relation in problem.relations
            if relation.exact and len(left := [key for key in relation.keys if key in hidden]) == 1
        ]
        alone = alone or [
            (relation, exposure.key)
            for exposure in Reader(problem, frozenset(hidden)).exposures()
            for relation in problem.relations
            if relation.exact and exposure.key in relation.keys
        ]
        chosen = {_smallest(problem, relation.keys, hidden) for relation, _ in alone} - {None}
        if not chosen:
            return frozenset(hidden)
        hidden |= {min(chosen, key=lambda key: (problem.counts[key] == 0, problem.counts[key], key))}


def _smallest(problem: Problem, keys, hidden):
    able = [key for key in keys if key in problem.hideable and key not in hidden]
    return min(able, key=lambda key: (problem.counts[key] == 0, problem.counts[key], key), default=None)


def left_open(problem: Problem, hidden: frozenset) -> int:
    """How many hidden counts come too near, or follow from what is shown."""
    return len(list(Reader(problem, hidden).exposures()))


def lost(problem: Problem, hidden: frozenset) -> tuple[int, int]:
    """What hiding loses: cells, and the counts in them."""
    return len(hidden), sum(problem.counts[key] for key in hidden)
