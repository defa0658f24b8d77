"""The front page (what you can do, by role) and the health check."""

from collections.abc import Callable

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from shared.web.rendering import page
from shared.web.routing import HtmlRouter

html = HtmlRouter()


@html.get("/", name="home")
def home(request: Request) -> Response:
    return page(request, "home.html", active="home")


@html.get("/health", name="health")
def health(request: Request) -> Response:
    """200 once the databases answer, are migrated, and the workers run; 503 until then."""
    ready = _is_ready(request.app.state.ready)
    return JSONResponse({"status": "ok" if ready else "starting"}, 200 if ready else 503)


def _is_ready(ready: Callable[[], bool]) -> bool:
    try:
        return ready()
    except Exception:  # whatever is wrong with a database or the log, it is not ready
        return False
