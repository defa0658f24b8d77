"""The addresses of signed links, and who acts when one is opened: whoever is signed in, it is the link."""

from fastapi import Request

from services.notifications.domain.intake import notify_links, questions, transfers
from services.notifications.domain.intake.links_to import LinksTo
from shared.people import Person, Role
from shared.web import url_for
from shared.web.site import site_of

NOTIFIER = Person("notifier-with-link", "Notifier with a link", frozenset({Role.NOTIFIER}))
RECEIVING_PANEL = Person("receiving-panel", "The panel with the link", frozenset({Role.AGENCY_RESPONDER}))
_ROUTES = {
    notify_links.PURPOSE: "notify_with_link",
    questions.PURPOSE: "notifier_question",
    transfers.PURPOSE: "received_transfer",
}


def links_to(request: Request, purpose: str) -> LinksTo:
    """Makes the whole addresses of links for one purpose."""
    return LinksTo(key_of(request), purpose, lambda token: whole(request, _ROUTES[purpose], token))


def whole(request: Request, route: str, token: str) -> str:
    """A token's page as an address that works in a letter."""
    return site_of(request).settings.public_url.rstrip("/") + url_for(request, route, token=token)


def key_of(request: Request) -> str:
    """The key that signs links."""
    return site_of(request).settings.secret_key.get_secret_value()
