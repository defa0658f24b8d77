"""What every way of sending does, and which one a URL's scheme chooses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from shared.messages_address import MessagesAddress, messages_address


@dataclass(frozen=True)
class Letter:
    """What is handed over. `again`: it was tried before, and may have arrived all the same.

    `calendar`: an iCalendar text to go with it; a way of sending that cannot carry it sends the link alone.
    """

    message_id: str
    recipient: str
    subject: str
    body: str
    template: str = ""
    personalisation: tuple[tuple[str, str], ...] = ()
    again: bool = False
    calendar: str = ""


class NotSent(Exception):
    """The letter was not taken. `for_good`: it never will be. The words name no recipient."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.for_good = for_good


class Carrier(Protocol):
    """A way to send."""

    def send(self, letter: Letter) -> str:
        """Hand the letter over; returns the carrier's reference. Raises NotSent and nothing else expected."""


def open_carrier(url: str, office: str) -> Carrier | None:
    """The carrier of CDOP_MESSAGES_URL; None where no mail is set up. Raises ValueError for a wrong URL."""
    if not url:
        return None
    address = messages_address(url)
    return _CARRIERS[address.scheme](address, office)


def _mail(address: MessagesAddress, office: str) -> Carrier:
    from shared.sending.by_mail import MailCarrier

    return MailCarrier(address, office)


def _notify(address: MessagesAddress, office: str) -> Carrier:
    from shared.sending.by_notify import NotifyCarrier

    return NotifyCarrier(address)


_CARRIERS: dict[str, Callable[[MessagesAddress, str], Carrier]] = {
    "smtp": _mail,
    "smtps": _mail,
    "notify+https": _notify,
    "notify+http": _notify,
}
