"""The link through which the owner of an action answers without an account, and without seeing a case.

The token is in the address alone; what is kept is its fingerprint, so that nobody who reads the database can
use a link. It opens one action and nothing else, until it is too old or taken back.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

from services.panel.domain.london_days import LONDON
from shared.errors import Refusal

SALT = "action-owner-link"
NO_SUCH_LINK = "The link is not complete, or there is no such link. Copy the whole of it, or ask the office."


class LinkNotValid(Refusal):
    status = 404
    title = "This link does not work"


@dataclass(eq=False)
class OwnerLink:
    """A link to the action in place ``number`` of a review. ``fingerprint``: SHA-256 of its token."""

    id: str
    case_reference: str
    review_version: int
    number: int
    fingerprint: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    sent: bool = False
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def check_usable(self, *, token: str, at: datetime) -> None:
        """Refuses LinkNotValid, saying why in words that name no case."""
        if self.fingerprint != fingerprint(token):
            raise LinkNotValid(NO_SUCH_LINK)
        if self.revoked_at:
            raise LinkNotValid(
                "The child death review office has taken this link back. Ask it for a new one."
            )
        if at >= self.expires_at:
            raise LinkNotValid("This link is too old. Ask the child death review office for a new one.")

    @property
    def last_day(self) -> date:
        """The last day on which it works (London)."""
        return (self.expires_at - timedelta(seconds=1)).astimezone(LONDON).date()

    def state(self, at: datetime) -> str:
        """``open``, ``revoked`` or ``expired``."""
        if self.revoked_at:
            return "revoked"
        return "expired" if at >= self.expires_at else "open"

    def revoke(self, *, at: datetime) -> None:
        """It works no more; taking it back twice changes nothing."""
        self.revoked_at = self.revoked_at or at


def new_link(
    *, id: str, place: tuple[str, int, int], key: str, by: str, at: datetime, until: date, sent: bool
) -> OwnerLink:
    """A link that works to the end of the day ``until`` (London); ``key`` signs it."""
    ends = datetime.combine(until + timedelta(days=1), time(), LONDON)
    mark = fingerprint(token_for(key, id))
    return OwnerLink(id, *place, mark, made_by=by, made_at=at, expires_at=ends, sent=sent)


def token_for(key: str, link_id: str) -> str:
    """The signed token that goes into the address."""
    return str(_serializer(key).dumps(link_id))


def link_id_of(key: str, token: str) -> str:
    """Which link a token is for. Refuses LinkNotValid unless ``key`` signed it for this purpose."""
    try:
        return str(_serializer(key).loads(token))
    except BadSignature:
        raise LinkNotValid(NO_SUCH_LINK) from None


def fingerprint(token: str) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(token.encode()).hexdigest()


def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=SALT)
