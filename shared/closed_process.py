"""A process that keeps what it holds to itself: no core dump, and nobody of its account reads its memory.

Keys, passwords and texts about children stand there. Source: prctl(2) PR_SET_DUMPABLE, setrlimit(2).
"""

import ctypes
import resource
import sys

_SET_DUMPABLE = 4  # PR_SET_DUMPABLE, linux/prctl.h


def close_to_others() -> None:
    """Called once, before any setting is read. What this process starts has no core dumps either."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
