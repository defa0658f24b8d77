"""What a process says about itself to whoever runs it: alive, ready, and its figures.

None of it asks for signing in, and none names an address, a secret or a person.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import compare_digest

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.registry import Collector
from pydantic import SecretStr

from shared.asking import Asking
from shared.errors import NotSignedIn
from shared.metrics import COUNTED
from shared.web.problems import FieldFault, Problem, ProblemResponse, problem_of

PATHS = ("/health", "/ready", "/metrics")
SECONDS = 2.0
Check = Callable[[], bool]
router = APIRouter(include_in_schema=False)


class Readiness:
    """Whether requests may be sent here: every check says yes in time, and nobody has said to leave."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = Asking[bool](checks, SECONDS)
        self.leaving = False

    def leave(self) -> None:
        """From now on it is not ready, so that no more requests are sent here."""
        self.leaving = True

    def missing(self) -> list[str]:
        """The names of what is not ready; takes SECONDS at most."""
        return [name for name, ready in self._checks.answers().items() if not ready]


@dataclass(frozen=True)
class Watched:
    """What the three addresses answer from; ``standing`` is read whenever the figures are."""

    readiness: Readiness
    token: SecretStr
    standing: Collector | None = None
    _registry: CollectorRegistry = field(default_factory=CollectorRegistry, init=False)

    def __post_init__(self) -> None:
        if self.standing:
            self._registry.register(self.standing)

    def figures(self) -> bytes:
        return generate_latest(COUNTED) + generate_latest(self._registry)

    def may_read_figures(self, authorization: str) -> bool:
        token = self.token.get_secret_value()
        return not token or compare_digest(authorization.encode(), f"Bearer {token}".encode())


@router.get("/health", name="health")
async def health() -> Response:
    """200 as long as this process answers at all; it asks nobody else."""
    return JSONResponse({"status": "ok"})


@router.get("/ready", name="ready")
async def ready(request: Request) -> Response:
    """200 if requests may come here, else 503 with what does not answer."""
    readiness = watched(request).readiness
    if readiness.leaving:
        return _not_ready("This process is about to stop.", [])
    # Not in the threads that answer pages: those may all be waiting for the database that is asked about.
    missing = await asyncio.to_thread(readiness.missing)
    if missing:
        return _not_ready("Not everything that is needed here answers.", missing)
    return JSONResponse({"status": "ready"})


@router.get("/metrics", name="metrics")
async def metrics(request: Request) -> Response:
    """The figures as Prometheus reads them."""
    about = watched(request)
    if not about.may_read_figures(request.headers.get("Authorization", "")):
        return problem_of(NotSignedIn("Send the bearer token that CDOP_METRICS_TOKEN holds."))
    return Response(await asyncio.to_thread(about.figures), media_type=CONTENT_TYPE_LATEST)


def watched(request: Request) -> Watched:
    found = request.app.state.watched
    assert isinstance(found, Watched)
    return found


def _not_ready(detail: str, missing: list[str]) -> Response:
    faults = [FieldFault(field=name, message="This is not ready") for name in missing]
    kind = "urn:child-death-review:problem:not-ready"
    problem = Problem(type=kind, title="Not ready", status=503, detail=detail, faults=faults)
    return ProblemResponse(problem.model_dump(), 503, {"Retry-After": "5"})
