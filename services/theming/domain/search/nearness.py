"""What was asked for has to stand together: words at two ends of a sentence speak of two things."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.theming.domain.search.rules import search_rules


@dataclass(frozen=True, order=True)
class Stand:
    """A place of one of the things asked for (by number): words ``first`` to ``last`` of a sentence."""

    first: int
    last: int
    thing: int


def together(stands: Sequence[Stand], things: int, stops: Sequence[int] = ()) -> list[tuple[Stand, ...]]:
    """Groups of places that have everything asked for, near each other, in any order; each place is in one.

    ``stops``: numbers of words before which the sentence turns to something else, as at a semicolon.
    """
    groups: list[tuple[Stand, ...]] = []
    newest: dict[int, Stand] = {}
    for stand in sorted(stands):
        newest = {thing: each for thing, each in newest.items() if not _stops(each, stand, stops)}
        newest[stand.thing] = stand
        if len(newest) == things and _are_near(list(newest.values())):
            groups.append(tuple(sorted(newest.values())))
            newest = {}
    return groups


def _stops(one: Stand, other: Stand, stops: Sequence[int]) -> bool:
    return any(one.last < stop <= other.first for stop in stops)


def _are_near(group: list[Stand]) -> bool:
    first, last = min(each.first for each in group), max(each.last for each in group)
    named = {word for each in group for word in range(each.first, each.last + 1)}
    between = last - first + 1 - len(named)
    return between <= search_rules().words_between * (len(group) - 1)
