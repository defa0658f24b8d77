"""A notification that is not finished: kept behind a secret link, for a while, for whoever has the link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.forms.new_version import names_brought_forward
from shared.counted_words import counted
from shared.errors import NotFound

KEPT_FOR = timedelta(days=14)


class DraftNotFound(NotFound):
    title = "There is nothing saved here"

    def __init__(self) -> None:
        super().__init__(
            f"What is saved is kept for {counted(KEPT_FOR.days, 'day')}, or until it is sent. If you "
            "copied the link, check that it is whole. You can always begin a new notification."
        )


@dataclass(frozen=True)
class NotificationDraft:
    """``given``: the boxes of the page as they were typed, in the names of ``form_version``."""

    draft_id: str
    given: Mapping[str, Any]
    form_version: str
    saved_at: datetime
    expires_at: datetime

    @property
    def boxes(self) -> dict[str, Any]:
        """What was typed, under the names of the form in force."""
        return names_brought_forward(self.given, notification_form(), self.form_version)


def draft_of(*, draft_id: str, given: Mapping[str, Any], at: datetime) -> NotificationDraft:
    """Kept for KEPT_FOR from the last time it was saved."""
    return NotificationDraft(draft_id, given, notification_form().version, at, at + KEPT_FOR)


def draft_id_of_page(key: str, submission: str) -> str:
    """The draft of one opened page: saved twice from there, it is one draft. ``submission`` is the page's own
    random word.
    """
    return sha256(f"draft:{key}:{submission}".encode()).hexdigest()[:32]


def token_for(key: str, draft_id: str) -> str:
    """The secret part of the link. It says nothing about anybody."""
    return str(_serializer(key).dumps(draft_id))


def draft_id_of(key: str, token: str) -> str:
    """Which draft a token is for. Raises DraftNotFound unless it was signed with ``key``."""
    try:
        return str(_serializer(key).loads(token))
    except BadSignature:
        raise DraftNotFound() from None


def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="notification-draft")
