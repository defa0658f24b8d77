"""Sending through GOV.UK Notify.

Its API takes a template and what fills it: subject and body, and the link, the date and the office by name
for a template that has words of its own.
"""

# allow everywhere goes-out: to the host of CDOP_MESSAGES_URL

import logging
from typing import Any

from notifications_python_client.errors import HTTPError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient

from shared.messages_address import MessagesAddress
from shared.sending.carrier import Letter, NotSent

SECONDS = 30
# The client writes Notify's answers to its log; they may quote the address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)
_new_client: Any = NotificationsAPIClient  # it has no types
_SAYS = {
    400: "Notify refused the message or the address (400)",
    403: "Notify did not accept the office's key (403)",
    429: "Notify's limit is reached for now (429)",
}
_FOR_GOOD = (400,)


class NotifyCarrier:
    """One client a letter: the client may not be shared between threads."""

    def __init__(self, address: MessagesAddress) -> None:
        self._key = address.password
        self._template = address.template
        self._url = f"{address.scheme.removeprefix('notify+')}://{address.host}:{address.port}"

    def send(self, letter: Letter) -> str:
        """Returns Notify's id. A letter that may have arrived is asked after first."""
        client = _new_client(self._key, base_url=self._url, timeout=SECONDS)
        client.request_session.max_redirects = 0  # a letter goes where the setting says and nowhere else
        try:
            return self._had_already(client, letter) or self._sent(client, letter)
        except HTTPError as error:
            says = _SAYS.get(error.status_code, f"Notify did not answer as it should ({error.status_code})")
            raise NotSent(says, for_good=error.status_code in _FOR_GOOD) from None
        except (InvalidResponse, KeyError, TypeError):
            raise NotSent("Notify gave an answer that could not be read") from None

    def _had_already(self, client: Any, letter: Letter) -> str:
        if not letter.again:
            return ""
        found: Any = client.get_all_notifications(reference=letter.message_id)
        return next((str(one["id"]) for one in found["notifications"]), "")

    def _sent(self, client: Any, letter: Letter) -> str:
        answer: Any = client.send_email_notification(
            email_address=letter.recipient,
            template_id=letter.template or self._template,
            personalisation={"subject": letter.subject, "body": letter.body, **dict(letter.personalisation)},
            reference=letter.message_id,
        )
        return str(answer["id"])
