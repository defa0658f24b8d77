"""What a reader can work out: the range of every hidden cell, from all that is published with it.

The reader is taken to know the sums, the rounding rule and, where it holds, that no zero is hidden; and
totals that are shown even before they were rounded, since other tables and later periods narrow them down.
Ranges are bounds of linear programs, solved by HiGHS: one model, asked again and again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from services.theming.disclosure.evident import Evident
from services.theming.disclosure.problem import Need, Problem
from services.theming.disclosure.programs import (
    DUAL_SIMPLEX,
    PRIMAL_SIMPLEX,
    Numbers,
    all_keys,
    best,
    bounds_if_hidden,
    bounds_if_shown,
    program,
)
from services.theming.domain.statistics.tree import Key

TOLERANCE = 1e-6
Witness = tuple[Numbers, Numbers]
"""By place: how low and how high each count is known to be able to go."""
WORTH_A_PUSH = 6
"""All are pushed at once, in directions drawn by lot, while that tells of so many cells; then each alone."""


@dataclass(frozen=True)
class Exposure:
    """A hidden cell that can be narrowed to ``lowest``..``highest``, and what must go so that it cannot."""

    key: Key
    lowest: float
    highest: float
    needs: tuple[Need, ...]


class Reader:
    """Somebody who has every published cell of ``problem`` and nothing else."""

    def __init__(
        self,
        problem: Problem,
        hidden: frozenset[Key],
        evident: Evident | None = None,
        known: Witness | None = None,
    ) -> None:
        """``evident``: what is known of the same problem already; ``known``: of cells' ranges, and grows."""
        self.problem = problem
        self.hidden = hidden
        self.keys = all_keys(problem)
        self._place = {key: number for number, key in enumerate(self.keys)}
        self._is_hidden = np.array([key in hidden for key in self.keys], dtype=bool)
        self._free = np.array(
            [key in problem.hideable and not problem.stays_hidden(key) for key in self.keys], dtype=bool
        )
        self._guarded = [
            place for place, key in enumerate(self.keys) if key in hidden and not problem.needs_no_guard(key)
        ]
        self._when_hidden = bounds_if_hidden(problem)
        self._when_shown = bounds_if_shown(problem)
        bounds = np.where(self._is_hidden[:, None], self._when_hidden, self._when_shown)
        self._model = program(problem, bounds)
        self._evident = evident or Evident(problem)
        counts = np.array([float(problem.counts.get(key, 0)) for key in self.keys])
        self.known = known if known and len(known[0]) == len(counts) else (counts, counts)

    def exposures(self) -> list[Exposure]:
        """Every hidden cell whose range is narrower than the policy allows.

        Each solution says of every cell how far it can go, so most need no program of their own.
        """
        return list(self._each_exposure())

    def works_nothing_out(self) -> bool:
        """Whether every hidden cell is as wide as the policy wants."""
        return next(self._each_exposure(), None) is None

    def _each_exposure(self) -> Iterator[Exposure]:
        lowest, highest = self._far_apart()
        for place in self._guarded:
            slopes = {}
            for sign in (1, -1):
                if not self._wide(place, lowest[place], highest[place], quick=True):
                    solution, slopes[sign] = self._furthest(place, sign)
                    lowest, highest = np.minimum(lowest, solution), np.maximum(highest, solution)
                    self.known = lowest, highest
            if not self._wide_in_all(place, lowest[place], highest[place]):
                needs = self._needs(place, lowest[place], highest[place], slopes)
                yield Exposure(self.keys[place], lowest[place], highest[place], needs)

    def _far_apart(self) -> tuple[Numbers, Numbers]:
        """How far cells can go, as far as a few programs that push all of them at once find out."""
        lowest, highest = self.known
        pushes = np.random.default_rng(len(self.keys))  # the same for the same problem
        near, left = self._near(lowest, highest), len(self.keys) + WORTH_A_PUSH
        self._model.setOptionValue("simplex_strategy", DUAL_SIMPLEX)
        while near and len(near) <= left - WORTH_A_PUSH:
            self._model.clearSolver()  # all costs change: from a new start it is made smaller first
            solution, _ = best(self._model, {place: pushes.uniform(-1, 1) for place in near})
            lowest, highest = np.minimum(lowest, solution), np.maximum(highest, solution)
            near, left = self._near(lowest, highest), len(near)
        self.known = lowest, highest
        # Then only the cost of one cell changes from question to question: the last answer stays feasible.
        self._model.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        return lowest, highest

    def _near(self, lowest: Numbers, highest: Numbers) -> list[int]:
        """The hidden cells of which it is not yet known that they can go far enough."""
        return [at for at in self._guarded if not self._wide(at, lowest[at], highest[at], quick=True)]

    def _needs(
        self, place: int, lowest: float, highest: float, slopes: Mapping[int, Numbers]
    ) -> tuple[Need, ...]:
        """What follows of each bound that is too near (Fischetti and Salazar-González, 2001)."""
        low, high = self._wanted(place)
        low = max(low, min(lowest, self._evident.of(place)))
        width = self.problem.policy.suppress_to - self.problem.policy.suppress_from
        gains = {sign: self._gains(place, slope) for sign, slope in slopes.items()}
        missing = [
            (high - highest, gains[1]),
            (lowest - low, gains[-1]),
            (width - (highest - lowest), gains[1] + gains[-1]),
        ]
        every = (self._need(place, short, gain) for short, gain in missing if short > TOLERANCE)
        needs = tuple(need for need in every if need)
        if needs or self.problem.stays_hidden(self.keys[place]):
            return needs
        return (Need(self.keys[place], {}),)

    def _gains(self, place: int, slope: Numbers) -> Numbers:
        """By how much at most the range of ``place`` grows on one side when another cell goes."""
        low_hidden, high_hidden = self._when_hidden.T
        low_shown, high_shown = self._when_shown.T
        gains = np.maximum(slope, 0) * (low_shown - low_hidden)
        gains += np.maximum(-slope, 0) * (high_hidden - high_shown)
        gains[place] = 0.0
        return np.where(self._free, gains, 0.0)

    def _need(self, place: int, short: float, gains: Numbers) -> Need | None:
        """``short`` is counted from where all that may be shown is shown. None if nothing would help."""
        short = min(short + float(gains[self._is_hidden].sum()), float(gains.sum()))
        if gains[~self._is_hidden].sum() <= TOLERANCE:
            return None
        helping = np.flatnonzero(gains > TOLERANCE)
        return Need(self.keys[place], {self.keys[i]: min(1.0, float(gains[i]) / short) for i in helping})

    def range_of(self, key: Key) -> tuple[float, float]:
        """The smallest and largest value that a cell can have, as far as this reader can tell."""
        place = self._place[key]
        return float(self._furthest(place, -1)[0][place]), float(self._furthest(place, 1)[0][place])

    def evident(self, key: Key) -> float:
        """What a count must at least come to, were nothing published but which cells are none."""
        return self._evident.in_all(self._place[key])

    def _furthest(self, place: int, sign: int) -> tuple[Numbers, Numbers]:
        """The solution with this cell as high (1) or low (-1) as can be, and how each bound limits it."""
        return best(self._model, {place: -float(sign)})

    def _wanted(self, place: int) -> tuple[float, float]:
        """How low and how high a reader must be left to think the cell can be."""
        policy, key = self.problem.policy, self.keys[place]
        if self.problem.counts[key] > policy.suppress_to:
            return float("inf"), -float("inf")
        return float(self.problem.least_wanted(key)), float(policy.suppress_to)

    def _wide_in_all(self, place: int, lowest: float, highest: float) -> bool:
        """As ``_wide``, with all that is evident."""
        if not self._wide(place, lowest, highest):
            self._evident.in_all(place)
        return self._wide(place, lowest, highest)

    def _wide(self, place: int, lowest: float, highest: float, *, quick: bool = False) -> bool:
        """Whether lowest..highest leaves open all that the policy wants left open. If ``quick``, no program
        is asked whether the count could be no lower though all were hidden."""
        policy = self.problem.policy
        if highest - lowest < policy.suppress_to - policy.suppress_from - TOLERANCE:
            return False
        low, high = self._wanted(place)
        if highest < high - TOLERANCE:
            return False
        if lowest <= max(low, self._evident.at_least[place]) + TOLERANCE:
            return True
        return not quick and bool(lowest <= self._evident.of(place) + TOLERANCE)


def ranges(problem: Problem, hidden: frozenset[Key]) -> Mapping[Key, tuple[float, float]]:
    """The range of every hidden cell, each from its own pair of programs."""
    reader = Reader(problem, hidden)
    return {key: reader.range_of(key) for key in problem.keys if key in hidden}
