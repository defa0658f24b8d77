"""Where somebody can go on from a page that says "no": never only back to the very beginning."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.routing import iter_route_contexts

from shared.web.rendering import also_for, navigation_for
from shared.web.session import here_only, session_person
from shared.web.site import site_of


@dataclass(frozen=True)
class WayOn:
    """A link; ``path`` starts at the root."""

    label: str
    path: str


def ways_on(request: Request, *, from_form: bool = False) -> list[WayOn]:
    """The page that led here, or of the form that was sent, if it can be asked for, and the lists of this
    service that are open to the person: those of the header, and where none is, what else they may open here.
    Nothing depends on what was refused: no link tells that there is something. ``from_form``: what was sent
    came from a page that is not as it was, so that its page is found also where the browser does not name it.
    """
    site, came_from = site_of(request), _came_from(request) or (_page_of_form(request) if from_form else "")
    back = [WayOn("Go back to the page you came from", came_from)] if came_from else []
    if site.service is None:
        return back
    mine = [item for item in site.navigation if item.path.startswith(f"{site.service.prefix}/")]
    person = session_person(request)
    return back + [
        WayOn(item.label, item.path)
        for item in navigation_for(person, mine) or also_for(person, mine)
        if item.path not in (came_from, request.scope["path"])
    ]


def _came_from(request: Request) -> str:
    """The path of the page of this service that the browser names as the one before, without what was asked
    for there; "" for any other, and for the one that is refused now.
    """
    named, root = urlsplit(request.headers.get("referer", "")), request.scope.get("root_path", "")
    path = here_only(named.path) if named.netloc == request.url.netloc else ""
    again = request.method == "GET" and path == request.scope["path"]
    return (
        path if path.startswith(f"{root}/") and not again and _is_a_page(request, path[len(root) :]) else ""
    )


def _page_of_form(request: Request) -> str:
    """Of a form whose page the browser does not name: the page at the address that it was sent to, or the
    nearest above it. It follows from the address alone; "" for what was not sent, and where there is none.
    """
    root, path = request.scope.get("root_path", ""), request.scope["path"]
    while request.method == "POST" and path.startswith(f"{root}/"):
        if _is_a_page(request, path[len(root) :]):
            return str(path)
        path = path.rpartition("/")[0]
    return ""


def _is_a_page(request: Request, path: str) -> bool:
    """Whether this application answers it when it is asked for, and not only when it is sent to."""
    return any(
        "GET" in (each.methods or ()) and each.path_regex.match(path)
        for each in iter_route_contexts(request.app.routes)
        if hasattr(each, "path_regex")
    )
