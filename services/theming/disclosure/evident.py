"""What a count at least comes to, were nothing published but which cells are none: hiding does not help."""

from functools import cached_property

import highspy
import numpy as np

from services.theming.disclosure.problem import Problem
from services.theming.disclosure.programs import all_keys, best, bounds_if_hidden, program


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
        able, counts = self.problem.hideable, self.problem.counts
        never = np.array([counts.get(key) == 0 and key not in able for key in all_keys(self.problem)])
        return program(self.problem, np.where(never[:, None], 0.0, bounds_if_hidden(self.problem)))
