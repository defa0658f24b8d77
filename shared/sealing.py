"""Content that is stored encrypted: AES-256-GCM under a key of its own, which a named key wraps.

What wraps is written as ``name:key``, several with commas between. The first wraps; the others still open
what was sealed with them before. A key is 32 bytes in hexadecimal or base64url, or says who keeps it
(``shared/key_keepers.py``): ``name:command:/path/of/program#key``, ``name:transit+https://…``.

To change the wrapping key nothing is sealed anew: ``rewrap`` changes what stands in front of the content.
"""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from shared.key_keepers import KeyKeeperAway, SealBroken, keeper_at

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D
# What begins otherwise was sealed by the named key itself, as before. No nonce is this by chance.
ENVELOPE = b"cdr-sealed-2"
_LENGTH_BYTES = 2
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")
_HOW = "write name:key, with a key of 32 bytes as 64 hexadecimal digits ('openssl rand -hex 32' makes one)"

__all__ = [
    "ENVELOPE",
    "NONCE_BYTES",
    "KeyInSetting",
    "KeyKeeperAway",
    "SealBroken",
    "SealingKeys",
    "WrappingKey",
    "read_keys",
]


class WrappingKey(Protocol):
    """A key that wraps other keys, wherever it is kept; all kinds pass the same tests."""

    def wrap(self, data_key: bytes, *, bound_to: str) -> bytes:
        """Raises KeyKeeperAway."""
        ...

    def unwrap(self, wrapped: bytes, *, bound_to: str) -> bytes:
        """Raises SealBroken if it was altered or belongs to something else; KeyKeeperAway."""
        ...


@dataclass(frozen=True)
class KeyInSetting:
    """A key that stands in the setting (a secret's file) itself."""

    key: bytes = field(repr=False)

    def wrap(self, data_key: bytes, *, bound_to: str) -> bytes:
        return _encrypted(self.key, data_key, os.urandom(NONCE_BYTES), bound_to)

    def unwrap(self, wrapped: bytes, *, bound_to: str) -> bytes:
        return _decrypted(self.key, wrapped, bound_to)


@dataclass(frozen=True)
class SealingKeys:
    """Keys by name; ``current`` is the one that wraps."""

    current: str
    keys: Mapping[str, WrappingKey] = field(repr=False)

    def seal(self, plain: bytes, *, nonce: bytes, bound_to: str) -> bytes:
        """The wrapped key, then nonce and ciphertext. ``nonce``: NONCE_BYTES random bytes.

        ``bound_to``: what the content belongs to; it opens for nothing else. Raises KeyKeeperAway.
        """
        data_key = os.urandom(KEY_BYTES)
        content = _encrypted(data_key, plain, nonce, bound_to)
        return _with_wrapped(self.keys[self.current].wrap(data_key, bound_to=bound_to), content)

    def open(self, sealed: bytes, *, key: str, bound_to: str) -> bytes:
        """What was sealed. Raises SealBroken or KeyKeeperAway."""
        wrapping = self._named(key)
        if not sealed.startswith(ENVELOPE):
            return _decrypted(_plain(wrapping), sealed, bound_to)
        wrapped, content = _parted(sealed)
        return _decrypted(wrapping.unwrap(wrapped, bound_to=bound_to), content, bound_to)

    def rewrap(self, sealed: bytes, *, key: str, bound_to: str) -> bytes:
        """The same content, its key wrapped by the current one. Raises SealBroken or KeyKeeperAway."""
        if not sealed.startswith(ENVELOPE):
            plain = self.open(sealed, key=key, bound_to=bound_to)
            return self.seal(plain, nonce=os.urandom(NONCE_BYTES), bound_to=bound_to)
        wrapped, content = _parted(sealed)
        data_key = self._named(key).unwrap(wrapped, bound_to=bound_to)
        return _with_wrapped(self.keys[self.current].wrap(data_key, bound_to=bound_to), content)

    def _named(self, key: str) -> WrappingKey:
        if key not in self.keys:
            raise SealBroken("It was sealed with a key that this installation does not have.")
        return self.keys[key]


def read_keys(written: str) -> SealingKeys:
    """Keys as a setting writes them. Raises ValueError with what to write, and never a key."""
    pairs = [part.strip().partition(":") for part in written.split(",") if part.strip()]
    keys = {name: keeper_at(text) or KeyInSetting(_key(text)) for name, _, text in pairs}
    if not pairs or len(keys) != len(pairs) or not all(_NAME.fullmatch(name) for name in keys):
        raise ValueError(f"{_HOW}; every name once")
    return SealingKeys(pairs[0][0], keys)


def keys_written(written: str) -> dict[str, bytes]:
    """Keys that stand in the setting itself, by name, the current one first. Raises ValueError likewise."""
    keys = read_keys(written).keys
    here = {name: key.key for name, key in keys.items() if isinstance(key, KeyInSetting)}
    if len(here) != len(keys):
        raise ValueError(f"a key server cannot hold these: {_HOW}")
    return here


def _encrypted(key: bytes, plain: bytes, nonce: bytes, bound_to: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # what seals nothing need not load it

    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _decrypted(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, bound_to.encode())
    except (InvalidTag, ValueError):
        raise SealBroken("The stored content is not what was sealed.") from None


def _plain(key: WrappingKey) -> bytes:
    if not isinstance(key, KeyInSetting):
        raise SealBroken(
            "It was sealed before by a key that stands in a setting; this one is kept elsewhere."
        )
    return key.key


def _with_wrapped(wrapped: bytes, content: bytes) -> bytes:
    return ENVELOPE + len(wrapped).to_bytes(_LENGTH_BYTES) + wrapped + content


def _parted(sealed: bytes) -> tuple[bytes, bytes]:
    """The wrapped key, and the content behind it."""
    begins = len(ENVELOPE) + _LENGTH_BYTES
    ends = begins + int.from_bytes(sealed[len(ENVELOPE) : begins])
    return sealed[begins:ends], sealed[ends:]


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text) if len(text) == KEY_BYTES * 2 else base64.urlsafe_b64decode(text + "==")
    except (ValueError, binascii.Error):
        raise ValueError(_HOW) from None
    if len(key) != KEY_BYTES:
        raise ValueError(_HOW)
    return key
