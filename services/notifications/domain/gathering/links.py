"""The signed one-use link by which an agency answers one request, without an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

from services.notifications.domain.gathering.refusals import LinkNotValid

VALID_FOR = timedelta(days=60)  # longer than the chase ladder, so that the last reminder still opens
SALT = "reporting-form-link"
_ASK_OFFICE = "Ask the child death review office for a new one."
NOT_WHOLE = f"The link is not complete. {_ASK_OFFICE}"


@dataclass
class ResponderLink:
    """Opens one request. The token itself is not stored: `fingerprint` is its SHA-256 in hexadecimal."""

    link_id: str
    request_id: str
    fingerprint: str
    expires_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def check_usable(self, *, token: str, at: datetime) -> None:
        """Raises LinkNotValid, saying why in words that name no child."""
        if self.fingerprint != fingerprint(token):
            raise LinkNotValid(NOT_WHOLE)
        if self.used_at:
            raise LinkNotValid(
                "Your form has been received. Thank you: you need do nothing more. "
                "If you want to add something, ask the child death review office for a new link."
            )
        if self.withdrawn_at:
            raise LinkNotValid(f"The request was withdrawn or the link was replaced. {_ASK_OFFICE}")
        if at >= self.expires_at:
            raise LinkNotValid(f"The link is too old. {_ASK_OFFICE}")


def new_link(*, link_id: str, request_id: str, key: str, at: datetime) -> ResponderLink:
    """A link good for VALID_FOR. `key` signs it."""
    return ResponderLink(link_id, request_id, fingerprint(token_for(key, link_id)), at + VALID_FOR)


def token_for(key: str, link_id: str) -> str:
    """The signed token that goes into the address."""
    return str(_serializer(key).dumps(link_id))


def link_id_of(key: str, token: str) -> str:
    """Which link a token is for. Raises LinkNotValid unless it was signed with `key`."""
    try:
        return str(_serializer(key).loads(token))
    except BadSignature:
        raise LinkNotValid(NOT_WHOLE) from None


def fingerprint(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=SALT)
