"""One look at every series as it stands on a day: what is usual, what came lately, and what is a signal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from services.theming.domain.signals.series import NotifiedDeath, Series
from services.theming.domain.signals.settings import SignalSettings
from services.theming.domain.signals.signal import Evidence
from services.theming.domain.signals.standing import TOO_FEW, TOO_SHORT, Raised, Standing
from services.theming.signals.histories import Histories, history
from services.theming.signals.regression import threshold, thresholds
from services.theming.signals.seasons import YEAR, Season
from services.theming.signals.watching import METHODS, Watched, watch


@dataclass(frozen=True)
class SeriesWatched:
    """A series' history as it was judged, a column a death."""

    deaths: Sequence[NotifiedDeath]
    first: date
    histories: Histories
    season: Season
    watched: Watched

    def day_of(self, place: int) -> date:
        return self.deaths[place].notified_on


def season_of(series: Series, first: date) -> Season:
    return Season(series.swing, series.peak, float(first.timetuple().tm_yday))


def watch_series(
    series: Series,
    deaths: Sequence[NotifiedDeath],
    first: date,
    today: date,
    settings: SignalSettings,
    *,
    newest_by_statsmodels: bool = False,
) -> SeriesWatched:
    """``deaths`` of the series in order, at least one; ``first``: the day from which any are held."""
    season = season_of(series, first)
    days = [(each.notified_on - first).days for each in deaths]
    held = history(days, (today - first).days + 1, season)
    counts = held.counts(settings.period_days)
    fitted = thresholds(counts, settings)
    if newest_by_statsmodels:
        newest = counts.shape[1]
        begun = newest - newest % settings.refit_periods
        fitted[:, begun:] = threshold(counts[0], newest, settings)
    return SeriesWatched(deaths, first, held, season, watch(held, settings, fitted=fitted))


def look(
    series: Mapping[str, Series],
    deaths: Mapping[str, Sequence[NotifiedDeath]],
    first: date,
    today: date,
    settings: SignalSettings,
) -> tuple[list[Standing], list[Raised]]:
    """Every series that has a death, and the signals of the last days."""
    standing: list[Standing] = []
    raised: list[Raised] = []
    for each in series.values():
        held = [death for death in deaths.get(each.id, ()) if first <= death.notified_on <= today]
        if not held:
            continue
        lately = (today - held[-1].notified_on).days <= settings.raised_for_days
        long_enough = (today - first).days + 1 >= settings.needed_days
        found = watch_series(each, held, first, today, settings, newest_by_statsmodels=lately and long_enough)
        standing.append(_standing(each, found, today, settings))
        raised += _raised(each, found, today, settings)
    return standing, raised


def _standing(series: Series, found: SeriesWatched, today: date, settings: SignalSettings) -> Standing:
    known, over = usual_on(found, settings)
    span = _window(found, today, settings)
    a_year = known / over * YEAR if over else 0.0
    since = today - timedelta(days=7 * settings.window_weeks)
    lately = today - timedelta(days=settings.votes_within_days)
    places = [place for place, death in enumerate(found.deaths) if death.notified_on > lately]
    return Standing(
        series.id,
        len(found.deaths),
        TOO_SHORT
        if over < 7 * settings.shortest_baseline_weeks
        else TOO_FEW
        if known < settings.fewest_baseline
        else "",
        round(a_year, 2),
        sum(death.notified_on > since for death in found.deaths),
        round(a_year / YEAR * span, 2),
        tuple(name for name in METHODS if any(found.watched.flags[name][0, place] for place in places)),
    )


def usual_on(found: SeriesWatched, settings: SignalSettings) -> tuple[float, float]:
    """How many notifications, in how many usual days, say what is usual on the last day of the history."""
    counts = found.histories.counts(settings.period_days)[0]
    last = len(counts) - settings.guard_weeks // settings.period_weeks
    first = max(0, last - settings.longest_baseline_weeks // settings.period_weeks)
    if last <= first:
        return 0.0, 0.0
    return float(counts[first:last].sum()), float((last - first) * settings.period_days)


def _window(found: SeriesWatched, until: date, settings: SignalSettings) -> float:
    """How many usual days the last weeks are: more than their number in the season."""
    end = float((until - found.first).days + 1)
    days = found.season.adjusted(np.array([end - 7 * settings.window_weeks, end]))
    return float(days[1] - days[0])


def _raised(series: Series, found: SeriesWatched, today: date, settings: SignalSettings) -> Iterable[Raised]:
    oldest = today - timedelta(days=settings.raised_for_days)
    for place in np.flatnonzero(found.watched.signals[0]):
        on = found.day_of(int(place))
        if on < oldest:
            continue
        since = on - timedelta(days=7 * settings.window_weeks - 1)
        cases = [each.case_reference for each in found.deaths if since <= each.notified_on <= on]
        yield Raised(series.id, on, _evidence(found, int(place), on, since, cases, settings), tuple(cases))


def _evidence(
    found: SeriesWatched, place: int, on: date, since: date, cases: list[str], settings: SignalSettings
) -> Evidence:
    seen = found.watched
    a_day = float(seen.known[0, place] / seen.over[0, place])
    recent = [at for at in range(place + 1) if (on - found.day_of(at)).days <= settings.votes_within_days]
    methods = tuple(name for name in METHODS if any(seen.flags[name][0, at] for at in recent))
    expected = round(a_day * _window(found, on, settings), 2)
    return Evidence(methods, len(cases), expected, since, round(a_day * YEAR, 2))
