"""A file with which an outsider verifies an audit without the database and without any secret key.

Lines of JSON: what the file is, the anchors, and for each service its seals and then its links with their
entries. A name that ends in .gz is compressed.
"""

import gzip
import json
import os
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from shared.auditing.anchors import line_of, seal_in
from shared.auditing.checking import Checker
from shared.auditing.faults import Fault, Kind
from shared.auditing.links import Seal
from shared.auditing.signing import PublicKeys, read_public_keys
from shared.auditing.stored import LINKED, SEALED, STANDING, seal_of
from shared.auditing.verifying import Place, Progress, Work, check_anchors, in_order
from shared.errors import Refusal

FORMAT = "child-death-review audit export v1"
BLOCK = 10_000  # lines that one process checks at a time
LINK_BYTES, SEAL_BYTES = (3, 4, 15), (4, 7)  # columns of LINKED and SEALED that are bytes
EVERYTHING = (0, 2**62)
ANCHOR, SERVICE, LINK, SEAL, END = "anchor", "service", "link", "seal", "end"


class BadExport(Refusal):
    """A file that is no export, or not a whole one; the message says why."""


def write_export(
    file: Path, services: Iterable[tuple[str, Place]], pem: str, anchors: Sequence[Seal], at: datetime
) -> int:
    """Write the file, readable by its owner only; gives how many links are in it."""
    written = 0
    with _opened_to_write(file) as out:
        out.write(json.dumps({"format": FORMAT, "made_at": at.isoformat(), "public_keys": pem}) + "\n")
        out.writelines(json.dumps([ANCHOR, line_of(each)]) + "\n" for each in anchors)
        for service, place in services:
            for line in _lines_of(service, place):
                out.write(line + "\n")
                written += line.startswith(f'["{LINK}"')
        out.write(json.dumps([END]) + "\n")
    return written


def _lines_of(service: str, place: Place) -> Iterator[str]:
    with place.connect() as connection:
        links, seals, _, linked_to, vouched = connection.execute(STANDING).fetchone() or (0, 0, 0, 0, 1)
        yield json.dumps([SERVICE, service, links, linked_to, seals, vouched])
        with closing(connection.cursor("seals")) as cursor:
            cursor.execute(SEALED, EVERYTHING)
            yield from (json.dumps([SEAL, *map(_written, row[:-1])]) for row in cursor)
        with closing(connection.cursor("links")) as cursor:
            cursor.execute(LINKED, EVERYTHING)
            for row in cursor:
                # The mark of a link is for who holds the key; it is of no use to anybody else.
                yield json.dumps([LINK, *map(_written, (*row[:5], None, *row[6:]))], ensure_ascii=False)


def _written(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


@contextmanager
def _opened_to_write(file: Path) -> Iterator[IO[str]]:
    raw = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
    with raw, gzip.open(raw, "wt") if file.suffix == ".gz" else open(raw.fileno(), "w", closefd=False) as out:
        yield out


def verify_file(
    file: Path, public: PublicKeys, anchors: Sequence[Seal], progress: Progress, processes: int = 0
) -> Iterator[Fault]:
    """Every fault of the audits in a file, as far as they show without a secret key. Raises BadExport."""
    reader = _Reader(public, [*anchors])
    with _opened_to_read(file) as lines:
        _head(lines)
        for done, faults in in_order(reader.work(_read(lines)), processes or os.cpu_count() or 1):
            yield from faults
            progress(done, reader.links)
    for part in reader.parts:
        yield from part.at_the_end(reader.anchors, public)


@dataclass
class _Part:
    """What a file holds of one service: what it says of itself, and how far its lines have come."""

    service: str
    linked_to: int
    seal_count: int
    vouched_from: int
    at: dict[str, int] = field(default_factory=lambda: {LINK: 0, SEAL: 0})
    before: dict[str, str] = field(default_factory=dict)
    seals: list[Seal] = field(default_factory=list)

    def led_to(self, first: int, last: int) -> dict[int, Seal]:
        """The seals that end at these positions."""
        ends = bisect_left(self.seals, first, key=_end), bisect_right(self.seals, last, key=_end)
        return {seal.to_position: seal for seal in self.seals[slice(*ends)]}

    @property
    def sealed_to(self) -> int:
        return self.seals[-1].to_position if self.seals else 0

    def at_the_end(self, anchors: Iterable[Seal], public: PublicKeys) -> Iterator[Fault]:
        """What shows only once every line was read."""
        linked = self.at[LINK]
        if not self.seals:
            yield Fault(self.service, Kind.NOTHING_SEALED)
        if linked > self.sealed_to:
            yield Fault(self.service, Kind.LINK_UNSEALED, positions=(self.sealed_to + 1, linked))
        yield from check_anchors(self.service, [*anchors], public, self._chain_at)

    def _chain_at(self, position: int) -> bytes | None:
        """An anchor is a seal; what a seal says of the chain has been checked against the links."""
        found = self.led_to(position, position).get(position)
        return found.chain if found and position <= self.at[LINK] else None


def _end(seal: Seal) -> int:
    return seal.to_position


@dataclass
class _Reader:
    """Goes through a file and makes of its lines the pieces that processes check."""

    public: PublicKeys
    anchors: list[Seal]
    links: int = 0
    parts: list[_Part] = field(default_factory=list)

    def work(self, lines: Iterable[str]) -> Iterator[Work]:
        kind, held = "", list[str]()
        for line in lines:
            now = line[2 : line.index('"', 2)] if line.startswith('["') else ""
            if held and (now != kind or len(held) == BLOCK):
                yield self._piece(kind, held)
                held = []
            kind = now
            if kind in (LINK, SEAL) and self.parts:
                held.append(line)
            elif kind != END:
                yield from self._said(kind, line)
        if kind != END:
            raise BadExport("It is not whole: its end is missing.")
        yield from self._rest()

    def _said(self, kind: str, line: str) -> Iterator[Work]:
        try:
            _, *said = json.loads(line)
            if kind == ANCHOR:
                self.anchors.append(seal_in(*said))
                return
            service, links, linked_to, seals, vouched_from = said
        except (ValueError, TypeError):
            raise BadExport("It has a line that says nothing known.") from None
        yield from self._rest()
        self.links += links
        self.parts.append(_Part(service, linked_to, seals, vouched_from))

    def _rest(self) -> Iterator[Work]:
        """What the service that was read last should have had behind its last lines."""
        if self.parts:
            part = self.parts[-1]
            yield self._piece(SEAL, [], part.seal_count)
            yield self._piece(LINK, [], max(part.linked_to, part.sealed_to))

    def _piece(self, kind: str, lines: list[str], last: int = 0) -> Work:
        part = self.parts[-1]
        first, before = part.at[kind] + 1, part.before.get(kind)
        if lines:
            last, part.before[kind] = _number(lines[-1]), lines[-1]
            part.at[kind] = max(last, part.at[kind])
        if kind == SEAL:
            part.seals += [seal_of(part.service, _row(line, SEAL_BYTES)) for line in lines]
        checker = Checker(part.service, None, part.vouched_from)
        piece = _Piece(checker, ([before] if before else []) + lines, first, last, len(lines))
        if kind == SEAL:
            return partial(_check_seals, piece, self.public.pem)
        return partial(_check_links, piece, part.led_to(first, last))


def _number(line: str) -> int:
    """The position of a link, or the number of a seal."""
    try:
        return int(line.split(",", 2)[1].strip("] \n"))
    except (ValueError, IndexError):
        raise BadExport("It has a line that cannot be read.") from None


@dataclass(frozen=True)
class _Piece:
    """Lines to check, the one before them first; ``count``: how many there are without that."""

    checker: Checker
    lines: list[str]
    first: int
    last: int
    count: int


def _check_links(piece: _Piece, seals: dict[int, Seal]) -> tuple[int, list[Fault]]:
    rows = [_row(line, LINK_BYTES) for line in piece.lines]
    faults = list(piece.checker.links(rows, piece.first, piece.last))
    for row in rows:
        seal = seals.get(row[0])
        if seal and seal.chain != row[4]:
            ends, number = (seal.from_position, seal.to_position), (seal.number, seal.number)
            faults.append(Fault(seal.service, Kind.SEAL_DISAGREES, positions=ends, seals=number))
    return piece.count, faults


def _check_seals(piece: _Piece, pem: str) -> tuple[int, list[Fault]]:
    rows = [[*_row(line, SEAL_BYTES), None] for line in piece.lines]
    return 0, list(piece.checker.seals(rows, piece.first, piece.last, read_public_keys(pem)))


def _row(line: str, in_bytes: tuple[int, ...]) -> list[Any]:
    try:
        _, *row = json.loads(line)
        for column in in_bytes:
            row[column] = bytes.fromhex(row[column]) if row[column] is not None else None
    except (ValueError, TypeError, IndexError):
        raise BadExport("It has a line that cannot be read.") from None
    return row


def _read(lines: IO[str]) -> Iterator[str]:
    try:
        yield from lines
    except (OSError, EOFError, ValueError, zlib.error):
        raise BadExport("It cannot be read to its end: it is damaged.") from None


def public_keys_in(file: Path) -> str:
    """The public keys (PEM) that the file itself names: whoever made the file chose them."""
    with _opened_to_read(file) as lines:
        return str(_head(lines)["public_keys"])


def _head(lines: IO[str]) -> dict[str, Any]:
    try:
        head = json.loads(lines.readline())
        if head["format"] == FORMAT:
            return dict(head)
    except (ValueError, KeyError, TypeError, OSError, EOFError):
        pass
    raise BadExport("It is no audit export, or of another version.")


@contextmanager
def _opened_to_read(file: Path) -> Iterator[IO[str]]:
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as out
    ):
        yield out
