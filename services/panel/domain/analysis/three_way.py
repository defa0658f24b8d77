"""Bring two texts together that were both written over the same earlier one, and say whether they overlap.

Nothing that either wrote is left out of the result: where both changed the same place in different ways, both
stand there, and ``overlaps`` is true so that a person looks. The method is that of diff3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import SequenceMatcher
from typing import Any


@dataclass(frozen=True)
class Together:
    """The value in which both changes stand. ``overlaps``: a person has to choose or to join them."""

    value: Any
    overlaps: bool = False


def together(base: Any, theirs: Any, mine: Any) -> Together:
    """One value of any kind a form has: text, choice, row, or rows."""
    if mine in (base, theirs):
        return Together(theirs)
    if theirs == base:
        return Together(mine)
    if all(isinstance(one, str) for one in (base, theirs, mine)):
        return _lines_together(base, theirs, mine)
    if all(isinstance(one, tuple) for one in (base, theirs, mine)):
        return rows_together(base, theirs, mine)
    if is_dataclass(base) and type(base) is type(theirs) is type(mine):
        return _fields_together(base, theirs, mine)
    return Together(mine, overlaps=True)


def rows_together(base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any]) -> Together:
    """Rows: those that one added, changed or took out, and the other left alone, are as that one left them.

    Rows that both added at the same place follow one another: one factor beside another is no contradiction.
    """
    rows: list[Any] = []
    overlaps = False
    for before, one, other in _regions(base, theirs, mine):
        joined = _region_together(before, one, other)
        rows += joined.value
        overlaps |= joined.overlaps
    return Together(tuple(rows), overlaps)


def _lines_together(base: str, theirs: str, mine: str) -> Together:
    rows: list[str] = []
    overlaps = False
    for before, one, other in _regions(base.splitlines(), theirs.splitlines(), mine.splitlines()):
        if other in (before, one) or one == before:
            rows += one if other in (before, one) else other
            continue
        rows += [*one, *(line for line in other if line not in one)]
        overlaps = True
    return Together("\n".join(rows), overlaps)


def _region_together(before: list[Any], theirs: list[Any], mine: list[Any]) -> Together:
    if mine in (before, theirs):
        return Together(theirs)
    if theirs == before:
        return Together(mine)
    if len(before) == len(theirs) == len(mine):
        each = [_row_together(*rows) for rows in zip(before, theirs, mine, strict=True)]
        return Together([row for one in each for row in one.value], any(one.overlaps for one in each))
    both = [*theirs, *(row for row in mine if row not in theirs)]
    return Together(both, overlaps=bool(before))


def _row_together(before: Any, theirs: Any, mine: Any) -> Together:
    """One row that both kept: its fields where they changed different ones, else both rows."""
    joined = together(before, theirs, mine)
    return Together([theirs, mine], overlaps=True) if joined.overlaps else Together([joined.value])


def _fields_together(base: Any, theirs: Any, mine: Any) -> Together:
    names = [one.name for one in fields(base)]
    each = {name: together(*(getattr(one, name) for one in (base, theirs, mine))) for name in names}
    made = type(base)(**{name: one.value for name, one in each.items()})
    return Together(made, any(one.overlaps for one in each.values()))


def _regions(
    base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any]
) -> Iterator[tuple[list[Any], list[Any], list[Any]]]:
    """The three sequences cut at the rows that all of them share, in order; a shared row is a region."""
    at, at_theirs, at_mine = 0, 0, 0
    for place, in_theirs, in_mine in [*_shared(base, theirs, mine), (len(base), len(theirs), len(mine))]:
        yield (
            list(base[at:place]),
            list(theirs[at_theirs:in_theirs]),
            list(mine[at_mine:in_mine]),
        )
        same = list(base[place : place + 1])
        yield same, same, same
        at, at_theirs, at_mine = place + 1, in_theirs + 1, in_mine + 1


def _shared(base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any]) -> list[tuple[int, int, int]]:
    in_theirs, in_mine = _places(base, theirs), _places(base, mine)
    return [(place, in_theirs[place], in_mine[place]) for place in sorted(in_theirs.keys() & in_mine.keys())]


def _places(base: Sequence[Any], other: Sequence[Any]) -> dict[int, int]:
    """Where rows of ``base`` stand unchanged in ``other``, by their place in ``base``."""
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    blocks = matcher.get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
