"""What an audit entry says, in one form of bytes, and the keyed mark that only the product can make.

The form is a JSON list with the names of objects sorted and nothing between the parts. PostgreSQL keeps
JSON numbers as decimals, so that 1e3 comes back as 1000: a number without a fraction is an integer here.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

DERIVED_FOR = "child-death-review audit of {service} v1"
KEY_BYTES = 32
KEY_MARK_BYTES, NONCE_BYTES, MAC_BYTES = 4, 12, 32
MARK_BYTES = KEY_MARK_BYTES + NONCE_BYTES + MAC_BYTES
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True)
class MarkingKeys:
    """Keys of one service by the mark that tells which was used; ``current`` marks what is written now."""

    current: bytes
    keys: Mapping[bytes, bytes] = field(repr=False)

    def mark(self, said: bytes, nonce: bytes) -> bytes:
        """The mark (MARK_BYTES) of what an entry says; ``nonce``: NONCE_BYTES, never used twice."""
        return self.current + nonce + hmac.digest(self.keys[self.current], nonce + said, "sha256")

    def made(self, mark: bytes, said: bytes) -> bool:
        """Whether ``mark`` was made by one of these keys over exactly this."""
        key = self.keys.get(mark[:KEY_MARK_BYTES])
        if key is None or len(mark) != MARK_BYTES:
            return False
        nonce, mac = mark[KEY_MARK_BYTES:-MAC_BYTES], mark[-MAC_BYTES:]
        return hmac.compare_digest(hmac.digest(key, nonce + said, "sha256"), mac)

    def knows(self, mark: bytes) -> bool:
        """Whether the key that made ``mark`` is here."""
        return mark[:KEY_MARK_BYTES] in self.keys


def marking_keys(secrets: Sequence[bytes], service: str) -> MarkingKeys:
    """Keys of a service from the installation's, the current one first: HKDF-SHA256 (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256  # who writes no entry need not load it
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = DERIVED_FOR.format(service=service).encode()
    derived = [HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(secret) for secret in secrets]
    by_mark = {hashlib.sha256(b"mark of " + key).digest()[:KEY_MARK_BYTES]: key for key in derived}
    return MarkingKeys(next(iter(by_mark)), by_mark)


def nonce_of(mark: bytes) -> str:
    """The nonce of a mark, in hexadecimal: no other entry has it."""
    return mark[KEY_MARK_BYTES:-MAC_BYTES].hex()


def microseconds(at: datetime) -> int:
    """An instant as microseconds since 1970."""
    return (at - EPOCH) // timedelta(microseconds=1)


def said_by(entry: Mapping[str, Any]) -> bytes:
    """The form of an entry about to be written, from its columns; ``detail`` is JSON-ready."""
    who = entry["person_id"], entry["person_name"]
    what = entry["action"], entry["case_reference"], entry["subject"], entry["reading"]
    return form(microseconds(entry["at"]), *who, *what, json.dumps(entry["detail"]))


def form(
    at: int, person_id: str, person_name: str, action: str, case: str | None, subject: str, reading: bool,
    detail: str,
) -> bytes:  # fmt: skip
    """The form of an entry; ``at`` in microseconds since 1970, ``detail`` as JSON text."""
    read = {} if detail == "{}" else _decode(detail)
    return _encode([at, person_id, person_name, action, case, subject, reading, read]).encode()


def _number(written: str) -> int | float:
    exact = Decimal(written)
    return int(exact) if exact == exact.to_integral_value() else float(written)


_decode = json.JSONDecoder(parse_float=_number).decode  # made once: to make it takes as long as to use it
