"""Signing in with an account of this installation, setting one up, and resetting it by two people.

Nothing of it is there unless CDOP_LOCAL_ACCOUNTS is set.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from shared.accounts.failed_sign_ins import count_failed
from shared.accounts.local import administer
from shared.accounts.local.change_password import change_password
from shared.accounts.local.codes import address_of_secret
from shared.accounts.local.enrol import enrol, enrolment
from shared.accounts.local.queries import all_accounts, open_resets
from shared.accounts.local.sign_in_locally import REFUSED, sign_in_locally
from shared.accounts.web_session import Which
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.service import NavigationItem
from shared.storage import Database, Transaction
from shared.web.forms import Posted
from shared.web.rendering import page, redirect, url_for
from shared.web.routing import HtmlRouter
from shared.web.session import here_only, own_session, session_person, session_store, sign_in
from shared.web.site import site_of

ACCOUNT_RESETS = NavigationItem(
    "Reset an account", "/accounts", Permission.RESET_LOCAL_ACCOUNTS, in_header=False
)
html = HtmlRouter()
PROVEN = "password and code"
WAY, WHY = "local account", "not right, or too many attempts"  # counted, and nobody is named


@html.post("/sign-in/local", name="sign_in_locally")
def sign_in_here(request: Request, posted: Posted) -> Response:
    given = {name: posted.text(name) for name in ("name", "code")}
    address = request.client.host if request.client else ""
    with _accounts(request) as tx:
        person = sign_in_locally(
            tx, **given, password=_typed(posted, "password"), address=address, secret=_secret(request)
        )
    onward = here_only(posted.text("next"))
    if person is None:
        count_failed(request.app.state.accounts, way=WAY, reason=WHY, at=site_of(request).now())
        shown = {"personas": [], "next": onward, "values": {"name": given["name"]}}
        return page(request, "sign_in.html", 422, **shown, faults=[Fault("name", REFUSED)])
    sign_in(request, person, proven_how=PROVEN)
    return RedirectResponse(onward or "/", 303)


@html.get("/sign-in/enrol/{token}", name="enrol")
def enrolling(request: Request, token: str) -> Response:
    return _enrol_page(request, token)


@html.get("/sign-in/enrol/{token}/picture.png", name="enrol_picture")
def picture(request: Request, token: str) -> Response:
    import segno  # nobody else needs it

    with _accounts(request) as tx:
        name, secret = enrolment(tx, token=token, secret=_secret(request))
    drawn = BytesIO()
    issuer = f"Child death review {site_of(request).settings.panel_code}"
    segno.make(address_of_secret(secret, name, issuer)).save(drawn, kind="png", scale=6)
    return Response(drawn.getvalue(), media_type="image/png", headers={"Cache-Control": "no-store"})


@html.post("/sign-in/enrol/{token}", name="enrolled")
def enrolled(request: Request, posted: Posted, token: str) -> Response:
    given = {name: _typed(posted, name) for name in ("password", "again", "code")}
    try:
        with _accounts(request) as tx:
            name, _ = enrolment(tx, token=token, secret=_secret(request))
            codes = enrol(tx, token=token, secret=_secret(request), **given)
    except Invalid as invalid:
        return _enrol_page(request, token, invalid.faults)
    session_store(request).end(Which(person_id=name), site_of(request).now(), "account set up anew")
    return page(request, "enrolled.html", codes=codes)


@html.get("/sign-in/password", name="change_password")
def new_password(request: Request) -> Response:
    own_session(request)
    return page(request, "change_password.html")


@html.post("/sign-in/password", name="password_changed")
def password_changed(request: Request, posted: Posted) -> Response:
    """Other sessions end when the change stands, and not before."""
    given = {name: _typed(posted, name) for name in ("old", "code", "password", "again")}
    address, mine = request.client.host if request.client else "", own_session(request)
    with _accounts(request) as tx:
        faults = change_password(tx, **given, address=address, secret=_secret(request))
    if faults:
        if any(fault.field == "old" for fault in faults):
            count_failed(request.app.state.accounts, way=WAY, reason=WHY, at=site_of(request).now())
        return page(request, "change_password.html", 422, faults=faults)
    others = Which(person_id=mine.person.id, not_handle=mine.handle)
    session_store(request).end(others, site_of(request).now(), "password changed")
    return redirect(request, "own_sessions", flash="Your password is changed. You are signed in here only.")


@html.get(ACCOUNT_RESETS.path, name="account_resets")
def resets(request: Request) -> Response:
    return _resets_page(request)


@html.post("/accounts/resets", name="ask_for_reset")
def asked(request: Request, posted: Posted) -> Response:
    given = {name: posted.text(name) for name in ("name", "reason")}
    try:
        with _accounts(request) as tx:
            administer.ask_for_reset(tx, **given)
    except Invalid as invalid:
        return _resets_page(request, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "account_resets", flash="Asked. Somebody else has to agree.")


@html.post("/accounts/resets/{reset_id}/agree", name="agree_to_reset")
def agreed(request: Request, posted: Posted, reset_id: str) -> Response:
    with _accounts(request) as tx:
        token = administer.agree_to_reset(tx, reset_id=reset_id, secret=_secret(request))
    link = site_of(request).settings.public_url.rstrip("/") + url_for(request, "enrol", token=token)
    return _resets_page(request, link=link)


def _enrol_page(request: Request, token: str, faults: Any = ()) -> Response:
    with _accounts(request) as tx:
        name, secret = enrolment(tx, token=token, secret=_secret(request))
    shown = {"name": name, "secret": secret, "token": token}
    return page(request, "enrol.html", 422 if faults else 200, **shown, faults=faults)


def _resets_page(request: Request, values: Any = None, faults: Any = (), link: str = "") -> Response:
    with _accounts(request) as tx:
        check(tx.person, Permission.RESET_LOCAL_ACCOUNTS)
        waiting = open_resets(tx)
        names = [one.name for one in all_accounts(tx) if not one.ended and one.name != tx.person.id]
    shown = {"resets": waiting, "accounts": names, "link": link, "values": values or {}}
    return page(request, "account_resets.html", 422 if faults else 200, **shown, faults=faults)


@contextmanager
def _accounts(request: Request) -> Iterator[Transaction]:
    """The accounts database, as who is signed in. Raises NotFound where there are no local accounts."""
    site, database = site_of(request), request.app.state.accounts
    if not site.settings.local_accounts or not isinstance(database, Database):
        raise NotFound("There is no such page.")
    with database.transaction(person=session_person(request), at=site.now()) as tx:
        yield tx


def _secret(request: Request) -> str:
    return site_of(request).settings.secret_key.get_secret_value()


def _typed(posted: Any, name: str) -> str:
    """As it was typed: a password may begin or end with a space."""
    value = posted.get(name)
    return value if isinstance(value, str) else ""
