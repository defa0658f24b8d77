"""The attendance register. A blank means that nothing was recorded: neither an absence nor an apology."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from shared.errors import Fault, Invalid


class Mark(StrEnum):
    """What the register says of one seat at one meeting."""

    PRESENT = "present"
    REMOTE = "remote"
    DEPUTY = "deputy"
    APOLOGIES = "apologies"
    NOT_RECORDED = "not_recorded"


IN_THE_MEETING = frozenset({Mark.PRESENT, Mark.REMOTE, Mark.DEPUTY})

MARK_LABELS: dict[Mark, str] = {
    Mark.PRESENT: "Present",
    Mark.REMOTE: "Present by video or telephone",
    Mark.DEPUTY: "A deputy came",
    Mark.APOLOGIES: "Apologies",
    Mark.NOT_RECORDED: "Not recorded",
}
MARK_SIGNS: dict[Mark, str] = {
    Mark.PRESENT: "✓",
    Mark.REMOTE: "Remote",
    Mark.DEPUTY: "Deputy",
    Mark.APOLOGIES: "AP",
    Mark.NOT_RECORDED: "",
}
_SIGNS = {sign.casefold(): mark for mark, sign in MARK_SIGNS.items()} | {
    "x": Mark.PRESENT,
    "a": Mark.APOLOGIES,
    "apologies": Mark.APOLOGIES,
    "present": Mark.PRESENT,
    "d": Mark.DEPUTY,
    "r": Mark.REMOTE,
}


def read_mark(cell: str) -> Mark:
    """What a cell of a paper register means: a tick, "AP", "Deputy", "Remote" or blank; else ValueError."""
    mark = _SIGNS.get(cell.strip().casefold())
    if mark is None:
        raise ValueError(f"“{cell}” is not a mark of the attendance register.")
    return mark


def chosen_mark(value: str) -> Mark:
    """The mark of a form's value; Invalid for one that is not on the list."""
    if value not in set(Mark):
        raise Invalid([Fault("mark", "Choose a mark from the list")])
    return Mark(value)


def tally(marks: Iterable[Mark]) -> dict[Mark, int]:
    """How often each mark occurs, every mark named, in the register's order; the counts add to the seats."""
    counted = Counter(marks)
    return {mark: counted[mark] for mark in Mark}
