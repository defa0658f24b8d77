"""Where messages to professionals are handed over: one URL, whose scheme chooses the way.

smtp://user:password@host:587?from=office@panel.example          STARTTLS; ``&starttls=no`` for a relay
                                                                 on this machine or network
smtps://user:password@host:465?from=office@panel.example         TLS from the start
notify+https://key:API-KEY@api.notifications.service.gov.uk?template=TEMPLATE-ID      GOV.UK Notify
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465, "notify+https": 443, "notify+http": 80}
_MAIL = ("smtp", "smtps")


@dataclass(frozen=True)
class MessagesAddress:
    """``sender`` is the address messages come from (SMTP); ``template`` a template's id (Notify)."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    template: str = ""
    starttls: bool = True

    @property
    def by_mail(self) -> bool:
        return self.scheme in _MAIL


def messages_address(url: str) -> MessagesAddress:
    """Read the URL. Raises ValueError that says what to write, without quoting the URL."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"write one of {', '.join(f'{scheme}://host' for scheme in PORTS)}")
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    address = MessagesAddress(
        parts.scheme,
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        given.get("from", ""),
        given.get("template", ""),
        given.get("starttls", "yes") != "no",
    )
    _check(address)
    return address


def _check(address: MessagesAddress) -> None:
    if address.by_mail and "@" not in address.sender:
        raise ValueError("say who the messages come from: ?from=office@panel.example")
    if not address.by_mail and not address.password:
        raise ValueError("write the API key as the password: notify+https://key:API-KEY@host?template=...")
    if not address.by_mail and not address.template:
        raise ValueError("name the template: ?template=TEMPLATE-ID")
