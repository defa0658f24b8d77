"""Checks of links, entries and seals, in stretches that are checked apart from each other.

A stretch begins with the link (or the seal) before it, which says what it leads on from.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from shared.auditing.entries import MarkingKeys, form
from shared.auditing.faults import Fault, Kind
from shared.auditing.links import BEGINNING, chained, digest_of, link_made
from shared.auditing.signing import PublicKeys
from shared.auditing.stored import Entry, seal_of

Row = Sequence[Any]
_UNREADABLE = b"unreadable"


@dataclass(frozen=True)
class Checker:
    """Checks the audit of one service. Without ``marking`` (an outsider's check) marks are not checked.

    ``vouched_from``: as the seals say.
    """

    service: str
    marking: MarkingKeys | None
    vouched_from: int = 1

    def links(self, rows: Iterable[Row], first: int, last: int) -> Iterator[Fault]:
        """Faults of the positions ``first`` to ``last``. ``rows``: link and entry, from ``first - 1`` on."""
        expected, chain = first, BEGINNING if first == 1 else None
        for row in rows:
            position = row[0]
            if position < expected:
                if position == first - 1 and chain is None:
                    chain = row[4]
                else:
                    yield self._at(Kind.DOUBLED, position, row[6] if row[6] is not None else row[1])
                continue
            if position > expected:
                yield self._gap(expected, position - 1)
                chain = None
            yield from self._link(row, chain)
            expected, chain = position + 1, row[4]
        if expected <= last:
            yield self._gap(expected, last)

    def _link(self, row: Row, before: bytes | None) -> Iterator[Fault]:
        position, entry_id, vouched, digest, chain, mark = row[:6]
        try:
            if self.marking and not link_made(self.marking, mark, position, entry_id, digest, chain):
                yield self._at(Kind.LINK_CHANGED, position, entry_id)
            if before is not None and chained(before, digest) != chain:
                yield self._at(Kind.CHAIN_BROKEN, position, entry_id)
            if row[6] is None:
                yield self._at(Kind.ENTRY_REMOVED, position, entry_id)
            else:
                yield from self._linked(row[6:], position, vouched, digest)
        except (TypeError, ValueError, OverflowError):
            yield self._at(Kind.LINK_CHANGED, position, entry_id)

    def _linked(self, entry: Row, position: int, vouched: bool, digest: bytes) -> Iterator[Fault]:
        entry_id, mark, said = entry[0], entry[9], said_by(entry)
        if digest_of(entry_id, vouched, mark, said) != digest:
            yield self._at(Kind.ENTRY_CHANGED, position, entry_id)
        elif entry_id >= self.vouched_from and not vouched:
            yield self._at(Kind.ENTRY_INSERTED, position, entry_id)
        elif vouched and (wrong := self._mark(mark, said)):
            yield self._at(wrong, position, entry_id)

    def _mark(self, mark: bytes | None, said: bytes) -> Kind | None:
        if self.marking is None or (mark and self.marking.made(mark, said)):
            return None
        return Kind.KEY_UNKNOWN if mark and not self.marking.knows(mark) else Kind.ENTRY_INSERTED

    def waiting(self, entries: Iterable[Entry], before: int) -> Iterator[Fault]:
        """Faults of entries without a link; one of before that instant (microseconds) should have one."""
        for entry in entries:
            if wrong := self._mark(entry.mark, said_by(entry)):
                yield Fault(self.service, wrong, entry=entry.id)
            elif entry.at < before:
                yield Fault(self.service, Kind.ENTRY_UNSEALED, entry=entry.id)

    def seals(self, rows: Iterable[Row], first: int, last: int, public: PublicKeys) -> Iterator[Fault]:
        """Faults of the seals numbered ``first`` to ``last``. ``rows``: seal and chain, as above."""
        expected, ends = first, 0 if first == 1 else None
        for row in rows:
            number, last_position = row[0], row[2]
            if number < expected:
                if number == first - 1 and ends is None:
                    ends = last_position
                else:
                    yield Fault(self.service, Kind.SEAL_CHANGED, seals=(number, number))
                continue
            if number > expected:
                yield Fault(self.service, Kind.SEAL_REMOVED, seals=(expected, number - 1))
                ends = None
            yield from self._seal(row, ends, public)
            expected, ends = number + 1, last_position
        if expected <= last:
            yield Fault(self.service, Kind.SEAL_REMOVED, seals=(expected, last))

    def _seal(self, row: Row, ends: int | None, public: PublicKeys) -> Iterator[Fault]:
        number, positions = row[0], (row[1], row[2])
        at = partial(Fault, self.service, positions=positions, seals=(number, number))
        try:
            seal = seal_of(self.service, row[:8])
            if not public.knows(seal.key_id):
                yield at(Kind.SEAL_KEY_UNKNOWN)
            elif not public.signed(seal.key_id, seal.signature, seal.said):
                yield at(Kind.SEAL_CHANGED)
            elif ends is not None and seal.from_position != ends + 1:
                yield at(Kind.SEAL_MISPLACED)
            elif row[8] is not None and row[8] != seal.chain:
                yield at(Kind.SEAL_DISAGREES)
        except (TypeError, ValueError, OverflowError, AttributeError):
            yield at(Kind.SEAL_CHANGED)

    def _at(self, kind: Kind, position: int, entry_id: int) -> Fault:
        return Fault(self.service, kind, positions=(position, position), entry=entry_id)

    def _gap(self, first: int, last: int) -> Fault:
        return Fault(self.service, Kind.LINK_REMOVED, positions=(first, last))


def said_by(entry: Row) -> bytes:
    """What a stored entry says; what cannot be read was not written by the product."""
    try:
        return form(*entry[1:9])
    except (TypeError, ValueError, ArithmeticError):
        return _UNREADABLE
