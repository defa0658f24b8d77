"""Logs are JSON lines on standard error: ours as written, those of libraries without what they quote."""

import logging
import sys
from typing import Any

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
# Their sentences are known and hold no values; another library's may be made of what it was given.
_PLAIN_SPOKEN = ("alembic", "kafka", "uvicorn")
# Says on a busy machine, many times a second, that a task of its own took a tenth of a second.
_ERRORS_ONLY = ("kafka.net.selector",)


def configure_logging(level: str = "info") -> None:
    """JSON lines, times in UTC, with the correlation id of what is being done; libraries from warning on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _Library)]:
        root.removeHandler(handler)
    root.addHandler(_Library())
    root.setLevel(max(LEVELS[level], logging.WARNING))
    for name in _ERRORS_ONLY:
        logging.getLogger(name).setLevel(logging.ERROR)


class _Library(logging.Handler):
    """Says that a library had something to say: who, where and what kind of error, never its values.

    An exception's words and a traceback's lines may quote a row of the database or a form.
    """

    def emit(self, record: logging.LogRecord) -> None:
        said: dict[str, Any] = {"library": record.name, "at": f"{record.filename}:{record.lineno}"}
        if record.name.split(".")[0] in _PLAIN_SPOKEN:
            said["said"] = sentence(record)
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
        structlog.get_logger().log(record.levelno, "library", **said)


def sentence(record: logging.LogRecord) -> str:
    """The sentence with its numbers; every other value in it is only named by its kind."""
    given = record.args if isinstance(record.args, tuple) else ()
    try:
        return str(record.msg) % tuple(_number_or_kind(each) for each in given)
    except (TypeError, ValueError):  # a sentence that wanted something else
        return str(record.msg)


def _number_or_kind(given: object) -> object:
    return given if isinstance(given, int | float) else f"<{type(given).__name__}>"
