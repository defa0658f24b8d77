"""How a key is written: ``cdrkey_``, the key's id, ``_``, the secret; its digest is all that is kept.

The beginning tells people, and programs that look for keys left lying about, what it is. The secret is 32
random bytes, so that a plain SHA-256 cannot be turned back: there is nothing to guess from.
"""

import hashlib
import hmac
import re

MARK = "cdrkey_"
ID_BYTES, SECRET_BYTES = 6, 32
_WRITTEN = re.compile(rf"{MARK}([0-9a-f]{{{2 * ID_BYTES}}})_([0-9a-f]{{{2 * SECRET_BYTES}}})", re.ASCII)


def written(key_id: str, secret: str) -> str:
    """The key as its program sends it; both parts are in hexadecimal."""
    return f"{MARK}{key_id}_{secret}"


def parts_of(text: str) -> tuple[str, str]:
    """Id and secret of a key as it was sent; ("", "") for anything that is no key."""
    found = _WRITTEN.fullmatch(text)
    return (found[1], found[2]) if found else ("", "")


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(secret: str, digest: str) -> bool:
    """Whether it is the secret with this digest, in the same time whether or not it is."""
    return hmac.compare_digest(digest_of(secret), digest)
