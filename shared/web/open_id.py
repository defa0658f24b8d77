"""Signing in and out with the organisation's OpenID Connect provider, and what the provider tells us.

The provider itself, which brings the protocol's libraries, is loaded only where one is configured.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import structlog
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse

from shared.errors import NotFound, NotPermitted, NotSignedIn
from shared.web.counted_failures import count_failed_sign_in
from shared.web.rendering import url_for
from shared.web.routing import HtmlRouter
from shared.web.session import current_session, here_only, prove_again, session_store, sign_in
from shared.web.site import site_of

if TYPE_CHECKING:
    from shared.web.open_id_provider import CameBack, OpenIdProvider

ENDED_PATH = "/sign-in/organisation/ended"
CLOCKS_DIFFER = 5  # seconds by which the provider's clock may be behind ours
LONG_AGO = datetime.fromtimestamp(0, UTC)  # a provider that does not say when it asked
WAY = "organisation's account"
NO_STORE = {"Cache-Control": "no-store"}
log = structlog.get_logger("web")
html = HtmlRouter()


@html.get("/sign-in/organisation", name="sign_in_with_organisation")
async def leave_for_the_provider(request: Request, next: str = "", again: bool = False) -> Response:
    """``again``: whoever is signed in proves who they are once more."""
    provider = provider_of(request)
    request.session["next"] = here_only(next)
    request.session["again"] = int(site_of(request).now().timestamp()) if again else 0
    back = address_of(request, "signed_in_with_organisation")
    return await provider.leave(request, back, anew=again)


@html.get("/sign-in/organisation/done", name="signed_in_with_organisation")
async def come_back_from_the_provider(request: Request) -> Response:
    asked_at, after = request.session.get("again"), request.session.get("next") or "/"
    try:
        came = await provider_of(request).come_back(request)
        if asked_at:
            _must_have_proved_it(request, came, asked_at)
    except (NotSignedIn, NotPermitted) as refused:
        reason = "not one of ours" if isinstance(refused, NotPermitted) else "not completed"
        await run_in_threadpool(count_failed_sign_in, request, WAY, reason)
        raise
    again = asked_at and current_session(request)
    await run_in_threadpool(_take_in, request, came, prove_again if again else sign_in)
    return RedirectResponse(after, 303)


@html.post(ENDED_PATH, name="ended_at_organisation")
async def ended_at_the_provider(request: Request) -> Response:
    """The provider itself says, by a token that it signed, whose sessions are over."""
    provider_of(request)
    async with request.form(max_fields=10) as form:
        token = form.get("logout_token")
    refused = await run_in_threadpool(_end, request, token if isinstance(token, str) else "")
    if refused:
        said = {"error": "invalid_request", "error_description": refused}
        return JSONResponse(said, 400, NO_STORE)
    return Response(status_code=200, headers=NO_STORE)


def provider_of(request: Request) -> "OpenIdProvider":
    provider = site_of(request).root.state.provider
    if provider is None:
        raise NotFound("Signing in with an organisation's account is not set up here.")
    return cast("OpenIdProvider", provider)


def address_of(request: Request, name: str) -> str:
    """A page of ours as the provider names it: with the address people reach us at."""
    return site_of(request).settings.public_url.rstrip("/") + url_for(request, name)


def _must_have_proved_it(request: Request, came: "CameBack", asked_at: int) -> None:
    """What the provider was asked for it must have done: it may have let somebody through as they were."""
    session, settings = current_session(request), site_of(request).settings
    ways = settings.oidc_step_up_acr.split()
    if came.proof.at is None or came.proof.at.timestamp() < asked_at - CLOCKS_DIFFER:
        raise NotSignedIn("The provider did not ask you to sign in anew. Try again.")
    if ways and came.proof.how not in ways:
        raise NotSignedIn("That is not the way to sign in that this needs. Use the stronger one.")
    if session and (session.issuer, session.subject) != (settings.oidc_issuer, came.subject):
        raise NotPermitted("That is another account than the one you are signed in with.")


def _take_in(request: Request, came: "CameBack", how: Callable[..., None]) -> None:
    site = site_of(request)
    how(
        request,
        came.person,
        proven_at=came.proof.at or LONG_AGO,
        proven_how=came.proof.how,
        issuer=site.settings.oidc_issuer,
        subject=came.subject,
        provider_session=came.provider_session,
        id_token=came.id_token,
    )


def _end(request: Request, token: str) -> str:
    """End what a logout token says; gives why it is refused, or ""."""
    from shared.web.logout_tokens import ended_by
    from shared.web.provider_tokens import NotOurToken

    site = site_of(request)
    try:
        which = ended_by(provider_of(request).tokens, site.root.state.accounts, token, site.now())
    except NotOurToken as refused:
        count_failed_sign_in(request, "logout told by the provider", "token refused")
        return f"The logout token is refused: {refused}."
    ended = session_store(request).end(which, site.now(), "signed out at the provider")
    log.info("sessions_ended_by_provider", sessions=ended)
    return ""
