"""Stretches of a text that do not overlap, found without looking at each: a long list is one sentence."""

from bisect import bisect_left


class Apart:
    """Takes a stretch that overlaps none it has."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        place = bisect_left(self._starts, end)
        if place and self._ends[place - 1] > start:
            return False
        self._starts.insert(place, start)
        self._ends.insert(place, end)
        return True
