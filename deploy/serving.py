"""The web of an installation: the services it has, behind one server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from deploy.host import Installation, embedded_settings, installation, working
from deploy.ports import LOCAL, listening_socket
from deploy.services import SERVICES
from deploy.stopping import FINISH_SECONDS, LeavingServer, in_background
from deploy.watching import watched
from shared.log_lines import configure_logging
from shared.messaging.work import Workers
from shared.settings import Settings
from shared.web.application import create_web


def web(place: Installation, workers: Workers | None = None) -> FastAPI:
    """The web application of the services in ``place``; ready once databases, log and workers are."""
    links = tuple(item for service in SERVICES for item in service.navigation)
    return create_web(
        place.settings,
        place.services,
        place.databases,
        place.personas(),
        navigation=links,
        watched=watched(place, workers),
        accounts=place.accounts,
    )


def server_for(application: FastAPI, settings: Settings | None = None) -> LeavingServer:
    """A quiet web server; requests are logged by the application, as JSON lines without query strings.

    Who is asking is taken from X-Forwarded-For only where ``settings.trusted_proxies`` sent it.
    """
    configure_logging(settings.log_level if settings else "info")
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=FINISH_SECONDS,
        forwarded_allow_ips=settings.trusted_proxies if settings else LOCAL,
    )
    readiness = application.state.watched.readiness
    return LeavingServer(config, readiness.leave, settings.leave_seconds if settings else 0)


@contextmanager
def running(folder: Path, seed: Callable[[Installation], None] | None = None) -> Iterator[str]:
    """The whole product on a free port with workers, for tests; gives its address."""
    configure_logging("warning")
    listener = listening_socket(0)
    port = listener.getsockname()[1]
    with ExitStack() as stack:
        settings = stack.enter_context(embedded_settings(folder, port=port, durable=False))
        place = stack.enter_context(installation(settings, bound=True))
        place.migrate()
        if seed:
            seed(place)
        workers = stack.enter_context(working(place))
        stack.enter_context(in_background(server_for(web(place, workers)), listener))
        yield settings.public_url
