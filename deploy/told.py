"""A process is told to stop by SIGTERM or Ctrl-C."""

import os
import signal
from types import FrameType

TOLD_BY = (signal.SIGINT, signal.SIGTERM)


class Told:
    """Notes from now on that this process has been told to stop, whichever thread the signal reaches."""

    def __init__(self) -> None:
        self._wake, written = os.pipe()
        os.set_blocking(written, False)
        self._already = False
        for number in TOLD_BY:
            signal.signal(number, self._note)
        signal.set_wakeup_fd(written)

    def wait(self) -> None:
        """Until it has been told."""
        while not self._already:
            os.read(self._wake, 1)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._already:
            end_at_once(number)
        self._already = True


def end_at_once(number: int) -> None:
    """What is not committed rolls back and comes again, as after any crash."""
    os._exit(128 + number)
