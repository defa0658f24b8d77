"""Keyed digests of values that identify: whoever holds the key can ask whether a value was this one.

The digest is bound to the table, the column and the row, so that equal values of two rows look unlike: else
the log would tell which children share a surname, and who is a girl by which of two digests is frequent.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

DERIVED_FOR = "child-death-review digests of {service} v1"
KEY_BYTES, ID_DIGITS = 32, 8


@dataclass(frozen=True)
class DigestKeys:
    """Keys of one service by their ids; ``current`` is what is used now. Others only check older digests."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    def digest(self, place: str, hashed: str, key_id: str = "") -> str:
        """HMAC-SHA-256 (hex); ``place`` as of ``place_of``, ``hashed`` as of ``hash_of``. Raises KeyError."""
        key = self.keys[key_id or self.current]
        return hmac.digest(key, f"{place}\n{hashed}".encode(), "sha256").hex()

    def was(self, value: Any, digest: str, key_id: str, place: str) -> bool:
        """Whether a digest in the audit is of this value. KeyError where that key is not here."""
        return hmac.compare_digest(self.digest(place, hash_of(value), key_id), digest)


def digest_keys(secrets: Sequence[bytes], service: str) -> DigestKeys:
    """Keys of a service from the installation's, the current one first: HKDF-SHA256 (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256  # who writes nothing need not load it
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = DERIVED_FOR.format(service=service).encode()
    derived = [HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(secret) for secret in secrets]
    by_id = {hashlib.sha256(b"id of " + key).hexdigest()[:ID_DIGITS]: key for key in derived}
    return DigestKeys(next(iter(by_id)), by_id)


def place_of(table: str, column: str, row: Mapping[str, Any]) -> str:
    """What a digest is bound to. ``row``: the columns that name the row."""
    return json.dumps([table, column, row], sort_keys=True, ensure_ascii=False)


def hash_of(value: Any) -> str:
    """SHA-256 (hex) of a value as PostgreSQL writes it as JSON (jsonb)."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()
