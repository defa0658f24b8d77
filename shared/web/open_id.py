"""The pages of signing in with the organisation's OpenID Connect provider.

The provider itself, which brings the protocol's libraries, is loaded only where one is configured.
"""

from typing import TYPE_CHECKING, cast

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from shared.errors import NotFound
from shared.web.rendering import url_for
from shared.web.routing import HtmlRouter
from shared.web.session import here_only, sign_in
from shared.web.site import site_of

if TYPE_CHECKING:
    from shared.web.open_id_provider import OpenIdProvider

html = HtmlRouter()


@html.get("/sign-in/organisation", name="sign_in_with_organisation")
async def leave_for_the_provider(request: Request, next: str = "") -> Response:
    provider = provider_of(request)
    request.session["next"] = here_only(next)
    back = site_of(request).settings.public_url.rstrip("/") + url_for(request, "signed_in_with_organisation")
    return await provider.leave(request, back)


@html.get("/sign-in/organisation/done", name="signed_in_with_organisation")
async def come_back_from_the_provider(request: Request) -> Response:
    person = await provider_of(request).person_come_back(request)
    after = request.session.get("next") or "/"
    await run_in_threadpool(sign_in, request, person)
    return RedirectResponse(after, 303)


def provider_of(request: Request) -> "OpenIdProvider":
    provider = site_of(request).root.state.provider
    if provider is None:
        raise NotFound("Signing in with an organisation's account is not set up here.")
    return cast("OpenIdProvider", provider)
