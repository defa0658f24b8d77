"""A small web server that says how a process is, and nothing else."""

import uvicorn
from fastapi import FastAPI

from shared.web import health
from shared.web.application import NO_TELEMETRY_OF_ITS_OWN
from shared.web.health import Watched
from shared.web.protection import SecurityHeaders


def server_that_tells(about: Watched) -> uvicorn.Server:
    """Of /health, /ready and /metrics."""
    application = FastAPI(openapi_url=None, telemetry=NO_TELEMETRY_OF_ITS_OWN)
    application.state.watched = about
    application.include_router(health.router)
    application.add_middleware(SecurityHeaders, https=False)
    return uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False))
