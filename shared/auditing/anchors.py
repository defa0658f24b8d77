"""The last seal of each service, written down elsewhere once a day: from then on no tail can be cut off."""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from time import monotonic

import structlog
from sqlalchemy import text

from shared.auditing.links import Seal
from shared.auditing.stored import last_seal
from shared.errors import Refusal
from shared.service import Step
from shared.storage import Transaction

LOOKED_EVERY = 60.0  # seconds
_ONE_WRITER = text("SELECT pg_try_advisory_xact_lock(hashtextextended('anchoring of the audit', 0))")
logger = structlog.get_logger(__name__)
FILE = "audit-anchors-{service}.jsonl"


class BadAnchors(Refusal):
    """A file of anchors that cannot be read; the message says where."""


def line_of(seal: Seal) -> str:
    """A seal as one line of JSON."""
    raw = {"chain": seal.chain.hex(), "signature": seal.signature.hex(), "at": seal.at.isoformat()}
    return json.dumps({**vars(seal), **raw})


def seal_in(line: str) -> Seal:
    """The seal that ``line_of`` wrote. Raises BadAnchors."""
    try:
        read = json.loads(line)
        chain, signature = bytes.fromhex(read["chain"]), bytes.fromhex(read["signature"])
        seal = Seal(
            **{**read, "chain": chain, "signature": signature, "at": datetime.fromisoformat(read["at"])}
        )
        seal.said  # noqa: B018  what cannot be put together is no seal
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise BadAnchors("A line of it is no anchor.") from None
    return seal


def anchors_in(files: Iterable[Path]) -> Iterator[Seal]:
    """Every anchor in these files. Raises BadAnchors, OSError."""
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), 1):
            try:
                yield seal_in(line)
            except BadAnchors:
                raise BadAnchors(f"{file}, line {number}, is no anchor.") from None


def anchor(folder: Path, seal: Seal) -> Path:
    """Write a seal at the end of the service's file; it is on the disk when this ends."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE.format(service=seal.service)
    with file.open("a") as out:
        out.write(line_of(seal) + "\n")
        out.flush()
        os.fsync(out.fileno())
    return file


def anchoring(folder: Path, looked_every: float = LOOKED_EVERY) -> Step:
    """The step that anchors the last seal of a service, on every day (UTC) on which there is a new one."""
    looked = [-looked_every]

    def anchor_audit(tx: Transaction) -> bool:
        if monotonic() - looked[0] < looked_every or not tx.session.scalar(_ONE_WRITER):
            return False
        looked[0] = monotonic()
        seal, before = last_seal(tx.session, tx.service), last_anchor(folder, tx.service)
        if before and (seal is None or seal.number < before.number):
            logger.error("audit_is_shorter_than_its_anchor", seal=before.number)
            return False
        if seal is None or (before and seal.at.date() <= before.at.date()):
            return False
        anchor(folder, seal)
        return True

    return anchor_audit


def last_anchor(folder: Path, service: str) -> Seal | None:
    """The last one in the service's file; None where there is no file yet. Raises BadAnchors."""
    file = folder / FILE.format(service=service)
    if not file.exists():
        return None
    *_, last = [None, *anchors_in([file])]
    return last
