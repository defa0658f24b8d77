"""What somebody who is invited says of coming, signed in or through a signed link without an account."""

from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

from services.panel.domain.meetings.meeting_refusals import InvitationLinkNotValid

SALT = "meeting-answer-link"
ANSWERS: dict[str, str] = {
    "coming": "I am coming",
    "remote": "I am joining by video or telephone",
    "deputy": "My deputy is coming",
    "apologies": "I cannot come",
}
ANSWERED: dict[str, str] = {
    "coming": "Coming",
    "remote": "Joining by video or telephone",
    "deputy": "A deputy is coming",
    "apologies": "Cannot come",
}
_NO_LINK = (
    "The link is not complete, or the invitation was withdrawn. Copy the whole of it, or ask the office."
)


def answer_token(key: str, meeting_id: str, person_id: str) -> str:
    """The signed token of one invitation. Who it is for can be compared with it, but not read from it."""
    return str(_serializer(key).dumps(f"{meeting_id}.{seat_mark(meeting_id, person_id)}"))


def read_answer_token(key: str, token: str) -> tuple[str, str]:
    """The meeting's id and the mark of the seat. InvitationLinkNotValid unless signed with ``key``."""
    try:
        meeting_id, _, mark = str(_serializer(key).loads(token)).partition(".")
    except BadSignature:
        raise InvitationLinkNotValid(_NO_LINK) from None
    return meeting_id, mark


def seat_mark(meeting_id: str, person_id: str) -> str:
    """Twelve characters by which a seat of a meeting is told from the others."""
    return sha256(f"{meeting_id} {person_id}".encode()).hexdigest()[:12]


def no_such_invitation() -> InvitationLinkNotValid:
    return InvitationLinkNotValid(_NO_LINK)


def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=SALT)
