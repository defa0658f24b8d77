"""Days between notifications: whether the last gaps were shorter than chance allows (g and t charts).

The usual rate is itself learnt from few notifications. So the chance is that of the prediction (a gamma
mixture of Poisson counts, that is a negative binomial count), not that of a rate taken as known.
"""

import numpy as np


def chances(days: np.ndarray, known: np.ndarray, over: np.ndarray, gaps: tuple[int, ...]) -> np.ndarray:
    """How likely the shortest of the gaps is by chance: the smallest over ``gaps``, at each notification.

    ``days``: (histories, notifications). ``known`` notifications in ``over`` days before say what is usual.
    1 where there are not enough notifications before.
    """
    from scipy.special import betainc

    smallest = np.ones(days.shape)
    for gap in gaps:
        if days.shape[1] <= gap:
            continue
        with np.errstate(invalid="ignore"):
            # Whole days are known and not hours: half a day is the middle of what the gap can have been.
            taken = days[:, gap:] - days[:, :-gap] + 0.5
            share = np.where(np.isfinite(taken), taken / (taken + over[:, gap:]), 1.0)
        chance = betainc(gap, known[:, gap:] + 0.5, share)
        smallest[:, gap:] = np.minimum(smallest[:, gap:], chance)
    return smallest
