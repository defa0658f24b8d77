"""How a figure is taken and said: ours, beside a floor that was measured in the same run."""

import os
import time
from collections.abc import Callable
from statistics import median, quantiles

RUNS = 5


def seconds(work: Callable[[], object]) -> float:
    """The median of RUNS runs after one that is not counted."""
    work()
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def report(what: str, ours: float, floor: float, unit: str, floor_is: str) -> None:
    print(
        f"{what:<38}{ours:>11,.1f} {unit:<15} floor {floor:>11,.1f} ({floor_is}); {ours / floor:,.2f} of it",
        flush=True,
    )


def report_times(what: str, taken: list[float], details: str = "") -> None:
    """Median, 99th percentile and longest of times in seconds."""
    cuts = quantiles(taken, n=100, method="inclusive")  # of few, none is longer than the longest
    figures = (
        f"p50 {cuts[49] * 1000:,.0f} ms, p99 {cuts[98] * 1000:,.0f} ms, most {max(taken) * 1000:,.0f} ms"
    )
    print(f"{what:<38}{figures}{'; ' + details if details else ''}", flush=True)


def note(text: str) -> None:
    print(text, flush=True)


def load() -> str:
    """How busy this machine is, so that figures of a busy one are known for what they are."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
