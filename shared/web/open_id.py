"""Sign-in with the organisation's OpenID Connect provider, and its tokens on the APIs.

Authlib speaks the protocol (state, nonce and PKCE included); joserfc checks the tokens. What a claim
value makes somebody is the table ROLES_BY_CLAIM; a claim that is not in it gives nothing.
"""

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

import httpx2
from authlib.integrations.starlette_client import OAuth, OAuthError
from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from shared.errors import NotFound, NotPermitted, NotSignedIn
from shared.people import Person, Role
from shared.settings import Settings
from shared.web.rendering import url_for
from shared.web.routing import HtmlRouter
from shared.web.session import here_only, sign_in
from shared.web.site import site_of

ROLES_BY_CLAIM = {
    "cdop-administrator": Role.CDOP_ADMINISTRATOR,
    "cdr-manager": Role.CDR_MANAGER,
    "panel-member": Role.PANEL_MEMBER,
    "panel-chair": Role.PANEL_CHAIR,
    "public-health-analyst": Role.PUBLIC_HEALTH_ANALYST,
    "auditor": Role.AUDITOR,
    "partner-system": Role.NOTIFIER,
}
ALGORITHMS = ["RS256", "PS256", "ES256"]
LEEWAY_SECONDS = 60
REFRESH_SECONDS = 60  # an unknown key is looked for again, but not more often than this

html = HtmlRouter()


def person_from_claims(claims: Mapping[str, Any], roles_claim: str) -> Person:
    """Who the provider says this is. Raises NotPermitted if none of the roles is one of ours."""
    given = claims.get(roles_claim) or []
    names = given.split() if isinstance(given, str) else given
    known = (ROLES_BY_CLAIM.get(str(name).lower().replace("_", "-")) for name in names)
    roles = frozenset(role for role in known if role)
    if not roles:
        raise NotPermitted("Your account has no part in child death review here. Ask the office to add it.")
    name = str(claims.get("name") or claims["sub"])
    return Person(str(claims["sub"]), name, roles, str(claims.get("organisation") or ""))


class OpenIdProvider:
    """The configured provider: a client for signing in, and its keys for checking bearer tokens."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = Lock()
        self._keys: KeySet | None = None
        self._looked_at = 0.0
        self.client = OAuth().register(
            "organisation",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value() or None,
            server_metadata_url=self._metadata_url,
            client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
        )

    @property
    def _metadata_url(self) -> str:
        return f"{self.settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"

    def person(self, token: str) -> Person:
        """Who a bearer token is for. Raises NotSignedIn unless the issuer signed it for us, not long ago."""
        try:
            claims = jwt.decode(token, self._keys_for(token), algorithms=ALGORITHMS).claims
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": self.settings.oidc_issuer},
                aud={"essential": True, "value": self.settings.oidc_client_id},
                exp={"essential": True},
                sub={"essential": True},
            ).validate(claims)
        except (JoseError, ValueError, httpx2.HTTPError):
            raise NotSignedIn("The bearer token is not valid, or has expired.") from None
        return person_from_claims(claims, self.settings.oidc_roles_claim)

    def _keys_for(self, token: str) -> KeySet:
        """The issuer's keys, fetched again when the token names one we have not seen."""
        key_id = _key_id(token)
        with self._lock:
            seen = self._keys is not None and any(key.kid == key_id for key in self._keys.keys)
            if not seen and time.monotonic() - self._looked_at > REFRESH_SECONDS:
                self._looked_at = time.monotonic()
                self._keys = self._fetch_keys()
            if self._keys is None:
                raise ValueError("the issuer's keys could not be fetched")
            return self._keys

    def _fetch_keys(self) -> KeySet:
        metadata = httpx2.get(self._metadata_url, timeout=5).raise_for_status().json()
        return KeySet.import_key_set(httpx2.get(metadata["jwks_uri"], timeout=5).raise_for_status().json())


@html.get("/sign-in/organisation", name="sign_in_with_organisation")
async def leave_for_the_provider(request: Request, next: str = "") -> Response:
    provider = provider_of(request)
    request.session["next"] = here_only(next)
    back = site_of(request).settings.public_url.rstrip("/") + url_for(request, "signed_in_with_organisation")
    answer: Response = await provider.client.authorize_redirect(request, back)
    return answer


@html.get("/sign-in/organisation/done", name="signed_in_with_organisation")
async def come_back_from_the_provider(request: Request) -> Response:
    provider = provider_of(request)
    try:
        token = await provider.client.authorize_access_token(request)
    except (OAuthError, JoseError):
        raise NotSignedIn("Signing in did not succeed, or took too long. Try again.") from None
    site, after = site_of(request), request.session.get("next") or "/"
    sign_in(
        request.session, person_from_claims(token["userinfo"], site.settings.oidc_roles_claim), site.now()
    )
    return RedirectResponse(after, 303)


def provider_of(request: Request) -> OpenIdProvider:
    provider = site_of(request).root.state.provider
    if not isinstance(provider, OpenIdProvider):
        raise NotFound("Signing in with an organisation's account is not set up here.")
    return provider


def _key_id(token: str) -> str | None:
    return extract_compact(token.encode()).headers().get("kid")
