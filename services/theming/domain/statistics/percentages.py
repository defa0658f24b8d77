"""A percentage beside its base, made of the counts as they are published.

Percentage(67.3, 107)   of a base that may be shown; parts stand for themselves and need not add to 100
NotApplicable()         0 of 0
Suppressed()            its part, its base or both are suppressed, or the base is too small
Missing()               nothing is held
"""

from dataclasses import dataclass
from decimal import Decimal

from services.theming.domain.statistics.shares import number
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero
from shared.indicators import NOT_APPLICABLE, percentage


@dataclass(frozen=True)
class Percentage:
    """``of``: the base (n), as published."""

    value: Decimal
    of: int


@dataclass(frozen=True)
class NotApplicable:
    pass


PercentageCell = Percentage | NotApplicable | Suppressed | Missing


def percentage_of(part: Cell, whole: Cell, least: int) -> PercentageCell:
    """``part`` in per cent of ``whole``; of a base below ``least`` none is said."""
    if isinstance(part, Missing) or isinstance(whole, Missing):
        return Missing()
    if isinstance(whole, TrueZero):
        return NotApplicable()
    shown, base = number(part), number(whole)
    if shown is None or base is None or base < least:
        return Suppressed()
    value = percentage(shown, base)
    return NotApplicable() if value is None else Percentage(value, base)


def as_text(cell: PercentageCell) -> str:
    """``67.3``, ``N/A``, ``*`` or ``:``."""
    match cell:
        case Percentage(value, _):
            return str(value)
        case NotApplicable():
            return NOT_APPLICABLE
        case Suppressed():
            return "*"
        case _:
            return ":"


def as_json(cell: PercentageCell) -> dict[str, object]:
    """``{"percent": 67.3, "n": 107}``, or why there is none."""
    match cell:
        case Percentage(value, of):
            return {"percent": float(value), "n": of}
        case NotApplicable():
            return {"not_applicable": True}
        case Suppressed():
            return {"suppressed": True}
        case _:
            return {"missing": True}
