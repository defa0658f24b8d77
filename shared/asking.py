"""Questions to databases and brokers that may never answer, with an end to the waiting."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Asking(Generic[Answer]):
    """Asks each question in a thread of its own. One that still hangs from before is not asked again."""

    def __init__(self, questions: Mapping[str, Callable[[], Answer]], seconds: float) -> None:
        self._questions = dict(questions)
        self._seconds = seconds
        self._asked: dict[str, Future[Answer]] = {}
        self._lock = threading.Lock()

    def answers(self) -> dict[str, Answer | None]:
        """By name, within ``seconds`` for all together; None where an answer failed or did not come."""
        until = time.monotonic() + self._seconds
        asked = {name: self._ask(name) for name in self._questions}
        return {name: _answer(each, until - time.monotonic()) for name, each in asked.items()}

    def _ask(self, name: str) -> Future[Answer]:
        with self._lock:
            asked = self._asked.get(name)
            if asked is None or asked.done():
                asked = self._asked[name] = Future()
                question = (asked, self._questions[name])
                # A daemon: a process that stops does not wait for what hangs.
                threading.Thread(target=_run, args=question, name=f"asking {name}", daemon=True).start()
            return asked


def _run(asked: Future[Answer], question: Callable[[], Answer]) -> None:
    try:
        asked.set_result(question())
    except BaseException as failure:
        asked.set_exception(failure)


def _answer(asked: Future[Answer], seconds: float) -> Answer | None:
    try:
        return asked.result(timeout=max(0.0, seconds))
    except Exception:  # too late, or whatever is wrong with it: there is no answer
        return None
