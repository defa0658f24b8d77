"""Regression on the periods before: the count of the last weeks against what they lead to expect.

Poisson regression with a dispersion, in which periods that were themselves unusual count for less, and a
trend where there are years enough and it is clear; the threshold from the 2/3 power, after Farrington and
others 1996.
``thresholds`` fits many histories at once; ``threshold`` fits one with statsmodels. They give the same.
"""

from dataclasses import dataclass

import numpy as np

from services.theming.domain.signals.settings import SignalSettings

UNUSUAL = 2.58
CLEAR = 1.96
_STEPS = 12


@dataclass(frozen=True)
class Fitted:
    """Of each history: what the window is expected to hold, and how far off that can be (a variance)."""

    expected: np.ndarray
    variance: np.ndarray


def thresholds(counts: np.ndarray, settings: SignalSettings) -> np.ndarray:
    """What the last ``window_weeks`` must exceed, for each history and period.

    ``inf`` where nothing can be said.

    ``counts``: (histories, periods). Period p is judged by those before its guard.
    """
    found = np.full((counts.shape[0], counts.shape[1] + 1), np.inf)
    for period in range(found.shape[1]):
        if period % settings.refit_periods:
            found[:, period] = found[:, period - 1]
        elif (span := baseline_span(period, settings)) is not None:
            known = counts[:, slice(*span)]
            limit = limit_of(fitted(known, period - span[0], settings), settings)
            found[:, period] = np.where(known.sum(axis=1) >= settings.fewest_baseline, limit, np.inf)
    return found


def threshold(counts: np.ndarray, period: int, settings: SignalSettings) -> float:
    """The same for one history, shape (periods,), at the fit that holds for ``period``."""
    period -= period % settings.refit_periods
    span = baseline_span(period, settings)
    if span is None or counts[slice(*span)].sum() < settings.fewest_baseline:
        return np.inf
    one = fitted_by_statsmodels(counts[slice(*span)], period - span[0], settings)
    return float(limit_of(one, settings)[0])


def baseline_span(period: int, settings: SignalSettings) -> tuple[int, int] | None:
    """The periods that say what is usual at ``period``, from and before; None while there are too few."""
    last = period - settings.guard_weeks // settings.period_weeks
    first = max(0, last - settings.longest_baseline_weeks // settings.period_weeks)
    enough = settings.shortest_baseline_weeks // settings.period_weeks
    return (first, last) if last - first >= enough else None


def limit_of(found: Fitted, settings: SignalSettings) -> np.ndarray:
    """The count that chance exceeds with ``window_chance``, from the 2/3 power of the count."""
    from scipy.special import ndtri

    mean = np.maximum(found.expected, 1e-9)
    spread = ndtri(1 - settings.window_chance) * (2 / 3) * np.sqrt(found.variance) / np.cbrt(mean)
    return np.asarray((np.cbrt(mean) ** 2 + spread) ** 1.5)


def fitted(counts: np.ndarray, now: int, settings: SignalSettings) -> Fitted:
    """The window that ends with period ``now``, counted from the first of ``counts`` (histories, periods)."""
    ahead = now - np.arange(settings.window_periods)
    level = _without_trend(counts, np.ones(counts.shape))
    weights = _usual(counts, *level)
    mean, dispersion = _without_trend(counts, weights)
    window = len(ahead) * mean[:, 0]
    flat = Fitted(window, dispersion * (window + window * len(ahead) / weights.sum(axis=1)))
    if counts.shape[1] * settings.period_weeks < settings.trend_weeks:
        return flat
    return _where_clear(counts, weights, ahead, flat)


def _without_trend(counts: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mean = (weights * counts).sum(axis=1, keepdims=True) / weights.sum(axis=1, keepdims=True)
    mean = np.maximum(mean, 1e-9)
    return np.broadcast_to(mean, counts.shape), _dispersion(counts, weights, mean, 1)


def _dispersion(counts: np.ndarray, weights: np.ndarray, mean: np.ndarray, taken: int) -> np.ndarray:
    squares = (weights * (counts - mean) ** 2 / mean).sum(axis=1)
    return np.asarray(np.maximum(1.0, squares / (counts.shape[1] - taken)))


def _usual(counts: np.ndarray, mean: np.ndarray, dispersion: np.ndarray) -> np.ndarray:
    """Weights by Anscombe residuals: what was itself unusual says less about what is usual."""
    leverage = 1 - 1 / counts.shape[1]
    off = 1.5 * (np.cbrt(counts) ** 2 - np.cbrt(mean) ** 2)
    residual = off / (np.sqrt(dispersion[:, None] * leverage) * mean ** (1 / 6))
    weights = np.where(residual > UNUSUAL, 1 / np.maximum(residual, 1) ** 2, 1.0)
    return np.asarray(weights * counts.shape[1] / weights.sum(axis=1, keepdims=True))


def _where_clear(counts: np.ndarray, weights: np.ndarray, ahead: np.ndarray, flat: Fitted) -> Fitted:
    """With a trend where it is clear and leads to no more than was ever seen; otherwise without."""
    time = np.arange(counts.shape[1], dtype=float)
    centre = time.mean()
    level, slope = _with_trend(counts, weights, time - centre)
    mean = np.exp(level[:, None] + slope[:, None] * (time - centre))
    info = [(weights * mean * (time - centre) ** power).sum(axis=1) for power in range(3)]
    dispersion = _dispersion(counts, weights, mean, 2)
    determinant = np.maximum(info[0] * info[2] - info[1] ** 2, 1e-12)
    later = np.exp(level[:, None] + slope[:, None] * (ahead - centre))
    across = [later.sum(axis=1), (later * (ahead - centre)).sum(axis=1)]
    unsure = info[2] * across[0] ** 2 - 2 * info[1] * across[0] * across[1] + info[0] * across[1] ** 2
    sloped = Fitted(across[0], dispersion * (across[0] + unsure / determinant))
    clear = np.abs(slope) > CLEAR * np.sqrt(dispersion * info[0] / determinant)
    clear &= later.max(axis=1) <= counts.max(axis=1)
    return Fitted(
        np.where(clear, sloped.expected, flat.expected), np.where(clear, sloped.variance, flat.variance)
    )


def _with_trend(counts: np.ndarray, weights: np.ndarray, time: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Newton's method for the two coefficients of each history."""
    total = weights.sum(axis=1)
    level = np.log(np.maximum((weights * counts).sum(axis=1) / total, 1e-9))
    slope = np.zeros_like(level)
    for _ in range(_STEPS):
        mean = weights * np.exp(np.clip(level[:, None] + slope[:, None] * time, -30, 30))
        off = weights * counts - mean
        a, b, c = mean.sum(axis=1), (mean * time).sum(axis=1), (mean * time**2).sum(axis=1)
        g, h = off.sum(axis=1), (off * time).sum(axis=1)
        determinant = np.maximum(a * c - b * b, 1e-12)
        level = level + np.clip((c * g - b * h) / determinant, -2, 2)
        slope = slope + np.clip((a * h - b * g) / determinant, -0.2, 0.2)
    return level, slope


def fitted_by_statsmodels(counts: np.ndarray, now: int, settings: SignalSettings) -> Fitted:
    """``fitted`` of one history, shape (periods,), by statsmodels' generalised linear model."""
    # Here and not above: the library takes seconds to load, and few processes ever need it.
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    ahead = now - np.arange(settings.window_periods)
    time = np.arange(len(counts), dtype=float)
    centre = time.mean()

    def fit(weights: np.ndarray, *columns: np.ndarray) -> tuple[object, float]:
        design = np.column_stack([np.ones(len(counts)), *columns])
        model = GLM(counts, design, family=Poisson(), var_weights=weights)
        result = model.fit(scale="X2", maxiter=100, tol=1e-12)
        return result, max(1.0, float(result.scale))

    def window(result: object, dispersion: float, design: np.ndarray) -> Fitted:
        later = np.exp(design @ result.params)  # type: ignore[attr-defined]
        across = design.T @ later
        covariance = result.normalized_cov_params  # type: ignore[attr-defined]
        variance = dispersion * (later.sum() + across @ covariance @ across)
        return Fitted(np.array([later.sum()]), np.array([variance]))

    if not counts.sum():
        return fitted(counts[None, :], now, settings)
    first, dispersion = fit(np.ones(len(counts)))
    weights = _usual(counts[None, :], first.mu[None, :], np.array([dispersion]))[0]  # type: ignore[attr-defined]
    level, dispersion = fit(weights)
    flat = window(level, dispersion, np.ones((len(ahead), 1)))
    if len(counts) * settings.period_weeks < settings.trend_weeks:
        return flat
    sloped, dispersion = fit(weights, time - centre)
    spread = np.sqrt(dispersion * sloped.normalized_cov_params[1, 1])  # type: ignore[attr-defined]
    design = np.column_stack([np.ones(len(ahead)), ahead - centre])
    highest = np.exp(design @ sloped.params).max()  # type: ignore[attr-defined]
    clear = abs(sloped.params[1]) > CLEAR * spread and highest <= counts.max()  # type: ignore[attr-defined]
    return window(sloped, dispersion, design) if clear else flat
