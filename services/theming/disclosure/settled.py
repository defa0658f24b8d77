"""What is hidden of a year is settled once: it follows from the counts and the rules, and from nothing else.

Kept as a bit for each cell, by a digest of all that it follows from. Another count, another policy, other
code or another solver is another digest, so nothing that was kept ever needs to be taken back.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from threading import Lock
from typing import Protocol

from services.theming.domain.statistics.tree import Key
from services.theming.rules import OF_HIDING, rules_digest

_SOLVERS = ("highspy", "scipy", "numpy")
MOST = 4_096


class Settled(Protocol):
    """Where what was settled is kept, of whatever was asked."""

    def get(self, digest: bytes) -> bytes | None:
        """The bits of the hidden cells; None if it is not kept here."""

    def put(self, digest: bytes, hidden: bytes) -> None: ...


class InMemory:
    """At most ``most``, those asked for last."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: bytes) -> bytes | None:
        with self._lock:
            if digest in self._held:
                self._held.move_to_end(digest)
            return self._held.get(digest)

    def put(self, digest: bytes, hidden: bytes) -> None:
        with self._lock:
            self._held[digest] = hidden
            self._held.move_to_end(digest)
            while len(self._held) > self._most:
                self._held.popitem(last=False)


IN_MEMORY = InMemory()
"""Of this process, whichever database the counts are of."""


def digest_of(*follows_from: object) -> bytes:
    """32 bytes; ``follows_from`` is told apart by how it is written."""
    return sha256(repr((_rules(), *follows_from)).encode()).digest()


@cache
def _rules() -> tuple[str, ...]:
    return rules_digest(*OF_HIDING), *(version(solver) for solver in _SOLVERS)


def as_bits(hidden: Iterable[Key], keys: Sequence[Key]) -> bytes:
    """A bit for each of ``keys``, the first in the lowest bit; 1 if it is hidden."""
    place = {key: number for number, key in enumerate(keys)}
    return sum(1 << place[key] for key in hidden).to_bytes(-(-len(keys) // 8), "little")


def from_bits(bits: bytes, keys: Sequence[Key]) -> frozenset[Key]:
    """The keys whose bit is 1."""
    number = int.from_bytes(bits, "little")
    return frozenset(key for place, key in enumerate(keys) if number >> place & 1)
