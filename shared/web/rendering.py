"""Pages from templates, and links that stay right under a prefix."""

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import RouteContext, iter_route_contexts
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from starlette.routing import NoMatchFound

from shared.people import Person, Role, can
from shared.service import NavigationItem
from shared.web.assets import asset_url
from shared.web.form_fields import FORM_FUNCTIONS
from shared.web.formats import FILTERS
from shared.web.forms import csrf_token
from shared.web.looking_only import without_forms
from shared.web.restricted_notice import restricted_notice
from shared.web.session import session_person
from shared.web.site import site_of

TEMPLATES = Path(__file__).parent / "templates"
ROLE_NAMES = {
    Role.NOTIFIER: "Notifier",
    Role.AGENCY_RESPONDER: "Agency responder",
    Role.CDOP_ADMINISTRATOR: "CDOP administrator",
    Role.CDR_MANAGER: "Child death review manager",
    Role.PANEL_MEMBER: "Panel member",
    Role.PANEL_CHAIR: "Panel chair",
    Role.PUBLIC_HEALTH_ANALYST: "Public health analyst",
    Role.AUDITOR: "Auditor",
    Role.POLICE_CONTROL_ROOM: "Police control room",
    Role.CALDICOTT_GUARDIAN: "Caldicott guardian",
    Role.SYSTEM: "System",
}


@cache
def environment(*folders: Path) -> Environment:
    """Jinja with a service's own folders first, then the shared templates, then NHS.UK frontend's.

    One for the same folders: each would compile every template anew.
    """
    loaders = [FileSystemLoader([*folders, TEMPLATES]), PackageLoader("nhsuk_frontend_jinja")]
    # NHS.UK frontend's macros chain through parameters that were not given.
    made = Environment(
        loader=ChoiceLoader(loaders),
        undefined=ChainableUndefined,
        autoescape=True,
        # A page has dozens of files: each would be asked on every page whether it has changed.
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.globals.update(FORM_FUNCTIONS, asset=asset_url, role_names=ROLE_NAMES)
    return made


def page(request: Request, template: str, status_code: int = 200, **context: Any) -> HTMLResponse:
    """A page for whoever looks. With a status of 400 or more, the request's transaction saves nothing.

    Raises ValueError if ``context`` gives another meaning to a name that every page has.
    """
    request.state.refused = status_code >= 400
    site = site_of(request)
    person = session_person(request)
    notice = restricted_notice(request)
    standing = {
        "request": request,
        "person": person,
        "settings": site.settings,
        "service": site.service,
        "navigation": navigation_for(person, site.navigation),
        "here": request.scope["path"],
        "flash": request.session.pop("flash", None),
        "restricted_notice": notice,
        "csrf_token": lambda: csrf_token(request),
        "url_for": lambda name, **params: url_for(request, name, **params),
    }
    if taken := sorted(standing.keys() & context.keys()):
        raise ValueError(f"Every page has these already: {', '.join(taken)}")
    html = site.templates.get_template(template).render({**standing, **context})
    return HTMLResponse(without_forms(html) if notice and notice.until else html, status_code)


def macros(request: Request, template: str, **context: Any) -> Any:
    """The macros of a template, each an attribute that gives Markup, for what is the same for everybody.

    They see ``context`` and addresses of this site, and neither who looks nor their session.
    """
    known = {"url_for": lambda name, **params: url_for(request, name, **params)}
    return site_of(request).templates.get_template(template).make_module({**known, **context})


def redirect(request: Request, name: str, flash: str = "", **params: Any) -> RedirectResponse:
    """See-other to a named route, with a message shown once on the next page (no identifying text)."""
    if flash:
        request.session["flash"] = flash
    return RedirectResponse(url_for(request, name, **params), status_code=303)


def url_for(request: Request, name: str, query: dict[str, Any] | None = None, **params: Any) -> str:
    """The path of a named route of this service (under its prefix), or else of the root application."""
    given = {key: str(value) for key, value in params.items()}
    try:
        path = request.scope.get("root_path", "") + _path(request.app, name, given)
    except NoMatchFound:
        root_path = request.scope.get("app_root_path", request.scope.get("root_path", ""))
        path = root_path + _path(site_of(request).root, name, given)
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _path(application: FastAPI, name: str, given: dict[str, str]) -> str:
    """As the application finds it. It asks every route in turn: the one that knew is asked at once."""
    # Kept at the application, with which it goes.
    known: dict[tuple[str, ...], RouteContext | None] = vars(application).setdefault("known_routes", {})
    key = (name, *sorted(given))
    if key not in known:
        known[key] = _route_that_knows(application, name, given)
    if (route := known[key]) is None:
        raise NoMatchFound(name, given)
    return str(route.url_path_for(name, **given))


def _route_that_knows(application: FastAPI, name: str, given: dict[str, str]) -> RouteContext | None:
    for each in iter_route_contexts(application.routes):
        with suppress(NoMatchFound):
            each.url_path_for(name, **given)
            return each
    return None


def navigation_for(person: Person, items: Sequence[NavigationItem]) -> list[NavigationItem]:
    """The links of the header that a person may follow."""
    return [item for item in items if item.in_header and can(person, item.permission)]


def also_for(person: Person, items: Sequence[NavigationItem]) -> list[NavigationItem]:
    """What a person may open besides: where services have a page of the same name, the header's stands."""
    named = {item.label for item in navigation_for(person, items)}
    others = {item.label: item for item in items if not item.in_header and can(person, item.permission)}
    return [item for label, item in others.items() if label not in named]
