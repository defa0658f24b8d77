"""Which columns of a service's tables the audit tells of, and how: data, one file for each service.

In ``recorded_columns.toml`` every column of every table stands in one of three lists: ``plain`` (what it was
and became is told), ``digested`` (a keyed digest is), ``left_out`` (with the reason). A table that is not
recorded at all stands under ``[left_out]`` with the reason. A test fails on a column without a place.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = "recorded_columns.toml"


@dataclass(frozen=True)
class RecordedTable:
    """``plain`` and ``digested`` columns, and the reasons of others by their names."""

    plain: tuple[str, ...] = ()
    digested: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recorded:
    """``tables`` that are recorded, by name, and the reasons of others by their names."""

    tables: Mapping[str, RecordedTable] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


@cache
def recorded_columns(folder: Path) -> Recorded:
    """What the file in a service's folder says; nothing without one."""
    file = folder / FILE
    if not file.exists():
        return Recorded()
    told = tomllib.loads(file.read_text())
    left_out = told.pop("left_out", {})
    return Recorded({name: _table(said) for name, said in told.items()}, left_out)


def _table(said: Mapping[str, object]) -> RecordedTable:
    return RecordedTable(
        tuple(said.get("plain", ())),  # type: ignore[arg-type]
        tuple(said.get("digested", ())),  # type: ignore[arg-type]
        dict(said.get("left_out", {})),  # type: ignore[call-overload]
    )
