"""Which cells to hide: the fewest counts, so that no sum leaves a single hidden cell to be subtracted.

An integer program, solved by HiGHS; the same input always gives the same choice. What an attack shows to be
needed besides comes as rows (``Need``), after Fischetti and Salazar-González, "Solving the cell suppression
problem on tabular data with linear constraints", Management Science 47 (2001).
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from services.theming.disclosure.problem import Need, Problem
from services.theming.disclosure.rounding import rounded
from services.theming.domain.statistics.tree import Key, Relation

COST_OF_A_ZERO = 10_000.0
COST_OF_A_CELL = 25.0
"""What the going of a cell costs besides its count, so that neither many cells nor large ones go."""
NEAR, NEAR_IF_LARGE = 0.01, 0.03
"""The choice may lose so much more than the least that can be lost: proving the rest takes long."""
Row = tuple[dict[int, float], float]
"""Coefficients of the 0/1 choices and the least their weighted sum may be."""


class NoPattern(Exception):
    """No pattern of hidden cells satisfies the rules: nothing may be published."""


def choose_hidden(
    problem: Problem, needs: Sequence[Need] = (), also: frozenset[Key] = frozenset()
) -> frozenset[Key]:
    """The cheapest set of hidden cells that holds every cell that must go and all of ``also``.

    In each exact sum with a hidden cell at least two are hidden, and all ``needs`` are met. Settled cells
    keep their state.
    """
    free = [key for key in problem.keys if key in problem.hideable]
    place = {key: number for number, key in enumerate(free)}
    least = np.array([float(problem.must_hide(key) or key in also) for key in free])
    settled = frozenset(key for key, hidden in problem.settled.items() if hidden)
    # Whatever else is chosen, what is small is never shown.
    small = {key for key in problem.keys if problem.must_hide(key) and key not in problem.settled}
    sure = settled.union(key for key in free if least[place[key]])
    rows = list(_rows(problem, needs, place, settled, sure))
    chosen = _solve(_costs(problem, free), least, rows, large=problem.large)
    return frozenset(key for key, hide in zip(free, chosen, strict=True) if hide) | settled | small


def _costs(problem: Problem, free: list[Key]) -> np.ndarray:
    return np.array([cost_of(problem, key) for key in free])


def cost_of(problem: Problem, key: Key) -> float:
    """What hiding a count loses. A zero is the last to go: it is said to be shown."""
    count = problem.counts[key]
    return (count + COST_OF_A_CELL if count else COST_OF_A_ZERO) * problem.weights.get(key, 1.0)


def _rows(
    problem: Problem,
    needs: Iterable[Need],
    place: dict[Key, int],
    settled: frozenset[Key],
    sure: frozenset[Key],
) -> Iterator[Row]:
    """``sure`` are hidden whatever is chosen: what they see to alone needs no row."""
    for relation in problem.sums_up:
        for need in _company(problem, relation, sure):
            if need.of in place or need.of in settled:
                yield _needed(need, place, settled)
    for need in needs:
        yield _needed(need, place, settled)
    for keys, number in problem.at_least:
        # Cells that other sums give away cannot go to any use: then as many as can.
        wanted = min(number, sum(key in settled or key in place for key in keys))
        row = {place[key]: 1.0 for key in keys if key in place}
        yield row, float(wanted - sum(key in settled for key in keys))


def _company(problem: Problem, relation: Relation, sure: frozenset[Key]) -> Iterator[Need]:
    """If a cell is hidden, so is another of the same sum; and of a small one enough to hide among."""
    already = sure.intersection(relation.keys)
    for key in relation.keys:
        company = _company_of(problem, relation, key)
        if already.isdisjoint(company) and not problem.needs_no_guard(key):
            yield Need(key, dict.fromkeys(company, 1.0))
        if problem.wants_room(key):
            yield from _room(problem, relation, key, already)


def _company_of(problem: Problem, relation: Relation, key: Key) -> list[Key]:
    """What can keep a cell from being had by subtraction.

    That a cell which only covers is none may follow from other sums: it is company where nothing else is.
    """
    others = [other for other in relation.keys if other != key]
    able = (other for other in others if problem.settled.get(other) or other in problem.hideable)
    return [each for each in able if each in problem.of_hidden or not problem.only_covers(each)] or others


def _room(problem: Problem, relation: Relation, key: Key, already: frozenset[Key]) -> Iterator[Need]:
    """That what balances a small count in this one sum can move so far that it could be any small count."""
    policy, count = problem.policy, problem.counts[key]
    for up, short in ((True, policy.suppress_to - count), (False, count - problem.least_wanted(key))):
        if short > 0:
            left, gains = float(short), dict[Key, float]()
            for other in relation.keys:
                if other != key:
                    rises = up != ((other in relation.whole) == (key in relation.whole))
                    shown, hidden = _moves(problem, other, rises)
                    left -= hidden if other in already else shown
                    # A total that was settled before can no longer go: to ask for it would leave no choice.
                    if other in problem.hideable and other not in already and hidden > shown:
                        gains[other] = hidden - shown
            if left > 0 and gains:
                yield Need(key, {other: min(1.0, gain / left) for other, gain in gains.items()})


def _moves(problem: Problem, key: Key, rises: bool) -> tuple[float, float]:
    """How far a reader can think a count to be above or below what it is: if it is shown, and if hidden."""
    count, (lowest, highest) = problem.counts[key], problem.known_if_shown(key)
    least, most = problem.known_if_hidden(key, float("inf"))
    return (highest - count, most - count) if rises else (count - lowest, count - least)


def _needed(need: Need, place: dict[Key, int], settled: frozenset[Key]) -> Row:
    """A row that holds where ``need.of`` is hidden: all of the need, or as much of it as can be had."""
    row = {place[key]: helps for key, helps in need.helps.items() if key in place}
    already = sum(helps for key, helps in need.helps.items() if key in settled)
    wanted = min(1.0, sum(row.values()) + already) if row else 1.0
    if need.of not in place:
        return row, wanted - already
    row[place[need.of]] = already - wanted
    return row, 0.0


def _solve(costs: np.ndarray, least: np.ndarray, rows: list[Row], *, large: bool) -> list[bool]:
    rows = [(coefficients, lower) for coefficients, lower in rows if _can_bind(coefficients, lower)]
    if not len(costs) or not rows:
        return [bool(value) for value in least]
    entries = [
        (number, column, value) for number, (row, _) in enumerate(rows) for column, value in row.items()
    ]
    lines, columns, values = zip(*entries, strict=True)
    matrix = csr_array((values, (lines, columns)), shape=(len(rows), len(costs)))
    if large:
        lower = np.array([lower for _, lower in rows])
        if (quick := rounded(costs, least, matrix, lower, NEAR_IF_LARGE)) is not None:
            return [bool(value) for value in quick]
    found = milp(
        costs,
        integrality=np.ones(len(costs)),
        bounds=Bounds(least, np.ones(len(costs))),
        constraints=LinearConstraint(matrix, lb=np.array([lower - 1e-9 for _, lower in rows])),
        options={"mip_rel_gap": NEAR_IF_LARGE if large else NEAR},
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
