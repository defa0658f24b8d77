"""``cdop work``: one service's relay, consumers and steps, and a port that says how they are."""

from collections.abc import Callable
from contextlib import ExitStack

import structlog
import uvicorn
from fastapi import FastAPI

from deploy.host import Installation
from deploy.ports import listening_socket
from deploy.stopping import in_background
from deploy.told import Told
from deploy.watching import watched
from shared.log_lines import configure_logging
from shared.messaging.work import Workers
from shared.web import health
from shared.web.application import NO_TELEMETRY_OF_ITS_OWN
from shared.web.health import Watched
from shared.web.protection import SecurityHeaders

logger = structlog.get_logger(__name__)


def work_until_told(place: Installation, *, host: str, port: int, say: Callable[[str], None]) -> None:
    """Until SIGTERM or Ctrl-C; then what is in hand is finished and committed. ``port`` 0: no port."""
    told = Told()
    configure_logging(place.settings.log_level)
    names = [service.name for service in place.services]
    workers = Workers(place.all_jobs())
    about = watched(place, workers)
    with ExitStack() as stack:
        if port:
            stack.enter_context(in_background(_server(about), listening_socket(port, host)))
        workers.start()
        stack.callback(workers.stop)
        logger.info("started", process="work", services=names)
        say(f"Working for {', '.join(names)}. Ctrl-C stops.")
        told.wait()
        about.readiness.leave()
        logger.info("stopping", process="work", services=names)
    logger.info("stopped", process="work", services=names)


def _server(about: Watched) -> uvicorn.Server:
    application = FastAPI(openapi_url=None, telemetry=NO_TELEMETRY_OF_ITS_OWN)
    application.state.watched = about
    application.include_router(health.router)
    application.add_middleware(SecurityHeaders, https=False)
    return uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False))
