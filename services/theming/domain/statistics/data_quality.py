"""What is missing in the facts: not known, asked and not stated, not asked and not recorded are four things.

``data_quality.toml`` lists the fields of each source and which of their values say so.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.theming.domain.statistics.dimensions import NOT_RECORDED
from services.theming.domain.statistics.shares import number
from shared.disclosure.cells import Cell, Missing, TrueZero, Value
from shared.indicators import NOT_APPLICABLE, percentage_text

KINDS = {
    "not_known": "Not known",
    "asked_not_stated": "Asked, not stated",
    "not_asked": "Not asked",
    "not_recorded": "Not recorded",
}
SOURCES = {"notification": "Notification", "review": "Review", "record": "Record of the case"}
BASES = {"notification": "notified", "review": "reviewed"}
NOT_ANSWERED = ("not_known", "not_asked", "not_recorded")


@dataclass(frozen=True)
class Field:
    """``missing``: by kind, the value of the dimension that says that the answer is missing, if it has one.

    ``label``: what the field is called where it is not what its dimension is called.
    """

    dimension: str
    source: str
    missing: Mapping[str, str]
    label: str = ""


@dataclass(frozen=True)
class FieldQuality:
    """Of ``cases`` how many lack the field, by kind; each a typed cell, Missing where the field has no such
    value. Who declined to say is not among them that lack an answer: that they did is the answer.
    """

    name: str
    label: str
    source: str
    cases: Cell
    missing: Mapping[str, Cell]

    @property
    def percent(self) -> str:
        """Without an answer, of all, to one decimal; "*" where a part is hidden, N/A for none of none."""
        if isinstance(self.cases, Missing):
            return ":"
        if isinstance(self.cases, TrueZero):
            return NOT_APPLICABLE
        parts = [number(cell) for kind in NOT_ANSWERED if not isinstance(cell := self.missing[kind], Missing)]
        whole = number(self.cases)
        if whole is None or any(part is None for part in parts):
            return "*"
        return percentage_text(min(sum(part or 0 for part in parts), whole), whole)


@cache
def fields() -> tuple[Field, ...]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(Field(**row) for row in written["fields"])


def missing_cells(field: Field, of: Callable[[str], Cell]) -> dict[str, Cell]:
    """The cell of each kind; a field can always be not recorded."""
    values = {**field.missing, "not_recorded": NOT_RECORDED}
    return {kind: of(values[kind]) if kind in values else Missing() for kind in KINDS}


def exact(count: int) -> Cell:
    return Value(count) if count else TrueZero()
