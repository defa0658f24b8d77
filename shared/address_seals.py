"""What stands in an address for us alone: encrypted and signed with the secret that all services share.

Each purpose has a key of its own, so that what was sealed for one opens for no other.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class NotSealedHere(ValueError):
    """It was altered, or sealed by somebody else or for something else."""


def sealed_for(secret: str, purpose: bytes, said: bytes) -> str:
    """Letters, figures, "-", "_" and "=": about a third longer than what is said."""
    return _seal(secret, purpose).encrypt(said).decode()


def opened_for(secret: str, purpose: bytes, token: str) -> bytes:
    """What was sealed, however long ago. Raises NotSealedHere."""
    try:
        return _seal(secret, purpose).decrypt(token.encode("ascii", "replace"))
    except InvalidToken:
        raise NotSealedHere from None


def _seal(secret: str, purpose: bytes) -> Fernet:
    """AES-CBC with HMAC under a key for this purpose: HKDF-SHA256 (RFC 5869) of the shared secret."""
    key = HKDF(SHA256(), 32, salt=None, info=purpose).derive(secret.encode())
    return Fernet(urlsafe_b64encode(key))
