"""The front page: what you can do, by role."""

from fastapi import Request, Response

from shared.web.rendering import page
from shared.web.routing import HtmlRouter

html = HtmlRouter()


@html.get("/", name="home")
def home(request: Request) -> Response:
    return page(request, "home.html", active="home")
