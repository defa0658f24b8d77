"""What was made once, kept in this process by a name that can never mean anything else: a digest.

Who asks has been let in to the case before: a digest is known only to who has read what it names.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """The things used last, up to ``most`` altogether, each counted by ``size`` (characters)."""

    def __init__(self, most: int, size: Callable[[Thing], int]) -> None:
        self._things: OrderedDict[str, Thing] = OrderedDict()
        self._lock = Lock()
        self._most, self._size, self._held = most, size, 0

    def get(self, name: str) -> Thing | None:
        with self._lock:
            if name in self._things:
                self._things.move_to_end(name)
            return self._things.get(name)

    def keep(self, name: str, thing: Thing) -> None:
        """Keep it, and let go of those used longest ago where they are too many."""
        with self._lock:
            if name not in self._things:
                self._held += self._size(thing)
            self._things[name] = thing
            while self._held > self._most and len(self._things) > 1:
                _, gone = self._things.popitem(last=False)
                self._held -= self._size(gone)
