"""What every request can reach: the settings, the service it is in, and who the demo lets in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fastapi import FastAPI, Request
from jinja2 import Environment

from shared.people import Person
from shared.service import NavigationItem, Service
from shared.settings import Settings
from shared.storage import Database


def clock() -> datetime:
    """The instant a request is answered (UTC)."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Site:
    """One per application: the root has no ``service`` and no ``database``."""

    settings: Settings
    templates: Environment
    root: FastAPI
    navigation: tuple[NavigationItem, ...] = ()
    personas: Mapping[str, Person] = field(default_factory=dict)
    service: Service | None = None
    database: Database | None = None
    now: Callable[[], datetime] = clock


def site_of(request: Request) -> Site:
    """The site of the application that answers this request."""
    found = request.app.state.site
    assert isinstance(found, Site)
    return found
