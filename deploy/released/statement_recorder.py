"""A pytest plugin that writes down which SQL each service's own code sends, without any value.

It is loaded into the tests of the released version, so it uses nothing of ours but ``Database``.
"""

import json
import os
import re
import sys
from collections import defaultdict
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event

from shared.storage import Database

TARGET = Path(os.environ["CDOP_STATEMENTS"])
ROOT = Path(os.environ["CDOP_RECORDED_TREE"])
KEPT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|MERGE)\b", re.IGNORECASE)
# Lists and rows of any length are one statement: only the first of each is kept.
_LISTS = re.compile(r"IN \((%s(?:::\w+(?:\[\])?)?)(?:, %s(?:::\w+(?:\[\])?)?)+\)")
_ROWS = re.compile(r"(VALUES (\((?:[^()]|\([^()]*\))*\)))(?:, \2)+")
_service_of: dict[Engine, str] = {}
_said: defaultdict[str, set[str]] = defaultdict(set)


def plain(statement: str) -> str:
    """A statement on one line, its placeholders without names, its lists and rows one long."""
    one_line = " ".join(re.sub(r"%\(\w+\)s", "%s", statement).split())
    return _ROWS.sub(r"\1", _LISTS.sub(r"IN (\1)", one_line))


def note_services() -> None:
    """From now on an engine is known by the service whose database it opens."""
    opened = Database.__init__

    def open_and_note(self: Database, service: str, *given: Any, **named: Any) -> None:
        opened(self, service, *given, **named)
        _service_of[self.engine] = service

    Database.__init__ = open_and_note  # type: ignore[method-assign]


def _note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
    service = _service_of.get(connection.engine)
    if service and KEPT.match(statement) and _is_ours(sys._getframe(1)):
        _said[service].add(plain(statement))


def _is_ours(frame: FrameType | None) -> bool:
    """Whether the nearest caller in the tree is the product: what a test asks is no promise."""
    while frame:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and ".venv" not in path.parts and path != Path(__file__):
            return path.relative_to(ROOT).parts[0] in ("services", "shared", "deploy")
        frame = frame.f_back
    return False


def pytest_configure() -> None:
    note_services()
    event.listen(Engine, "before_cursor_execute", _note)


def pytest_unconfigure() -> None:
    TARGET.write_text(json.dumps({service: sorted(said) for service, said in _said.items()}))
