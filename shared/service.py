"""What a service is: data that the host puts together, not behaviour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from sqlalchemy import MetaData

from shared.contracts import Event
from shared.people import Permission
from shared.storage import Transaction

Handler = Callable[[Transaction, Any], None]
Step = Callable[[Transaction], bool]


@dataclass(frozen=True)
class NavigationItem:
    """A link for those who hold ``permission``. ``path`` starts at the root.

    It stands in the header, unless it is reached from a page of the same kind in another service.
    """

    label: str
    path: str
    permission: Permission
    in_header: bool = True


@dataclass(frozen=True)
class Service:
    """One of the services in the row.

    ``topic`` is where it publishes (None: it publishes nothing) and ``consumes`` the topics it reads.
    ``steps`` are slow or due work done after the text is stored; each returns True while there is more.
    """

    name: str
    prefix: str
    title: str
    folder: Path
    metadata: MetaData
    routers: tuple[APIRouter, ...]
    topic: str | None = None
    publishes: tuple[type[Event], ...] = ()
    consumes: tuple[str, ...] = ()
    handlers: Mapping[type[Event], Handler] = field(default_factory=dict)
    navigation: tuple[NavigationItem, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    @property
    def migrations(self) -> Path:
        return self.folder / "migrations"
