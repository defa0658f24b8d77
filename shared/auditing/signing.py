"""The Ed25519 keys (RFC 8032) that sign seals, and their public parts, which anybody may have."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.errors import Refusal
from shared.sealing import keys_written

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ID_DIGITS = 32


class BadPublicKeys(Refusal):
    """A file of public keys that cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True)
class PublicKeys:
    """Public keys by their ids."""

    keys: "Mapping[str, Ed25519PublicKey]" = field(repr=False)

    def knows(self, key_id: str) -> bool:
        return key_id in self.keys

    def signed(self, key_id: str, signature: bytes, said: bytes) -> bool:
        """Whether the key signed exactly this."""
        from cryptography.exceptions import InvalidSignature

        if key_id not in self.keys:
            return False
        try:
            self.keys[key_id].verify(signature, said)
        except InvalidSignature:
            return False
        return True

    @property
    def pem(self) -> str:
        """As text (PEM), one key after another."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        form = Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        return "".join(key.public_bytes(*form).decode() for key in self.keys.values())


@dataclass(frozen=True)
class SigningKeys:
    """The private keys of an installation; the first signs, the public parts of all of them check."""

    current: "Ed25519PrivateKey" = field(repr=False)
    public: PublicKeys

    @property
    def key_id(self) -> str:
        return next(iter(self.public.keys))

    def sign(self, said: bytes) -> bytes:
        return self.current.sign(said)


def signing_keys(written: str) -> SigningKeys:
    """Keys as a setting writes them, ``name:key`` with commas between. Raises ValueError without a key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = [Ed25519PrivateKey.from_private_bytes(each) for each in keys_written(written).values()]
    return SigningKeys(private[0], _by_id(each.public_key() for each in private))


def read_public_keys(text: str) -> PublicKeys:
    """Public keys written one after another as PEM. Raises BadPublicKeys."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    end = "-----END PUBLIC KEY-----"
    found = []
    for part in text.split(end)[:-1]:
        try:
            key = load_pem_public_key((part.lstrip() + end + "\n").encode())
        except (ValueError, UnsupportedAlgorithm):
            raise BadPublicKeys("One of the public keys cannot be read.") from None
        if not isinstance(key, Ed25519PublicKey):
            raise BadPublicKeys("One of the public keys is not an Ed25519 key.")
        found.append(key)
    if not found:
        raise BadPublicKeys("There is no public key in it: it begins with -----BEGIN PUBLIC KEY-----.")
    return _by_id(found)


def _by_id(keys: "Iterable[Ed25519PublicKey]") -> PublicKeys:
    """A key's id is the beginning of the SHA-256 of its 32 bytes, in hexadecimal."""
    by_id = {hashlib.sha256(key.public_bytes_raw()).hexdigest()[:ID_DIGITS]: key for key in keys}
    return PublicKeys(by_id)
