"""Figures of different days in one sum: what has changed between them is a cell of its own.

A figure that is out stands when a review is reopened, so its sum with newer figures need not balance. A
reader is taken to know exactly what has changed: a family knows that its child's review was reopened.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from services.theming.domain.statistics.tree import Key, Relation

CHANGED = "changed since"


def balanced(
    relations: Iterable[Relation], counts: Mapping[Key, int]
) -> tuple[tuple[Relation, ...], dict[Key, int]]:
    """The relations with what each lacks to balance, and those cells with their counts."""
    found, changes = [], dict[Key, int]()
    for number, each in enumerate(relations):
        over = sum(counts[key] for key in each.whole) - sum(counts[key] for key in each.parts)
        if over < 0 or (over > 0 and each.exact):
            key = (CHANGED, str(number))
            changes[key] = abs(over)
            each = _with_change(each, key, over)
        found.append(each)
    return tuple(found), changes


def _with_change(relation: Relation, key: Key, over: int) -> Relation:
    if over > 0:
        return replace(relation, parts=(*relation.parts, key))
    return replace(relation, whole=(*relation.whole, key))


def hanging_together(start: Collection[Key], relations: Sequence[Relation]) -> frozenset[Key]:
    """Every cell that some chain of sums leads to: of the others nothing can be learnt here."""
    beside: dict[Key, list[Relation]] = {}
    for relation in relations:
        for key in relation.keys:
            beside.setdefault(key, []).append(relation)
    found, new = set(start), list(start)
    while new:
        met = {key for relation in beside.pop(new.pop(), ()) for key in relation.keys} - found
        found |= met
        new += met
    return frozenset(found)
