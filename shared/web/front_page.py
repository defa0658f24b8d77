"""The front page: what you can do, by role."""

from fastapi import Request, Response

from shared.web.rendering import also_for, page
from shared.web.routing import HtmlRouter
from shared.web.session import session_person
from shared.web.site import site_of

html = HtmlRouter()


@html.get("/", name="home")
def home(request: Request) -> Response:
    """The header's links, and under them everything else that a person may open."""
    also = also_for(session_person(request), site_of(request).navigation)
    return page(request, "home.html", active="home", also=also)
