"""Signing in and out: invented personas in the demonstration, OpenID Connect otherwise."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from shared.accounts.web_session import WebSession
from shared.errors import NotFound
from shared.people import Person
from shared.web.forms import Posted
from shared.web.open_id import address_of, provider_of
from shared.web.rendering import page, redirect
from shared.web.routing import HtmlRouter
from shared.web.session import here_only, sign_in, sign_out
from shared.web.site import Site, site_of
from shared.web.tokens import DemoOnly
from shared.web.told_headers import told_with_the_answer

html = HtmlRouter()


@html.get("/sign-in", name="sign_in")
def choose_how_to_sign_in(request: Request, next: str = "") -> Response:
    site = site_of(request)
    personas = [persona for persona in site.personas.values() if persona.signed_in]
    return page(request, "sign_in.html", personas=personas, next=here_only(next), values={}, faults=())


@html.post("/sign-in", name="sign_in_as_persona")
def sign_in_as_persona(request: Request, posted: Posted) -> Response:
    """Become an invented persona. Refused outside the demonstration."""
    site = site_of(request)
    if not site.settings.demo:
        raise DemoOnly("Sign in with your organisation's account.")
    sign_in(request, _persona(site, posted.text("persona")), invented=True)
    return RedirectResponse(here_only(posted.text("next")) or "/", 303)


@html.post("/sign-out", name="sign_out")
def leave(request: Request, posted: Posted) -> Response:
    """Whoever came with the organisation's account is sent on to sign out there too.

    By a page and not by a redirect: a browser lets no form of ours lead to another site.
    """
    elsewhere = _sign_out_address(request, sign_out(request))
    # Not its cookies: by one a form of another tab is sent again by the same person instead of being lost.
    told_with_the_answer(request.scope)["Clear-Site-Data"] = '"cache", "storage"'
    if not elsewhere:
        return redirect(request, "home", flash="You have signed out.")
    answer = page(request, "signed_out.html", elsewhere=elsewhere)
    answer.headers["Refresh"] = f"0;url={elsewhere}"
    return answer


@html.get("/sign-out/done", name="signed_out")
def signed_out(request: Request) -> Response:
    """Where the provider sends people back to."""
    return page(request, "signed_out.html", elsewhere="")


def _sign_out_address(request: Request, ended: WebSession | None) -> str:
    if ended is None or not ended.issuer or ended.issuer != site_of(request).settings.oidc_issuer:
        return ""
    return provider_of(request).sign_out_address(ended.id_token, address_of(request, "signed_out"))


def _persona(site: Site, persona_id: str) -> Person:
    if persona_id not in site.personas:
        raise NotFound("There is no such persona.", title="Choose a persona from the list")
    return site.personas[persona_id]
