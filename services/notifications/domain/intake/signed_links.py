"""Signed links for people without an account. The token is in the address alone: what is kept is its
fingerprint, so that nobody who reads the database can use a link.
"""

from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

from services.notifications.domain.gathering.refusals import LinkNotValid

NO_SUCH_LINK = "The link is not complete, or there is no such link. Copy the whole of it, or ask the office."


def token_for(key: str, purpose: str, link_id: str) -> str:
    """The signed token that goes into the address. ``purpose``: what the link opens."""
    return str(_serializer(key, purpose).dumps(link_id))


def link_id_of(key: str, purpose: str, token: str) -> str:
    """Which link a token is for. Raises LinkNotValid unless it was signed with ``key`` for ``purpose``."""
    try:
        return str(_serializer(key, purpose).loads(token))
    except BadSignature:
        raise LinkNotValid(NO_SUCH_LINK) from None


def fingerprint(token: str) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(token.encode()).hexdigest()


def salt_of(purpose: str) -> str:
    """What sets the signatures of one purpose's links apart from those of another's."""
    return f"{purpose}-link"


def _serializer(key: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=salt_of(purpose))
