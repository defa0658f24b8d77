"""The work of a command shared among processes that have parted from this one, with what it has loaded."""

import multiprocessing
import os
import signal
from multiprocessing.pool import Pool


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def may_part(processes: int) -> bool:
    return processes > 1 and "fork" in multiprocessing.get_all_start_methods()


def pool_of(processes: int) -> Pool:
    return multiprocessing.get_context("fork").Pool(processes, initializer=_leave_it_to_the_first)


def _leave_it_to_the_first() -> None:
    """Ctrl-C reaches every process; the first alone says so, and ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
