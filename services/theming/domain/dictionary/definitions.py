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
    """``lineage``: the fields of events that it comes from; ``values``: of a dimension, by key.

    ``defined_as``: the name that the definition is of, which other names can share.
    """

    kind: str
    name: str
    label: str
    definition: str
    source: str
    lineage: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    defined_as: str = ""

    @property
    def place(self) -> str:
        """Of a field or a column, the answer or file that it stands in."""
        return self.name.partition(".")[0]


@cache
def written() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Kind, name, definition: everything in the file."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def name_defined(kind: str, name: str) -> str:
    """The name itself; of a dotted name, its longest ending that has a definition. Raises KeyError."""
    under, parts = written()[_WRITTEN_UNDER.get(kind, kind)], name.split(".")
    for start in range(len(parts)):
        if (ending := ".".join(parts[start:])) in under:
            return ending
    raise KeyError(f"{kind} {name} has no definition")


def defined(kind: str, name: str) -> Mapping[str, Any]:
    """What is written of a name. Raises KeyError for a name that has no definition."""
    return written()[_WRITTEN_UNDER.get(kind, kind)][name_defined(kind, name)]


def entry(kind: str, name: str, label: str = "", values: Iterable[tuple[str, str]] = ()) -> Entry:
    """The entry of a name in the model. Raises KeyError if it has no definition."""
    said, known = defined(kind, name), name_defined(kind, name)
    shown = label or said.get("label", name)
    about = (said["definition"], said["source"], _lineage(said))
    return Entry(kind, name, shown, *about, values=tuple(values), defined_as=known)


def _lineage(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Through the facts that it is counted from to the events that say them."""
    facts = [field for fact in said.get("facts", ()) for field in written()["fact"][fact]["events"]]
    decided = [f"{said['decided']} (a person's decision)"] if "decided" in said else []
    return tuple(dict.fromkeys([*facts, *said.get("events", ()), *decided]))
