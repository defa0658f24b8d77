"""The organisation's OpenID Connect provider: who signs in with it, who signs out, and its bearer tokens.

Authlib speaks the protocol (state, nonce and PKCE included); what the tokens say is checked in
``provider_tokens`` and what that makes somebody is read from a mapping file (``claim_mapping``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2  # allow goes-out: to the host of CDOP_OIDC_ISSUER
from authlib.integrations.starlette_client import (  # allow goes-out: to the host of CDOP_OIDC_ISSUER
    OAuth,
    OAuthError,
)
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from joserfc.errors import JoseError

from shared.accounts.proof import Proof
from shared.errors import NotSignedIn
from shared.people import Person
from shared.settings import Settings
from shared.web.claim_mapping import SHIPPED, Mapped, read_mapping
from shared.web.provider_tokens import Claims, NotOurToken, ProviderTokens

_FAR = 2**40  # seconds; beyond it there are no dates
TRY_AGAIN = "Signing in did not succeed, or took too long. Try again."


@dataclass(frozen=True)
class CameBack:
    """Who has come back signed in, how they proved it, and the provider's names for that."""

    person: Person
    proof: Proof
    subject: str
    provider_session: str
    id_token: str


class OpenIdProvider:
    """The configured provider. Raises SettingsError, when it is made, for a mapping file with faults."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        file = Path(settings.oidc_mapping_file) if settings.oidc_mapping_file else SHIPPED
        self.mapped = Mapped(read_mapping(file), settings.oidc_roles_claim)
        self.tokens = ProviderTokens(settings)
        self.client = OAuth().register(
            "organisation",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value() or None,
            server_metadata_url=self.tokens.metadata_url,
            client_kwargs={"scope": settings.oidc_scope, "code_challenge_method": "S256"},
        )

    async def leave(self, request: Request, back: str, *, anew: bool = False) -> Response:
        """Send the browser to the provider, which sends it on to ``back``.

        ``anew``: the person must prove who they are even if the provider knows them still.
        """
        asked = {"prompt": "login", "max_age": "0"} if anew else {}
        if anew and self.settings.oidc_step_up_acr:
            asked["acr_values"] = self.settings.oidc_step_up_acr
        answer: Response = await self.client.authorize_redirect(request, back, **asked)
        return answer

    async def come_back(self, request: Request) -> CameBack:
        """Who has come back. Raises NotSignedIn if that did not succeed or took too long, or NotPermitted."""
        try:
            token = await self.client.authorize_access_token(request)
            said = token.get("id_token", "")
            claims = await run_in_threadpool(self.tokens.claims, said, sub={"essential": True})
            if self.mapped.mapping.read.userinfo:
                claims = _with_userinfo(claims, await self.client.userinfo(token=token))
        except (OAuthError, JoseError, NotOurToken, httpx2.HTTPError):
            raise NotSignedIn(TRY_AGAIN) from None
        return CameBack(
            self.mapped.person(claims), proof_in(claims), claims["sub"], str(claims.get("sid", "")), said
        )

    def person(self, token: str) -> Person:
        """Who a bearer token is for. Raises NotSignedIn unless the issuer signed it for us, not long ago."""
        return self.mapped.person(self._bearer_claims(token))

    def proof(self, token: str) -> Proof:
        """When and how the person of a bearer token proved who they are. Raises NotSignedIn likewise."""
        return proof_in(self._bearer_claims(token))

    def _bearer_claims(self, token: str) -> Claims:
        try:
            return self.tokens.claims(token, sub={"essential": True})
        except NotOurToken:
            raise NotSignedIn("The bearer token is not valid, or has expired.") from None

    def sign_out_address(self, id_token: str, back: str) -> str:
        """Where the browser goes to end the provider's own session; "" where it has no such place."""
        try:
            place = str(self.tokens.metadata().get("end_session_endpoint", ""))
        except NotOurToken:
            return ""
        asked = {"client_id": self.settings.oidc_client_id, "post_logout_redirect_uri": back}
        asked |= {"id_token_hint": id_token} if id_token else {}
        return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}" if place else ""


def proof_in(claims: Claims) -> Proof:
    """A provider that does not say when is not believed to have asked just now."""
    at = claims.get("auth_time")
    said = isinstance(at, int | float) and not isinstance(at, bool) and 0 <= at < _FAR
    return Proof(datetime.fromtimestamp(at or 0, UTC) if said else None, str(claims.get("acr", "")))


def _with_userinfo(claims: Claims, more: Mapping[str, Any]) -> Claims:
    """With what the userinfo endpoint adds about the same person; it changes nothing that was signed."""
    if more.get("sub") != claims["sub"]:
        raise NotOurToken("userinfo is about somebody else")
    return {**more, **claims}
