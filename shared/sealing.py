"""Content that is stored encrypted: AES-256-GCM under a key with a name, so that keys can be changed.

Written as ``name:key``, several with commas between; a key is 32 bytes in hexadecimal or base64url. The
first seals; the others still open what was sealed with them before.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")
_HOW = "write name:key, with a key of 32 bytes as 64 hexadecimal digits ('openssl rand -hex 32' makes one)"


class SealBroken(Exception):
    """The content was altered, belongs to something else, or was sealed with a key that is not here."""


@dataclass(frozen=True)
class SealingKeys:
    """Keys by name; ``current`` is the one that seals."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    def seal(self, plain: bytes, *, nonce: bytes, bound_to: str) -> bytes:
        """Nonce and ciphertext. A nonce (NONCE_BYTES random bytes) is never used twice with one key.

        ``bound_to``: what the content belongs to; it opens for nothing else.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # what seals nothing need not load it

        return nonce + AESGCM(self.keys[self.current]).encrypt(nonce, plain, bound_to.encode())

    def open(self, sealed: bytes, *, key: str, bound_to: str) -> bytes:
        """What was sealed. Raises SealBroken."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if key not in self.keys:
            raise SealBroken("It was sealed with a key that this installation does not have.")
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return AESGCM(self.keys[key]).decrypt(nonce, ciphertext, bound_to.encode())
        except (InvalidTag, ValueError):
            raise SealBroken("The stored content is not what was sealed.") from None


def read_keys(written: str) -> SealingKeys:
    """Keys as a setting writes them. Raises ValueError with what to write, and never a key."""
    pairs = [part.strip().partition(":") for part in written.split(",") if part.strip()]
    keys = {name: _key(text) for name, _, text in pairs}
    if not pairs or len(keys) != len(pairs) or not all(_NAME.fullmatch(name) for name in keys):
        raise ValueError(f"{_HOW}; every name once")
    return SealingKeys(pairs[0][0], keys)


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text) if len(text) == KEY_BYTES * 2 else base64.urlsafe_b64decode(text + "==")
    except (ValueError, binascii.Error):
        raise ValueError(_HOW) from None
    if len(key) != KEY_BYTES:
        raise ValueError(_HOW)
    return key
