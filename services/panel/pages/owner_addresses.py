"""The address of an owner's link, and who acts when it is opened: whoever is signed in, it is the link."""

from fastapi import Request

from services.panel.domain.learning.owner_links import OwnerLink, token_for
from shared.people import Person, Role
from shared.web import url_for
from shared.web.site import site_of

OWNER = Person("action-owner", "The owner of the action, by link", frozenset({Role.AGENCY_RESPONDER}))


def key_of(request: Request) -> str:
    """The key that signs links."""
    return site_of(request).settings.secret_key.get_secret_value()


def whole_address(request: Request, token: str) -> str:
    """A token's page as an address that works in a letter."""
    return site_of(request).settings.public_url.rstrip("/") + url_for(request, "owner_action", token=token)


def owner_address(request: Request, link: OwnerLink) -> str:
    """The whole address of a link, made anew: its token is kept nowhere."""
    return whole_address(request, token_for(key_of(request), link.id))
