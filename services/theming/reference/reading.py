"""Reference files: a CSV of counts, and beside it a TOML of the same name that says what it is.

The TOML says ``kind`` ("population" or "live_births"), ``title``, ``source``, ``version``, ``published_on``
and ``synthetic``. The CSV has a column ``year`` (of a financial year that in which it begins), ``area``, any
of ``age_band``, ``sex``, ``ethnic_group``, ``deprivation_quintile``, and ``count``. Every fault is named with
the file and the line.
"""

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

KINDS = ("population", "live_births")
SPLITS = ("area", "age_band", "sex", "ethnic_group", "deprivation_quintile")
SAID = {"kind": str, "title": str, "source": str, "version": str, "published_on": date, "synthetic": bool}
SHIPPED = Path(__file__).with_name("synthetic")


@dataclass(frozen=True)
class ReferenceFile:
    """Counts by the values of ``splits``, in their order, for each year."""

    name: str
    kind: str
    title: str
    source: str
    version: str
    published_on: date
    synthetic: bool
    sha256: str
    splits: tuple[str, ...]
    counts: Mapping[int, Mapping[tuple[str, ...], int]]


@dataclass(frozen=True)
class Reference:
    """Every file that could be read, and what is wrong with the others."""

    files: tuple[ReferenceFile, ...] = ()
    faults: tuple[str, ...] = ()


def read_reference(folder: Path | None) -> Reference:
    """The files of a folder as they are now; nothing where there is no folder."""
    if folder is None:
        return Reference()
    if not folder.is_dir():
        return Reference(faults=("The folder that CDOP_REFERENCE_FOLDER names is not there.",))
    found = sorted(folder.glob("*.csv"))
    return _read(tuple((path, path.stat().st_mtime_ns, _said_at(path)) for path in found))


def _said_at(path: Path) -> int:
    beside = path.with_suffix(".toml")
    return beside.stat().st_mtime_ns if beside.exists() else 0


@lru_cache(maxsize=4)
def _read(found: tuple[tuple[Path, int, int], ...]) -> Reference:
    files, faults = [], []
    for path, _, _ in found:
        read, wrong = _read_file(path)
        faults += wrong
        if read:
            files.append(read)
    return Reference(tuple(files), tuple(faults))


def _read_file(path: Path) -> tuple[ReferenceFile | None, list[str]]:
    sent = path.read_bytes()
    try:
        said, rows = _described(path), list(csv.reader(sent.decode("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError, csv.Error) as error:
        return None, [f"{path.name}: it cannot be read ({type(error).__name__})."]
    head = [name.strip() for name in rows[0]] if rows else []
    faults = [*_wrong_description(said), *_wrong_head(head)]
    counts, wrong = ({}, []) if faults else _counts(head, rows[1:])
    faults = [f"{path.name}: {fault}" for fault in (*faults, *wrong)]
    if faults:
        return None, faults
    splits = tuple(name for name in head if name in SPLITS)
    digest = hashlib.sha256(sent).hexdigest()
    return ReferenceFile(path.name, **_of(said), sha256=digest, splits=splits, counts=counts), []


def _described(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.with_suffix(".toml").read_text())


def _of(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in SAID}


def _wrong_description(said: Mapping[str, Any]) -> list[str]:
    missing = [name for name, kind in SAID.items() if not isinstance(said.get(name), kind)]
    faults = [f"the TOML beside it does not say {', '.join(missing)}."] if missing else []
    if not missing and said["kind"] not in KINDS:
        faults.append(f"its kind is none of {', '.join(KINDS)}.")
    return faults


def _wrong_head(head: Sequence[str]) -> list[str]:
    faults = [f"it has no column {name}." for name in ("year", "area", "count") if name not in head]
    unknown = [name for name in head if name not in ("year", "count", *SPLITS)]
    if unknown:
        faults.append(
            f"{len(unknown)} of its columns are not known. Known: year, {', '.join(SPLITS)}, count."
        )
    if len(set(head)) < len(head):
        faults.append("two of its columns have the same name.")
    return faults


def _counts(
    head: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[dict[int, dict[tuple[str, ...], int]], list[str]]:
    found: dict[int, dict[tuple[str, ...], int]] = {}
    faults = []
    for line, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        wrong = list(_wrong_line(head, row))
        faults += [f"line {line}: {fault}" for fault in wrong]
        if not wrong:
            of = dict(zip(head, (cell.strip() for cell in row), strict=True))
            values = tuple(of[name] for name in head if name in SPLITS)
            if values in found.setdefault(int(of["year"]), {}):
                faults.append(f"line {line}: this is counted on an earlier line already.")
            found[int(of["year"])][values] = int(of["count"])
    return found, faults or ([] if found else ["it has no counts."])


def _wrong_line(head: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    if len(row) != len(head):
        yield f"it has {len(row)} cells and not {len(head)}."
        return
    of = dict(zip(head, (cell.strip() for cell in row), strict=True))
    if not (of["year"].isascii() and of["year"].isdigit() and 1990 <= int(of["year"]) <= 2199):
        yield "its year is not a year such as 2025."
    if not (of["count"].isascii() and of["count"].isdigit()):
        yield "its count is not a whole number of 0 or more."
    if not all(of[name] for name in head if name in SPLITS):
        yield "a value is blank."
