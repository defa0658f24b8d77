"""What can be wrong with an audit, in plain words."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of fault, as it is said of the thing it is found at."""

    ENTRY_CHANGED = "it is not what was sealed: the entry was changed"
    ENTRY_REMOVED = "the entry is gone"
    ENTRY_INSERTED = "the entry was not written by the product: its mark is missing or wrong"
    ENTRY_COPIED = "the entry is a copy of another"
    ENTRY_UNSEALED = "the entry was never sealed, or its link was removed"
    KEY_UNKNOWN = "the entry was marked with a key that is not here"
    DOUBLED = "more than one link or entry is here: one was inserted"
    LINK_REMOVED = "the link is gone"
    LINK_CHANGED = "the link was changed, moved or inserted"
    LINK_UNSEALED = "the link is behind the last seal: it was inserted, or the seal was removed"
    CHAIN_BROKEN = "the chain does not lead here from the position before"
    SEAL_REMOVED = "the seal is gone"
    SEAL_CHANGED = "the seal was not signed like this: it was changed or inserted"
    SEAL_KEY_UNKNOWN = "the seal was signed with a key that is not here"
    SEAL_MISPLACED = "the seal does not begin where the one before it ends"
    SEAL_DISAGREES = "the links are not those that were sealed"
    ANCHOR_FALSE = "the anchor was not signed like this, or with a key that is not here"
    ANCHOR_GONE = "what was anchored is gone: the audit was cut off"
    ANCHOR_DISAGREES = "what was anchored is not what is here"
    NOTHING_SEALED = "nothing is sealed"


@dataclass(frozen=True)
class Fault:
    """One fault of one service's audit: where it is, and what kind. Ranges include both ends."""

    service: str
    kind: Kind
    positions: tuple[int, int] | None = None
    entry: int | None = None
    seals: tuple[int, int] | None = None
    note: str = ""

    def __str__(self) -> str:
        where = [
            f"entry {self.entry}" if self.entry is not None else "",
            _range("position", self.positions),
            _range("seal", self.seals),
        ]
        place = ", ".join(part for part in where if part)
        said = f"{self.kind.value} ({self.note})" if self.note else self.kind.value
        return f"{self.service}, {place}: {said}" if place else f"{self.service}: {said}"


def _range(what: str, ends: tuple[int, int] | None) -> str:
    if ends is None:
        return ""
    first, last = ends
    return f"{what} {first}" if first == last else f"{what}s {first} to {last}"
