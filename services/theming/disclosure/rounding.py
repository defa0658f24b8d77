"""A choice of hidden cells near the least, found without proving that none is better.

The choice that may hide a cell in part, a linear program, says how little can be lost at all. Its parts are
rounded, what is missing is added where it helps most for its cost, and what is not needed is taken out again.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

Numbers = NDArray[np.float64]
Chosen = NDArray[np.bool_]
FROM = (0.3, 0.5, 0.99)
"""From such a part on a cell is hidden at first; the best of these is kept."""
TOLERANCE = 1e-9


def rounded(costs: Numbers, least: Numbers, matrix: csr_array, lower: Numbers, near: float) -> Chosen | None:
    """A choice that holds all rows and costs at most ``near`` more, as a share, than the least; None if none
    was found."""
    bounds = np.c_[least, np.ones(len(costs))]
    in_part = linprog(costs, A_ub=-matrix, b_ub=-lower, bounds=bounds, method="highs-ds")
    if in_part.x is None:
        return None
    rounding = _Rounding(costs, least > 0.5, matrix, lower)
    tried = [rounding.of(in_part.x, part) for part in FROM]
    found = [each for each in tried if each is not None]
    best = min(found, key=lambda each: float(costs[each].sum()), default=None)
    return best if best is not None and costs[best].sum() <= (1 + near) * in_part.fun else None


class _Rounding:
    def __init__(self, costs: Numbers, sure: Chosen, matrix: csr_array, lower: Numbers) -> None:
        self._costs, self._sure, self._lower = costs, sure, lower
        self._rows, self._columns = matrix.tocsr(), matrix.tocsc()

    def of(self, in_part: Numbers, part: float) -> Chosen | None:
        chosen = (in_part > part) | self._sure
        over = self._rows @ chosen - self._lower
        if not self._add(chosen, over, self._costs * (1.05 - in_part)):
            return None
        self._take_out(chosen, over)
        return chosen

    def _add(self, chosen: Chosen, over: Numbers, dear: Numbers) -> bool:
        """Adds one cell at a time until every row holds; whether it came to that."""
        while len(short := np.flatnonzero(over < -TOLERANCE)):
            helps = self._rows[short].copy()
            most = np.repeat(-over[short], np.diff(helps.indptr))
            helps.data = np.clip(helps.data, 0.0, most)
            gains = np.where(chosen, 0.0, np.asarray(helps.sum(axis=0)).ravel() / dear)
            at = int(np.argmax(gains))
            if gains[at] <= 0:
                return False
            chosen[at] = True
            rows, by = self._column(at)
            over[rows] += by
        return True

    def _take_out(self, chosen: Chosen, over: Numbers) -> None:
        """The dearest first, as long as every row holds."""
        further = np.flatnonzero(chosen & ~self._sure)
        for at in further[np.argsort(-self._costs[further], kind="stable")].tolist():
            rows, by = self._column(at)
            if (over[rows] - by >= -TOLERANCE).all():
                chosen[at] = False
                over[rows] -= by

    def _column(self, at: int) -> tuple[NDArray[np.int32], Numbers]:
        held = slice(self._columns.indptr[at], self._columns.indptr[at + 1])
        return self._columns.indices[held], self._columns.data[held]
