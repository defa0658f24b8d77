"""Whether the organisation's OpenID Connect provider signed a token, and for us: joserfc checks it."""

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

import httpx2  # allow goes-out: to the host of CDOP_OIDC_ISSUER
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from shared.settings import Settings

ALGORITHMS = ["RS256", "PS256", "ES256"]
LEEWAY_SECONDS = 60
REFRESH_SECONDS = 60  # an unknown key is looked for again, but not more often than this
ASK_SECONDS = 5
Claims = Mapping[str, Any]


class NotOurToken(Exception):
    """The token is not the provider's, is for somebody else or has expired; or the provider is away."""


class ProviderTokens:
    """The provider's keys, fetched when they are first needed."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer
        self.audience = settings.oidc_client_id
        self.metadata_url = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        self._lock = Lock()
        self._keys: KeySet | None = None
        self._looked_at = 0.0
        self._metadata: dict[str, Any] = {}

    def claims(self, token: str, **needed: Any) -> Claims:
        """What a genuine token for us says. ``needed``: further claims and what joserfc asks of them."""
        return self.header_and_claims(token, **needed)[1]

    def header_and_claims(self, token: str, **needed: Any) -> tuple[Claims, Claims]:
        """The same with the token's header. Raises NotOurToken."""
        try:
            found = jwt.decode(token, self._keys_for(token), algorithms=ALGORITHMS)
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.audience},
                exp={"essential": True},
                **needed,
            ).validate(found.claims)
        except (JoseError, ValueError, httpx2.HTTPError) as error:
            raise NotOurToken(type(error).__name__) from None
        return found.header, found.claims

    def metadata(self) -> Mapping[str, Any]:
        """What the provider says about itself. Raises NotOurToken while it is away."""
        if not self._metadata:
            try:
                self._metadata = httpx2.get(self.metadata_url, timeout=ASK_SECONDS).raise_for_status().json()
            except (httpx2.HTTPError, ValueError) as error:
                raise NotOurToken(type(error).__name__) from None
        return self._metadata

    def _keys_for(self, token: str) -> KeySet:
        """The issuer's keys, fetched again when the token names one we have not seen."""
        key_id = extract_compact(token.encode()).headers().get("kid")
        with self._lock:
            seen = self._keys is not None and any(key.kid == key_id for key in self._keys.keys)
            if not seen and time.monotonic() - self._looked_at > REFRESH_SECONDS:
                self._looked_at = time.monotonic()
                self._keys = self._fetch_keys()
            if self._keys is None:
                raise ValueError("the issuer's keys could not be fetched")
            return self._keys

    def _fetch_keys(self) -> KeySet:
        answer = httpx2.get(self.metadata()["jwks_uri"], timeout=ASK_SECONDS)
        return KeySet.import_key_set(answer.raise_for_status().json())
