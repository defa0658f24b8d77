"""What a reader can work out: the range of every hidden cell, from all that is published with it.

The reader is taken to know the sums, the rounding rule and, where it holds, that no zero is hidden; and
totals that are shown even before they were rounded, since other tables and later periods narrow them down.
Ranges are bounds of linear programs, solved by HiGHS: one model, asked again and again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from services.theming.disclosure.problem import Problem
from services.theming.domain.statistics.tree import Key

TOLERANCE = 1e-6
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Exposure:
    """A hidden cell that can be narrowed to ``lowest``..``highest``, and the cells that allow it."""

    key: Key
    lowest: float
    highest: float
    because_of: tuple[Key, ...]


class Reader:
    """Somebody who has every published cell of ``problem`` and nothing else."""

    def __init__(self, problem: Problem, hidden: frozenset[Key]) -> None:
        self.problem = problem
        self.hidden = hidden
        self.keys = problem.keys
        self._place = {key: number for number, key in enumerate(self.keys)}
        self._model = self._built()

    def exposures(self) -> list[Exposure]:
        """Every hidden cell whose range is narrower than the policy allows.

        Each solution says of every cell how far it can go, so most need no program of their own.
        """
        lowest = highest = np.array([float(self.problem.counts[key]) for key in self.keys])
        found = []
        for place in (self._place[key] for key in self.keys if key in self.hidden):
            limiting: Numbers = np.zeros(len(self.keys))
            for sign in (1, -1):
                if not self._wide(place, lowest[place], highest[place]):
                    solution, reasons = self._furthest(place, sign)
                    lowest, highest = np.minimum(lowest, solution), np.maximum(highest, solution)
                    limiting += reasons
            if not self._wide(place, lowest[place], highest[place]):
                because_of = tuple(self.keys[other] for other in np.flatnonzero(limiting > TOLERANCE))
                found.append(Exposure(self.keys[place], lowest[place], highest[place], because_of))
        return found

    def range_of(self, key: Key) -> tuple[float, float]:
        """The smallest and largest value that a cell can have, as far as this reader can tell."""
        place = self._place[key]
        return float(self._furthest(place, -1)[0][place]), float(self._furthest(place, 1)[0][place])

    def _built(self) -> highspy.Highs:
        """A program with a column per cell, bounded by what is shown of it, and a row per relation."""
        model = highspy.Highs()  # type: ignore[no-untyped-call]
        model.silent()
        bounds = np.array([self._known(key) for key in self.keys], dtype=float)
        model.addVars(len(self.keys), bounds[:, 0], bounds[:, 1])
        for relation in self.problem.relations:
            signs = [1.0] * len(relation.whole) + [-1.0] * len(relation.parts)
            places = np.array([self._place[key] for key in relation.keys], dtype=np.int32)
            upper = 0.0 if relation.exact else highspy.kHighsInf
            model.addRow(0.0, upper, len(places), places, np.array(signs))
        return model

    def _known(self, key: Key) -> tuple[float, float]:
        problem, count = self.problem, self.problem.counts[key]
        if key in self.hidden:
            return (1.0 if problem.zeros_stay else 0.0), 4.0 * max(problem.counts.values()) + 100
        if key in problem.known_exactly:
            return float(count), float(count)
        return problem.policy.interval(problem.policy.rounded(count))

    def _furthest(self, place: int, sign: int) -> tuple[Numbers, Numbers]:
        """The solution with this cell as high (1) or low (-1) as can be, and how each bound limits it."""
        self._model.changeColCost(place, -float(sign))
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError("the published cells contradict each other")
        solution = self._model.getSolution()
        self._model.changeColCost(place, 0.0)
        return np.array(solution.col_value), np.abs(np.array(solution.col_dual))

    def _wide(self, place: int, lowest: float, highest: float) -> bool:
        """Whether lowest..highest leaves open all that the policy wants left open."""
        policy, key = self.problem.policy, self.keys[place]
        if highest - lowest < policy.suppress_to - policy.suppress_from - TOLERANCE:
            return False
        if self.problem.counts[key] > policy.suppress_to:
            return True
        evident = max(policy.suppress_from, self.problem.evident(key))
        return lowest <= evident + TOLERANCE and highest >= policy.suppress_to - TOLERANCE


def ranges(problem: Problem, hidden: frozenset[Key]) -> Mapping[Key, tuple[float, float]]:
    """The range of every hidden cell, each from its own pair of programs."""
    reader = Reader(problem, hidden)
    return {key: reader.range_of(key) for key in problem.keys if key in hidden}
