"""One attack after another on the same counts, each beginning with what those before found possible."""

from collections import defaultdict

import numpy as np

from services.theming.disclosure.attacking import Exposure, Reader, Witness
from services.theming.disclosure.evident import Evident
from services.theming.disclosure.problem import Problem
from services.theming.domain.statistics.tree import Key


class Audit:
    """Attacks on the same counts, one after another: while more is hidden, what was possible stays so."""

    def __init__(self, evident: Evident) -> None:
        self._evident = evident
        self._stays_possible = all(_is_looser(evident.problem, key) for key in evident.problem.hideable)
        self._kept: dict[Evident, dict[frozenset[Key], Witness]] = defaultdict(dict)

    def bears_witness(self, evident: Evident, hidden: frozenset[Key], known: Witness) -> None:
        """``known`` is so of whoever reckons as ``evident`` does, while all of ``hidden`` stays hidden."""
        self._kept[evident][hidden] = known

    def exposures(self, hidden: frozenset[Key]) -> list[Exposure]:
        """What a reader finds. One who reckons with finer counts takes longer: she comes after the other."""
        coarser = self._evident.coarser
        found = self._found_by(coarser, hidden)
        if coarser is self._evident or any(exposure.needs for exposure in found):
            return found
        return self._found_by(self._evident, hidden)

    def _found_by(self, evident: Evident, hidden: frozenset[Key]) -> list[Exposure]:
        reader = Reader(evident.problem, hidden, evident, self._known(evident, hidden))
        found = reader.exposures()
        if self._stays_possible:
            self.bears_witness(evident, hidden, reader.known)
        return found

    def _known(self, evident: Evident, hidden: frozenset[Key]) -> Witness | None:
        """What all those say together that stay good: of whom everything that was hidden still is."""
        good = [known for before, known in self._kept[evident].items() if before <= hidden]
        if not good:
            return None
        lowest, highest = zip(*good, strict=True)
        return np.minimum.reduce(lowest), np.maximum.reduce(highest)


def _is_looser(problem: Problem, key: Key) -> bool:
    """Whether nothing that a reader could think of a count is ruled out by hiding it."""
    (low, high), (least, most) = problem.known_if_shown(key), problem.known_if_hidden(key, float("inf"))
    return least <= low and high <= most
