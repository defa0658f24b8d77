"""Who makes a request: a bearer token on the API, else the session cookie, else nobody."""

from fastapi import Request

from shared.errors import NotSignedIn
from shared.people import ANONYMOUS, Person
from shared.web.open_id import provider_of
from shared.web.session import session_person
from shared.web.site import site_of
from shared.web.tokens import MARK, person_from_demo_token

_HARMLESS = {"GET", "HEAD", "OPTIONS"}


def person_of(request: Request) -> Person:
    """The person behind a request; ANONYMOUS if nobody is signed in.

    On the API a change needs a bearer token: the cookie alone is accepted for reading only, so that
    another site cannot make a signed-in browser change something.
    """
    if not is_api(request):
        return session_person(request.session)
    token = bearer(request)
    if token is not None:
        return person_from_token(request, token)
    return session_person(request.session) if request.method in _HARMLESS else ANONYMOUS


def person_from_token(request: Request, token: str) -> Person:
    """Who a bearer token is for: an identity provider's where one is configured, or the demo's."""
    settings = site_of(request).settings
    if settings.oidc_issuer and not token.startswith(MARK):
        return provider_of(request).person(token)
    return person_from_demo_token(settings, token)


def bearer(request: Request) -> str | None:
    """The token of an Authorization header; None without one. Raises NotSignedIn for another scheme."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("Send the token as 'Authorization: Bearer' and the token.")
    return token.strip()


def is_api(request: Request) -> bool:
    """Whether a request is for a JSON API: "api" follows the service's prefix in the path."""
    scope = request.scope
    outside = scope.get("app_root_path", scope.get("root_path", ""))
    return bool(scope["path"].removeprefix(outside).split("/")[2:3] == ["api"])
