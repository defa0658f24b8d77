"""Which cells to hide: the fewest counts, so that no sum leaves a single hidden cell to be subtracted.

An integer program, solved exactly by HiGHS; the same input always gives the same choice.
"""

from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from services.theming.disclosure.problem import Problem
from services.theming.domain.statistics.tree import Key

COST_OF_A_ZERO = 10_000.0
WORTH_OF_A_HALF_YEAR = 0.05
Row = tuple[dict[int, float], float]
"""Coefficients of the 0/1 choices and the least their weighted sum may be."""


class NoPattern(Exception):
    """No pattern of hidden cells satisfies the rules: nothing may be published."""


def choose_hidden(problem: Problem, also: frozenset[Key] = frozenset()) -> frozenset[Key]:
    """The cheapest set of hidden cells that holds every cell that must go and all of ``also``.

    In each exact sum with a hidden cell at least two are hidden. Settled cells keep their state.
    """
    free = [key for key in problem.keys if key in problem.hideable]
    place = {key: number for number, key in enumerate(free)}
    least = np.array([float(problem.must_hide(key) or key in also) for key in free])
    settled = frozenset(key for key, hidden in problem.settled.items() if hidden)
    chosen = _solve(_costs(problem, free), least, list(_rows(problem, place, settled)))
    # Whatever else is chosen, what is small is never shown.
    small = {key for key in problem.keys if problem.must_hide(key) and key not in problem.settled}
    return frozenset(key for key, hide in zip(free, chosen, strict=True) if hide) | settled | small


def _costs(problem: Problem, free: list[Key]) -> np.ndarray:
    return np.array([_cost(problem.counts[key], key[2]) for key in free])


def _cost(count: int, period: str) -> float:
    """What hiding a count loses. Half-years go first: people ask for quarters and for the year."""
    if not count:
        return COST_OF_A_ZERO
    return (count + 1.0) * (WORTH_OF_A_HALF_YEAR if "-H" in period else 1.0)


def _rows(problem: Problem, place: dict[Key, int], settled: frozenset[Key]) -> Iterable[Row]:
    for relation in problem.relations:
        if relation.exact:
            for key in relation.keys:
                if key in place or key in settled:
                    yield _needs_company(key, relation.keys, place, settled)
    for keys, number in problem.at_least:
        already = sum(key in settled for key in keys)
        yield {place[key]: 1.0 for key in keys if key in place}, float(number - already)


def _needs_company(key: Key, keys: tuple[Key, ...], place: dict[Key, int], settled: frozenset[Key]) -> Row:
    """If ``key`` is hidden, so is another cell of the same sum."""
    others = [other for other in keys if other != key]
    row = {place[other]: 1.0 for other in others if other in place}
    if key in place:
        row[place[key]] = -1.0
    needed = 0.0 if key in place else 1.0
    return row, needed - sum(other in settled for other in others)


def _solve(costs: np.ndarray, least: np.ndarray, rows: list[Row]) -> list[bool]:
    rows = [(coefficients, lower) for coefficients, lower in rows if _can_bind(coefficients, lower)]
    if not len(costs) or not rows:
        return [bool(value) for value in least]
    entries = [
        (number, column, value) for number, (row, _) in enumerate(rows) for column, value in row.items()
    ]
    lines, columns, values = zip(*entries, strict=True)
    matrix = csr_array((values, (lines, columns)), shape=(len(rows), len(costs)))
    found = milp(
        costs,
        integrality=np.ones(len(costs)),
        bounds=Bounds(least, np.ones(len(costs))),
        constraints=LinearConstraint(matrix, lb=np.array([lower for _, lower in rows])),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise NoPattern(found.message)
    return [bool(value > 0.5) for value in found.x]


def _can_bind(coefficients: dict[int, float], lower: float) -> bool:
    if not coefficients:
        if lower > 0:
            raise NoPattern("a settled cell stands alone in its sum")
        return False
    return sum(min(value, 0.0) for value in coefficients.values()) < lower
