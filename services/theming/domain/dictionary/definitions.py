"""Definitions as they are written (``definitions.toml``), and the entries of the dictionary they make."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: Every kind of entry, in the order of the dictionary, with what it is on the page.
KINDS: Mapping[str, str] = {
    "dimension": "What tables are split by",
    "value": "Values that every dimension can have",
    "cell": "What a count can be",
    "measure": "What a table says of its counts",
    "basis": "Which cases are counted",
    "period": "Periods",
    "area": "Areas",
    "policy": "Policies of disclosure control",
    "field": "Fields of JSON answers",
    "column": "Columns of files",
    "fact": "Facts of a case that are counted",
}
# Areas are also a dimension: their definitions have a name of their own.
_WRITTEN_UNDER = {"area": "place"}


@dataclass(frozen=True)
class Entry:
    """``lineage``: the fields of events that it comes from; ``values``: of a dimension, by key."""

    kind: str
    name: str
    label: str
    definition: str
    source: str
    lineage: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@cache
def written() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Kind, name, definition: everything in the file."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def defined(kind: str, name: str) -> Mapping[str, Any]:
    """What is written of a name; of a dotted name, of the longest ending that something is written of.

    Raises KeyError for a name that has no definition.
    """
    under = written()[_WRITTEN_UNDER.get(kind, kind)]
    ends = name.split(".")
    for start in range(len(ends)):
        if found := under.get(".".join(ends[start:])):
            return found
    raise KeyError(f"{kind} {name} has no definition")


def entry(kind: str, name: str, label: str = "", values: Iterable[tuple[str, str]] = ()) -> Entry:
    """The entry of a name in the model. Raises KeyError if it has no definition."""
    said = defined(kind, name)
    shown = label or said.get("label", name)
    return Entry(kind, name, shown, said["definition"], said["source"], _lineage(said), tuple(values))


def _lineage(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Through the facts that it is counted from to the events that say them."""
    facts = [field for fact in said.get("facts", ()) for field in written()["fact"][fact]["events"]]
    decided = [f"{said['decided']} (a person's decision)"] if "decided" in said else []
    return tuple(dict.fromkeys([*facts, *said.get("events", ()), *decided]))
