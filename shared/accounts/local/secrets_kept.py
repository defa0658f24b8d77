"""What is kept readable (the secret behind a code) is sealed; what need not be is kept as a keyed digest."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


def _key(secret: str, purpose: str) -> bytes:
    """RFC 5869; a key of its own for each purpose."""
    return HKDF(SHA256(), 32, salt=None, info=f"child-death-review local accounts {purpose}".encode()).derive(
        secret.encode()
    )


def seal(secret: str, name: str, plain: str) -> str:
    """AES-256-GCM, bound to the account's name; ``secret``: the installation's."""
    nonce = token_bytes(_NONCE)
    sealed = AESGCM(_key(secret, "seal")).encrypt(nonce, plain.encode(), name.encode())
    return urlsafe_b64encode(nonce + sealed).decode()


def unseal(secret: str, name: str, sealed: str) -> str:
    raw = urlsafe_b64decode(sealed)
    return AESGCM(_key(secret, "seal")).decrypt(raw[:_NONCE], raw[_NONCE:], name.encode()).decode()


def digest(secret: str, *what: str) -> str:
    return hmac.new(_key(secret, "count"), "\0".join(what).encode(), sha256).hexdigest()


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
