"""Pages for the programs that ask the API: who has access, their keys, and how often they ask."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from services.theming.actions.clients.change_client import change_client
from services.theming.actions.clients.make_key import make_key
from services.theming.actions.clients.register_client import register_client
from services.theming.actions.clients.revoke_client import revoke_client
from services.theming.actions.clients.revoke_key import revoke_key
from services.theming.domain.clients.client import RULES, SCOPES, ApiClient, ApiKey
from services.theming.domain.clients.quota import hour_of
from services.theming.domain.clients.terms import LASTS
from services.theming.domain.london_days import london_day
from services.theming.queries import clients
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

html = HtmlRouter()
QUOTA = RULES["quota"]
AT_FIRST = {"per_hour": str(QUOTA["per_hour"]), "per_day": str(QUOTA["per_day"]), "lasts": "366"}


@html.get("/clients", name="api_clients")
def listed(request: Request, tx: Tx) -> Response:
    """Every program, with what it used of its quota in this hour and today."""
    today, hour = london_day(tx.at), hour_of(tx.at)
    found = sorted(clients.clients(tx), key=lambda each: not each.accepted_on(today))
    used, last = clients.use_on(tx, today), clients.last_used(tx)
    tx.audit("read_api_clients", reading=True)
    return page(
        request,
        "clients.html",
        clients=[(each, used.get(each.id), last.get(each.id)) for each in found],
        standing=lambda each: _standing(each, today),
        this_hour=lambda row: row.in_hour if row and row.hour >= hour else 0,
    )


@html.get("/clients/new", name="new_api_client")
def new(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.KEEP_API_CLIENTS)
    return _new(request, values=AT_FIRST)


@html.post("/clients", name="register_api_client")
def register(request: Request, tx: Tx, posted: Posted) -> Response:
    """The key is on this page and on no other: what is redirected to would have to keep it."""
    scopes = _scopes(posted)
    try:
        client_id, key = register_client(tx, typed=posted.texts(), scopes=scopes)
    except Invalid as invalid:
        typed = {**posted.texts(), "scopes": scopes}
        return _new(request, 422, values=typed, faults=invalid.faults)
    return _key(request, tx, client_id, key)


@html.get("/clients/{client_id}", name="api_client")
def one(request: Request, tx: Tx, client_id: str) -> Response:
    return _client(request, tx, client_id)


@html.post("/clients/{client_id}", name="change_api_client")
def change(request: Request, tx: Tx, posted: Posted, client_id: str) -> Response:
    scopes = _scopes(posted)
    try:
        change_client(tx, client_id=client_id, typed=posted.texts(), scopes=scopes)
    except Invalid as invalid:
        typed = {**posted.texts(), "scopes": scopes}
        return _client(request, tx, client_id, 422, values=typed, faults=invalid.faults)
    return redirect(request, "api_client", "Changed. It holds from now on.", client_id=client_id)


@html.post("/clients/{client_id}/keys", name="make_api_key")
def another_key(request: Request, tx: Tx, posted: Posted, client_id: str) -> Response:
    return _key(request, tx, client_id, make_key(tx, client_id=client_id))


@html.post("/clients/{client_id}/keys/{key_id}/revoke", name="revoke_api_key")
def take_key(request: Request, tx: Tx, posted: Posted, client_id: str, key_id: str) -> Response:
    field = f"because-{key_id}"  # the page has a form for each key
    try:
        revoke_key(tx, client_id=client_id, key_id=key_id, because=posted.text(field))
    except Invalid as invalid:
        faults = [Fault(field, each.message) for each in invalid.faults]
        return _client(request, tx, client_id, 422, typed=posted.texts(), faults=faults)
    return redirect(request, "api_client", "The key is not accepted any more.", client_id=client_id)


@html.post("/clients/{client_id}/revoke", name="revoke_api_client")
def take_access(request: Request, tx: Tx, posted: Posted, client_id: str) -> Response:
    try:
        revoke_client(tx, client_id=client_id, because=posted.text("because"))
    except Invalid as invalid:
        return _client(request, tx, client_id, 422, typed=posted.texts(), faults=invalid.faults)
    return redirect(request, "api_client", "The program has no access any more.", client_id=client_id)


def _scopes(posted: PostedForm) -> list[str]:
    return [each for each in posted.getlist("scopes") if isinstance(each, str)]


def _new(request: Request, status_code: int = 200, **form: Any) -> Response:
    return page(request, "client_new.html", status_code, **_choices(), **{"faults": (), **form})


def _choices() -> dict[str, Any]:
    scopes = [(scope.name, scope.label, scope.name) for scope in SCOPES.values()]
    return {"scope_choices": scopes, "lasts": list(LASTS.items()), "quota": QUOTA}


def _key(request: Request, tx: Transaction, client_id: str, key: str) -> Response:
    held = clients.client(tx, client_id)
    older = [each for each in clients.keys_of(tx, client_id) if each.ends_on and not each.revoked]
    return page(request, "client_key.html", client=held, key=key, older=older)


def _client(
    request: Request,
    tx: Transaction,
    client_id: str,
    status_code: int = 200,
    *,
    values: Any = None,
    typed: Any = None,
    faults: Sequence[Fault] = (),
) -> Response:
    held, today = clients.client(tx, client_id), london_day(tx.at)
    keys = clients.keys_of(tx, client_id)
    tx.audit("read_api_client", subject=client_id, reading=True)
    now = {**vars(held), "scopes": list(held.scopes), "lasts": ""}
    return page(
        request,
        "client.html",
        status_code,
        client=held,
        standing=_standing(held, today),
        has_access=held.accepted_on(today),
        keys=[(key, _key_standing(held, key, today)) for key in keys],
        spare=sum(key.accepted_on(today) for key in keys) < RULES["most_keys_at_once"],
        both_days=RULES["days_both_keys_work"],
        use=clients.use_of(tx, client_id),
        values=values or now,
        changing=bool(values),
        typed=typed or {},
        faults=faults,
        **_choices(),
    )


def _standing(held: ApiClient, today: Any) -> tuple[str, str]:
    """A word for it, and the colour of its tag."""
    if held.revoked:
        return "Taken away", "grey"
    return ("Has access", "green") if held.accepted_on(today) else ("Ended", "grey")


def _key_standing(held: ApiClient, key: ApiKey, today: Any) -> tuple[str, str]:
    if key.revoked:
        return "Revoked", "grey"
    if not (key.accepted_on(today) and held.accepted_on(today)):
        return "Ended", "grey"
    return ("Being replaced", "yellow") if key.ends_on else ("Works", "green")
