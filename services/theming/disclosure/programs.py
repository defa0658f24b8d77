"""Linear programs of what is known of counts: a column for each, a row for each sum. HiGHS solves them."""

from collections.abc import Mapping

import highspy
import numpy as np
from numpy.typing import NDArray

from services.theming.disclosure.problem import Problem
from services.theming.domain.statistics.tree import Key

DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4
Numbers = NDArray[np.float64]


def all_keys(problem: Problem) -> tuple[Key, ...]:
    """What the columns are: the published cells, then the finer counts that nobody publishes."""
    return (*problem.keys, *problem.finer)


def beyond(problem: Problem) -> float:
    """More than any count can be thought to be."""
    return 4.0 * max(problem.counts.values(), default=0) + 100


def bounds_if_hidden(problem: Problem) -> Numbers:
    """The least and the most that each count can be if it is hidden."""
    most = beyond(problem)
    every = [problem.known_if_hidden(key, most) for key in all_keys(problem)]
    return np.array(every, dtype=float).reshape(-1, 2)


def bounds_if_shown(problem: Problem) -> Numbers:
    """The least and the most that each count can be if it is shown; finer ones never are."""
    every = [*map(problem.known_if_shown, problem.keys), *((0.0, beyond(problem)) for _ in problem.finer)]
    return np.array(every, dtype=float).reshape(-1, 2)


def program(problem: Problem, bounds: Numbers) -> highspy.Highs:
    """The program with each column between its bounds."""
    keys = all_keys(problem)
    place = {key: number for number, key in enumerate(keys)}
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.silent()
    model.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
    model.addVars(len(keys), bounds[:, 0], bounds[:, 1])
    for relation in (*problem.relations, *problem.finer_relations):
        signs = [1.0] * len(relation.whole) + [-1.0] * len(relation.parts)
        places = np.array([place[key] for key in relation.keys], dtype=np.int32)
        upper = 0.0 if relation.exact else highspy.kHighsInf
        model.addRow(0.0, upper, len(places), places, np.array(signs))
    return model


def best(model: highspy.Highs, costs: Mapping[int, float]) -> tuple[Numbers, Numbers]:
    """The solution that costs least, and what each bound is worth."""
    for place, cost in costs.items():
        model.changeColCost(place, cost)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError("the published cells contradict each other")
    solution = model.getSolution()
    for place in costs:
        model.changeColCost(place, 0.0)
    return np.array(solution.col_value), np.array(solution.col_dual)
