"""Who is signed in: a row of the session store, opened by a random key in a signed cookie.

The cookie (Starlette's SessionMiddleware: signed, HttpOnly, SameSite=Lax; under https also Secure and bound
to this host by its name) holds the key, an id for the anti-forgery token and a flash message; of whoever was
signed out, by themselves or because their time was over, that id and the person's alone, so that a form that
was open in another tab can be sent again by the same person instead of being lost.
"""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from fastapi import Request

from shared.accounts.session_store import SessionStore
from shared.accounts.web_session import WebSession, Which
from shared.errors import NotSignedIn
from shared.people import ANONYMOUS, Person
from shared.web.browser_kinds import browser_kind
from shared.web.site import site_of

COOKIE = "cdr_session"
COOKIE_UNDER_HTTPS = "__Host-cdr_session"
KEY = "key"
LAPSED = "lapsed"  # the id of the person whose session is over
FOUND = "cdr.session"  # in a request's scope: what ``session_check`` found


def current_session(request: Request) -> WebSession | None:
    """The session that this request is part of; None if nobody is signed in."""
    found = request.scope.get(FOUND)
    return found if isinstance(found, WebSession) else None


def own_session(request: Request) -> WebSession:
    """The session that this request is part of. Raises NotSignedIn."""
    session = current_session(request)
    if session is None:
        raise NotSignedIn("Sign in to continue.")
    return session


def session_person(request: Request) -> Person:
    """The person signed in, or ANONYMOUS."""
    session = current_session(request)
    return session.person if session else ANONYMOUS


def session_id(session: dict[str, Any]) -> str:
    """The id that anti-forgery tokens are bound to; made when first asked for."""
    return str(session.setdefault("id", uuid4().hex))


def sign_in(request: Request, person: Person, **proven: Any) -> None:
    """Start a session for ``person`` under a new key; one of before ends. Waits for the session store.

    ``proven``: what else of the WebSession is known (``invented``, ``proven_how``, the provider's names).
    The anti-forgery id changes too, unless the same person comes back: their forms in other tabs stay good.
    """
    at = site_of(request).now()
    was = request.session.get(LAPSED) or session_person(request).id
    _end(request, "signed in anew")
    new = WebSession(
        handle=uuid4().hex,
        person=person,
        since=at,
        seen=at,
        browser=browser_kind(request.headers.get("user-agent", "")),
        **{"proven_at": at, **proven},
    )
    kept_id = request.session.get("id") if was == person.id else None
    _hold(request, new, session_store(request).begin(new))
    request.session["id"] = kept_id or uuid4().hex


def prove_again(request: Request, person: Person, **proven: Any) -> None:
    """The person signed in has proven once more who they are: the same session, under a new key.

    ``person`` is as they are known now: their rights may have changed. Raises NotSignedIn if the session has
    ended meanwhile. Waits for the session store.
    """
    session, at = current_session(request), site_of(request).now()
    if session is None:
        raise NotSignedIn("Sign in to continue.")
    renewed = replace(session, person=person, seen=at, **{"proven_at": at, **proven})
    key = session_store(request).renew(renewed)
    if not key:
        raise NotSignedIn("You have been signed out. Sign in again.")
    form_id = session_id(request.session)
    _hold(request, renewed, key)
    request.session["id"] = form_id


def sign_out(request: Request, why: str = "signed out") -> WebSession | None:
    """End the session, and forget it here; gives what it was. Waits for the session store.

    What is kept opens nothing: no form that was made for it is acted on until the same person is back.
    """
    ended, form_id = current_session(request), request.session.get("id")
    _end(request, why)
    request.scope[FOUND] = None
    request.session.clear()
    if ended and form_id:
        request.session.update({"id": form_id, LAPSED: ended.person.id})
    return ended


def session_store(request: Request) -> SessionStore:
    store: SessionStore = site_of(request).root.state.sessions
    return store


def here_only(path: str) -> str:
    """A path of this site to go to after signing in; "" for anything that would lead elsewhere."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours else ""


def _hold(request: Request, session: WebSession, key: str) -> None:
    request.session.clear()
    request.session[KEY] = key
    request.scope[FOUND] = session


def _end(request: Request, why: str) -> None:
    if session := current_session(request):
        which = Which(person_id=session.person.id, handle=session.handle)
        session_store(request).end(which, site_of(request).now(), why)
