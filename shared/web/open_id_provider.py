"""The organisation's OpenID Connect provider: who signs in with it, and its tokens on the APIs.

Authlib speaks the protocol (state, nonce and PKCE included); joserfc checks the tokens. What a claim
value makes somebody is the table ROLES_BY_CLAIM; a claim that is not in it gives nothing.
"""

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

import httpx2  # allow goes-out: to the host of CDOP_OIDC_ISSUER
from authlib.integrations.starlette_client import (  # allow goes-out: to the host of CDOP_OIDC_ISSUER
    OAuth,
    OAuthError,
)
from fastapi import Request, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from shared.errors import NotPermitted, NotSignedIn
from shared.people import Person, Role
from shared.settings import Settings

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

    async def leave(self, request: Request, back: str) -> Response:
        """Send the browser to the provider, which sends it on to ``back``."""
        answer: Response = await self.client.authorize_redirect(request, back)
        return answer

    async def person_come_back(self, request: Request) -> Person:
        """Who has come back signed in. Raises NotSignedIn if that did not succeed, or took too long."""
        try:
            token = await self.client.authorize_access_token(request)
        except (OAuthError, JoseError):
            raise NotSignedIn("Signing in did not succeed, or took too long. Try again.") from None
        return person_from_claims(token["userinfo"], self.settings.oidc_roles_claim)

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


def _key_id(token: str) -> str | None:
    return extract_compact(token.encode()).headers().get("kid")
