"""Proving once more who one is, before something that cannot be taken back."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from shared.errors import NotPermitted
from shared.web.forms import Posted
from shared.web.rendering import page, redirect, url_for
from shared.web.routing import HtmlRouter
from shared.web.session import current_session, here_only, prove_again

PERSONAS_WAY = "demonstration"
html = HtmlRouter()


@html.get("/sign-in/again", name="prove_again")
def ask(request: Request, next: str = "") -> Response:
    """The way in which the person signed in; whoever is not signed in does that instead."""
    session, after = current_session(request), here_only(next)
    if session is None:
        return redirect(request, "sign_in", query={"next": after} if after else None)
    return page(request, "prove_again.html", session=session, next=after)


@html.post("/sign-in/again", name="prove_again_as_persona")
def stand_in(request: Request, posted: Posted) -> Response:
    """Personas have nothing to prove themselves with: for them pressing the button stands for it."""
    session = current_session(request)
    if session is None or not session.invented:
        raise NotPermitted("Confirm that it is you in the way in which you signed in.")
    prove_again(request, session.person, proven_how=PERSONAS_WAY)
    after = here_only(posted.text("next")) or url_for(request, "proved_again")
    return RedirectResponse(after, 303)


@html.get("/sign-in/again/done", name="proved_again")
def done(request: Request) -> Response:
    """For a tab that was opened for this alone."""
    return page(request, "proved_again.html")
