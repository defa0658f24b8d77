"""What nobody caught is told by its kind and place: Python's own ways of telling quote an error's words.

They may be a row of the database or a form. Source: sys.excepthook, threading.excepthook, sys.unraisablehook.
"""

import logging
import sys
import threading
from types import TracebackType

import structlog

from shared.failures import kind_of
from shared.log_lines import configure_logging


def tell_without_words() -> None:
    """From now on, in this process; also what ``warnings`` says goes to the log, like every library's."""
    sys.excepthook = _ended
    threading.excepthook = _in_a_thread
    sys.unraisablehook = _aside
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # it would print the line that could not be logged, and its values


def _ended(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _say("the process", error)


def _in_a_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_type is not SystemExit:
        _say("a thread", told.exc_value)


def _aside(told: "sys.UnraisableHookArgs") -> None:
    _say("what was put away", told.exc_value)


def _say(where: str, error: BaseException | None) -> None:
    if not structlog.is_configured():  # structlog's own way is standard output, where a command's answers go
        configure_logging("warning")
    structlog.get_logger().error("uncaught", where=where, error=kind_of(error) if error else "")
