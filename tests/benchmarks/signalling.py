"""Signals in small numbers: whether the false alarms shown are those that come, and a c-chart beside."""

import os

from services.theming.signals.backtest import VOTE, signals_a_year
from services.theming.signals.histories import Scenario, invented
from services.theming.signals.watching import METHODS
from tests.benchmarks.measuring import note
from tests.unit.theming.signals.simulating import SCENARIOS, SETTINGS, Judged, judged

HISTORIES = int(os.environ.get("CDOP_BENCH_HISTORIES", "1000"))
SEED = 20260707


def signalling() -> None:
    """Per scenario: what is shown, what so many other ten-year histories come to, and days until a doubling
    is seen, beside a plain c-chart with at least as many false alarms. None counts for more than two years.

    Ends the run if what is shown lies outside the interval, or a c-chart is sooner.
    """
    import numpy as np

    wrong = []
    for number, name in enumerate(SCENARIOS):
        found = judged(name, HISTORIES, SEED + number)
        wrong += [f"{name}, {method}" for method in (VOTE, *METHODS) if not found.agrees(method)]
        wrong += [f"{name}: a c-chart is sooner"] if found.ratio <= 1 else []
        _say(found)
    clustered = invented(Scenario(12.0, 10, clustered=1.5), HISTORIES, np.random.default_rng(SEED))
    came = signals_a_year(clustered, SETTINGS)[VOTE]
    note(f"  and where months differ half as much again as chance: {came.mean:.3f} a year at 12 a year")
    if wrong:
        raise SystemExit(f"Signals: {'; '.join(wrong)}")


def _say(found: Judged) -> None:
    shown, came = found.shown.of_vote, found.simulated[VOTE]
    note(
        f"Signals by chance, {found.name}: "
        f"shown {shown.mean:.3f} a year ({shown.low:.3f} to {shown.high:.3f}), "
        f"simulated {came.mean:.3f} ({came.low:.3f} to {came.high:.3f})"
    )
    note(
        f"  a doubling is seen after {found.delay:.0f} days on average; a c-chart with "
        f"{found.alarms_of_c_chart:.3f} false alarms a year takes {found.delay_of_c_chart:.0f}: "
        f"{found.ratio:.2f} times as long"
    )
