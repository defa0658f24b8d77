"""Puts services together into one web application: a root, and each service under its prefix."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from threading import Timer
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.routing import BaseRoute

from shared.accounts.kept_sessions import KeptSessions
from shared.accounts.session_store import SessionsInProcess, SessionStore
from shared.accounts.web_session import Limits
from shared.people import Person
from shared.service import NavigationItem, Service
from shared.settings import NO_ACCOUNTS, Settings, SettingsError
from shared.storage import Database
from shared.web import (
    answers_to_errors,
    assets,
    failed_sign_in_pages,
    front_page,
    health,
    local_accounts,
    open_id,
    own_sessions,
    proving_again,
    sign_in,
)
from shared.web.failed_sign_in_pages import FAILED_SIGN_INS
from shared.web.head_requests import HeadAsGet
from shared.web.health import Readiness, Watched
from shared.web.protection import SecurityHeaders, UnexpectedErrors, add_protection
from shared.web.rendering import environment
from shared.web.request_log import RequestLog
from shared.web.session import COOKIE, COOKIE_UNDER_HTTPS
from shared.web.session_check import CheckedSession
from shared.web.signed_links import SignedLinks
from shared.web.site import Site, clock
from shared.web.told_headers import ToldHeaders

if TYPE_CHECKING:
    from shared.web.open_id_provider import OpenIdProvider

# FastAPI's own would send paths with their ids, and the words of errors, wherever the environment says.
NO_TELEMETRY_OF_ITS_OWN: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}

LOADED_AFTER = 3.0  # seconds from the start: the first who ask are not slowed down


def create_web(
    settings: Settings,
    services: Iterable[Service],
    databases: Mapping[str, Database],
    personas: Iterable[Person] = (),
    *,
    navigation: Iterable[NavigationItem] | None = None,
    watched: Watched | None = None,
    accounts: Database | None = None,
    now: Callable[[], datetime] = clock,
) -> FastAPI:
    """The root application with each service mounted at its prefix.

    ``databases`` is by service name. ``navigation`` is the header's links, by default those of ``services``;
    a host that serves one service of several gives the links of all. ``watched`` says what is ready and how
    work stands, by default whether every database is ready. ``accounts`` is where sessions are kept; only the
    demonstration does without: raises SettingsError. ``now`` gives the instant (UTC).
    """
    services = tuple(services)
    of_services = navigation or (item for service in services for item in service.navigation)
    resets = (local_accounts.ACCOUNT_RESETS,) if settings.local_accounts else ()
    items = (*of_services, FAILED_SIGN_INS, *resets)
    root = FastAPI(
        title="Child death review", openapi_url=None, lifespan=_lifespans, telemetry=NO_TELEMETRY_OF_ITS_OWN
    )
    people = {persona.id: persona for persona in personas} if settings.demo else {}
    root.state.site = Site(settings, environment(), root, items, people, now=now)
    root.state.watched = watched or Watched(
        Readiness({f"{each.name} database": databases[each.name].ready for each in services}),
        settings.metrics_token,
    )
    root.state.provider = _provider(settings)
    root.state.accounts = accounts
    root.state.sessions = _session_store(settings, accounts)
    root.state.session_limits = limits_of(settings)
    root.state.mounted = []
    root.routes.extend(_routes(_of_the_root))
    for service in services:
        templates, database = environment(service.templates), databases[service.name]
        _mount(root, Site(settings, templates, root, items, people, service, database, now))
    answers_to_errors.install(root)
    _add_middleware(root, settings, services, now)
    return root


def _provider(settings: Settings) -> "OpenIdProvider | None":
    """Its libraries take long to load: nobody waits for them who has no provider."""
    if not settings.oidc_issuer:
        return None
    from shared.web.open_id_provider import OpenIdProvider

    return OpenIdProvider(settings)


def _session_store(settings: Settings, accounts: Database | None) -> SessionStore:
    if accounts:
        return KeptSessions(accounts)
    if not settings.demo:
        raise SettingsError(NO_ACCOUNTS)
    return SessionsInProcess()


def limits_of(settings: Settings) -> Limits:
    return Limits(timedelta(minutes=settings.session_minutes), timedelta(hours=settings.session_hours))


def _of_the_root() -> tuple[APIRouter, ...]:
    return (
        health.router,
        assets.router,
        front_page.html,
        sign_in.html,
        open_id.html,
        proving_again.html,
        own_sessions.html,
        failed_sign_in_pages.html,
        local_accounts.html,
    )


@cache
def _routes(routers: Callable[[], tuple[APIRouter, ...]]) -> tuple[BaseRoute, ...]:
    """What these routers answer. They know no database, so every application of the process has the same.

    Their parameters and answers are worked out once: for a service that takes a tenth of a second.
    """
    together = APIRouter()
    for router in routers():
        together.include_router(router)
    return tuple(together.routes)


def _mount(root: FastAPI, site: Site) -> None:
    service = site.service
    assert service is not None
    # No documentation page: the usual ones load their script from elsewhere.
    app = FastAPI(
        title=service.title,
        version="1",
        description=service.api_notes,
        openapi_tags=[{"name": name, "description": said} for name, said in service.api_tags.items()],
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry=NO_TELEMETRY_OF_ITS_OWN,
    )
    app.state.site = site
    app.routes.extend(_routes(service.routers))
    answers_to_errors.install(app)
    app.add_middleware(UnexpectedErrors)
    root.mount(service.prefix, app)
    root.state.mounted.append(app)


def _add_middleware(
    root: FastAPI, settings: Settings, services: Iterable[Service], now: Callable[[], datetime]
) -> None:
    """The last one added is the outermost."""
    root.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.max_request_bytes)
    links = SignedLinks(settings.secret_key.get_secret_value(), services)
    add_protection(root.add_middleware, settings, now, links)
    root.add_middleware(
        CheckedSession,
        store=root.state.sessions,
        limits=root.state.session_limits,
        demo=settings.demo,
        now=now,
    )
    root.add_middleware(UnexpectedErrors)  # the session store may fail
    root.add_middleware(
        SessionMiddleware,
        secret_key=settings.secret_key.get_secret_value(),
        session_cookie=COOKIE_UNDER_HTTPS if settings.https else COOKIE,
        max_age=settings.session_hours * 3600,
        https_only=settings.https,
    )
    root.add_middleware(HeadAsGet)
    root.add_middleware(ToldHeaders)
    root.add_middleware(SecurityHeaders, https=settings.https)
    root.add_middleware(RequestLog)


def load_soon(load: Callable[[], None], seconds: float = LOADED_AFTER) -> Timer:
    """Has ``load`` called on a thread of its own in ``seconds``, unless it is cancelled before."""
    timer = Timer(seconds, load)
    timer.daemon = True
    timer.start()
    return timer


@asynccontextmanager
async def _lifespans(root: FastAPI) -> AsyncIterator[None]:
    """Enter the lifespan of every mounted application: a parent does not do it by itself."""
    async with AsyncExitStack() as stack:
        for app in root.state.mounted:
            stack.callback(load_soon(app.state.site.service.load_later).cancel)
            await stack.enter_async_context(app.router.lifespan_context(app))
        yield
