"""A published count is one of four different things, and none may stand in for another.

Value(n)      a count that may be shown, n > 0
TrueZero()    nobody, and that may be said
Suppressed()  hidden: too few to show, or it covers for others. It can be none, and is never written as 0
Missing()     nothing is held for it: before records began, or the period has not begun
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    count: int

    def __post_init__(self) -> None:
        if self.count <= 0:
            raise ValueError("a Value is above 0; nobody at all is TrueZero()")


@dataclass(frozen=True)
class TrueZero:
    pass


@dataclass(frozen=True)
class Suppressed:
    pass


@dataclass(frozen=True)
class Missing:
    pass


Cell = Value | TrueZero | Suppressed | Missing

STATUSES: dict[type, str] = {Value: "shown", TrueZero: "zero", Suppressed: "suppressed", Missing: "missing"}
IN_WORDS = {"shown": "Shown", "zero": "None", "suppressed": "Suppressed", "missing": "Nothing held"}


def status_of(cell: Cell) -> str:
    """``shown``, ``zero``, ``suppressed`` or ``missing``: the status column of every file."""
    return STATUSES[type(cell)]


def as_json(cell: Cell) -> dict[str, int | bool]:
    """``{"value": n}``, ``{"value": 0}``, ``{"suppressed": true}`` or ``{"missing": true}``."""
    match cell:
        case Value(count):
            return {"value": count}
        case TrueZero():
            return {"value": 0}
        case Suppressed():
            return {"suppressed": True}
        case Missing():
            return {"missing": True}


def as_text(cell: Cell) -> str:
    """What a table prints: the number, ``0``, ``*`` for suppressed, ``:`` for nothing held."""
    match cell:
        case Value(count):
            return str(count)
        case TrueZero():
            return "0"
        case Suppressed():
            return "*"
        case Missing():
            return ":"
