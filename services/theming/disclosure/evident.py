"""What a count at least comes to, were nothing published but which cells are none: hiding does not help."""

from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray

from services.theming.disclosure.problem import Problem
from services.theming.disclosure.programs import Numbers, all_keys, best, bounds_if_hidden, program

ROUNDS = 8
"""Of adding up: there are no more steps than that between a cell and the total of everything."""


class Evident:
    """Asked again and again of one problem, whatever is hidden; ``place`` is that of a cell in its keys."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._found: dict[int, float] = {}

    def of(self, place: int) -> float:
        """At least so much is evident; with finer counts it can be more, which takes longer to reckon."""
        if place in self._found or not self.problem.finer:
            return self.in_all(place)
        return self.coarser.of(place)

    @cached_property
    def at_least(self) -> Numbers:
        """What follows of each count by adding up what is no zero: quick, and mostly all that is evident."""
        problem, keys = self.problem, all_keys(self.problem)
        place = {key: number for number, key in enumerate(keys)}
        never = self._never
        least = np.where(never, 0.0, np.array([float(problem.least_hidden(key)) for key in keys]))
        exact = [each for each in problem.relations if each.exact and len(each.whole) == 1]
        sums = [(place[each.whole[0]], [place[key] for key in each.parts]) for each in exact]
        for _ in range(ROUNDS):
            before = least.copy()
            for whole, parts in sums:
                least[whole] = max(least[whole], least[parts].sum())
                able = [part for part in parts if not never[part]]
                if len(able) == 1:
                    least[able[0]] = max(least[able[0]], least[whole])
            if (before == least).all():
                break
        return least

    @cached_property
    def _never(self) -> NDArray[np.bool_]:
        """Which cells are none whatever is hidden."""
        able, counts = self.problem.hideable, self.problem.counts
        return np.array([counts.get(key) == 0 and key not in able for key in all_keys(self.problem)])

    def in_all(self, place: int) -> float:
        if place not in self._found:
            self._found[place] = best(self._model, {place: 1.0})[0][place]
        return self._found[place]

    @cached_property
    def coarser(self) -> "Evident":
        """The same for who does not reckon with finer counts."""
        return Evident(self.problem.coarser()) if self.problem.finer else self

    @cached_property
    def _model(self) -> highspy.Highs:
        return program(self.problem, np.where(self._never[:, None], 0.0, bounds_if_hidden(self.problem)))
