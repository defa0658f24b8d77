"""Who makes a request: a bearer token on the API, else the session cookie, else nobody.

A bearer token is a key that the service gave to a program, an identity provider's token, or the demo's.
"""

from fastapi import Request

from shared.accounts.proof import Proof
from shared.errors import NotPermitted, NotSignedIn
from shared.people import ANONYMOUS, Person
from shared.service import ProgramKeys
from shared.web.counted_failures import count_failed_sign_in
from shared.web.open_id import provider_of
from shared.web.session import session_person
from shared.web.site import site_of
from shared.web.tokens import MARK, demo_token_issued_at, person_from_demo_token
from shared.web.told_headers import told_with_the_answer

_HARMLESS = {"GET", "HEAD", "OPTIONS"}


def person_of(request: Request) -> Person:
    """The person behind a request; ANONYMOUS if nobody is signed in.

    On the API a change needs a bearer token: the cookie alone is accepted for reading only, so that
    another site cannot make a signed-in browser change something.
    """
    if not is_api(request):
        return session_person(request)
    token = bearer(request)
    if token is not None:
        return person_from_token(request, token)
    return session_person(request) if request.method in _HARMLESS else ANONYMOUS


def person_from_token(request: Request, token: str) -> Person:
    """Who a bearer token is for: a program with a key, a person of the identity provider or of the demo."""
    settings = site_of(request).settings
    keys = _program_keys(request)
    if keys and token.startswith(keys.mark):
        return _admitted(request, keys, token)
    if settings.oidc_issuer and not token.startswith(MARK):
        return _of_the_provider(request, token)
    return person_from_demo_token(settings, token)


def _of_the_provider(request: Request, token: str) -> Person:
    try:
        return provider_of(request).person(token)
    except (NotSignedIn, NotPermitted) as refused:
        reason = "not one of ours" if isinstance(refused, NotPermitted) else "token refused"
        count_failed_sign_in(request, "bearer token", reason)
        raise


def proof_of_token(request: Request, token: str) -> tuple[Proof, bool]:
    """How the person of a bearer token proved who they are, and whether that was to the provider.

    A program with a key of its own is nobody who could prove anything. Raises NotSignedIn.
    """
    settings = site_of(request).settings
    keys = _program_keys(request)
    if keys and token.startswith(keys.mark):
        return Proof(None), False
    if settings.oidc_issuer and not token.startswith(MARK):
        return provider_of(request).proof(token), True
    return Proof(demo_token_issued_at(settings, token)), False


def may_wait(request: Request) -> bool:
    """Whether to find out who asks can take a while: a provider's keys are fetched, or a key looked up."""
    if not is_api(request):
        return False
    return bool(site_of(request).settings.oidc_issuer) or _program_keys(request) is not None


def _program_keys(request: Request) -> ProgramKeys | None:
    service = site_of(request).service
    return service.program_keys if service else None


def _admitted(request: Request, keys: ProgramKeys, token: str) -> Person:
    site = site_of(request)
    assert site.database is not None, "the root application has no database"
    admission = keys.admit(site.database, token, site.now())
    told_with_the_answer(request.scope).update(admission.headers)
    return admission.person


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
