"""Where somebody is signed in, and ending what should not be. Only one's own sessions are ever seen."""

from collections.abc import Sequence

from fastapi import Request, Response

from shared.accounts.web_session import Limits, WebSession, Which
from shared.errors import NotFound
from shared.web.forms import Posted
from shared.web.rendering import page, redirect
from shared.web.routing import HtmlRouter
from shared.web.session import own_session, session_store
from shared.web.site import site_of

WHY = "ended by the person from the list"
html = HtmlRouter()


@html.get("/sign-in/sessions", name="own_sessions")
def listed(request: Request) -> Response:
    mine = own_session(request)
    own = site_of(request).settings.local_accounts and not (mine.issuer or mine.invented)
    lasting = _lasting(request, mine)
    return page(request, "own_sessions.html", sessions=lasting, this=mine.handle, has_password=own)


@html.post("/sign-in/sessions/others/end", name="end_other_sessions")
def end_others(request: Request, posted: Posted) -> Response:
    mine = own_session(request)
    which = Which(person_id=mine.person.id, not_handle=mine.handle)
    session_store(request).end(which, site_of(request).now(), WHY)
    return redirect(request, "own_sessions", flash="You are signed in here only.")


@html.post("/sign-in/sessions/{handle}/end", name="end_session")
def end_one(request: Request, posted: Posted, handle: str) -> Response:
    """The answer for somebody else's session is the one for none."""
    which = Which(person_id=own_session(request).person.id, handle=handle)
    if not session_store(request).end(which, site_of(request).now(), WHY):
        raise NotFound("That session has ended, or there is none.")
    return redirect(request, "own_sessions", flash="That session has ended.")


def _lasting(request: Request, mine: WebSession) -> Sequence[WebSession]:
    limits: Limits = site_of(request).root.state.session_limits
    now = site_of(request).now()
    return [each for each in session_store(request).open_of(mine.person.id) if not limits.why_over(each, now)]
