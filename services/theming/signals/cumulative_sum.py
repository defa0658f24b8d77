"""Poisson cumulative sum: what speaks for ``ratio`` times as many, less what speaks for the usual number.

Each notification adds log(ratio); each notification that was usually expected takes (ratio - 1) away; the sum
never falls below 0. It does not matter how long a year is: time is counted in notifications expected.
"""

from functools import cache
from math import log

import numpy as np

_STATES = 80
_LIMITS = np.linspace(0.75, 9.0, 67)


def limits(between_alarms: np.ndarray, ratio: float) -> np.ndarray:
    """The limit at which chance alone raises one alarm in so many expected notifications, for each number."""
    runs = _run_lengths(ratio)
    return np.asarray(np.interp(np.log(np.maximum(between_alarms, runs[0])), np.log(runs), _LIMITS))


@cache
def _run_lengths(ratio: float) -> np.ndarray:
    # The error of a chain halves with twice the states: what is left of it is taken off.
    coarse, fine = (
        np.array([_run_length(limit, ratio, states) for limit in _LIMITS])
        for states in (_STATES // 2, _STATES)
    )
    return np.asarray(np.maximum.accumulate(2 * fine - coarse))


def _run_length(limit: float, ratio: float, states: int) -> float:
    """Notifications until the sum, from 0, first reaches the limit by chance: a chain over its values."""
    up, down = log(ratio), ratio - 1
    if limit <= up:
        return 1.0
    edges = np.linspace(0, limit - up, states + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    # After a notification the sum is ``up`` above what was left of it; states are what was left, 0 first.
    left = np.concatenate([[0.0], middle])
    before = left + up
    fallen = np.minimum(edges[None, :], before[:, None])
    below = np.exp(-(before[:, None] - fallen) / down)
    steps = np.hstack([below[:, :1], np.diff(below, axis=1)])
    return float(np.linalg.solve(np.eye(len(left)) - steps, np.ones(len(left)))[0] + 1)
