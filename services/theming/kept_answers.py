"""What was worked out of the data is kept while it holds: until something is added to what is counted."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from services.theming.queries.data_version import Version, data_version, year_version
from shared.storage import Transaction

T = TypeVar("T")


class Kept(Generic[T]):
    """At most ``most`` answers for each database, those asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._by_database: WeakKeyDictionary[Any, OrderedDict[Hashable, T]] = WeakKeyDictionary()
        self._lock = Lock()

    def get(
        self, tx: Transaction, key: Hashable, make: Callable[[], T], of: tuple[str, int] | None = None
    ) -> T:
        """What ``make`` gave for this key on the same data, or gives now. ``make`` runs outside the lock.

        ``of``: the answer follows from the cases that a basis places in a financial year, and no others.
        """
        version = _version(tx, of)
        versioned = (version.year, key)
        with self._lock:
            held = self._by_database.setdefault(tx.session.get_bind(), OrderedDict())
            if versioned in held:
                held.move_to_end(versioned)
                return held[versioned]
        made = make()
        # What came meanwhile may be in it: that is no answer of before, to which a year can come back.
        if _version(tx, of).data != version.data:
            return made
        with self._lock:
            held[versioned] = made
            while len(held) > self._most:
                held.popitem(last=False)
        return made


def _version(tx: Transaction, of: tuple[str, int] | None) -> Version:
    if of is None:
        data = data_version(tx)
        return Version(data, data)
    return year_version(tx, *of)
