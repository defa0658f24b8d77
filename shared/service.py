"""What a service is: data that the host puts together, not behaviour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData

from shared.contracts import Event
from shared.people import Permission, Person
from shared.settings import Settings
from shared.storage import Database, Transaction
from shared.storage.recorded_columns import Recorded, recorded_columns
from shared.storage.row_security import RowSecurity

if TYPE_CHECKING:
    from fastapi import APIRouter

Handler = Callable[[Transaction, Any], None]
Step = Callable[[Transaction], bool]


@dataclass(frozen=True)
class Errand:
    """Work outside the database, between two transactions: so that no lock waits for a distant server.

    ``take`` claims one thing (None: there is none), ``do`` does it and says what became of it, ``record``
    writes that down. What was taken and never recorded, because the process died, ``take`` takes again.
    """

    name: str
    take: Callable[[Transaction], Any]
    do: Callable[[Any], Any]
    record: Callable[[Transaction, Any, Any], None]


BackgroundWork = tuple[Step | Errand, ...]


@dataclass(frozen=True)
class Admission:
    """A program that asks with a key of its own; ``headers`` go with every answer to this request."""

    person: Person
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProgramKeys:
    """Bearer tokens that a service gives out itself. Each begins with ``mark``.

    ``admit(database, token, at)`` counts one request and says whose key it is. It raises NotSignedIn,
    or another Refusal that says why not now; a Refusal's ``headers`` go with its answer.
    """

    mark: str
    admit: Callable[[Database, str, datetime], Admission]


def _nothing_more() -> None:
    pass


def _no_work(settings: Settings) -> BackgroundWork:
    return ()


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
    ``routers()`` loads its pages and its API: who serves none does not wait for them.
    ``steps`` are slow or due work done after the text is stored; each returns True while there is more.
    ``signed_links``: paths below the prefix that a signed token follows, each with its salt.
    ``load_later()`` loads what few pages need and takes long: no start waits for it, and no reader either.
    ``work_with(settings)`` gives the steps and errands that need to know how this installation is set up.
    ``program_keys``: programs ask its API with keys that it gives out itself.
    ``reads_no_case_data``: pages by the name of their route, with the reason; reading another is audited.
    ``row_security``: what the application's role may do with the tables, and with which rows.
    ``longest_text``: the characters that a field of its forms holds (None: any number), but for
    ``longer_texts`` by name.
    ``api_notes``: what the description of its API says first (CommonMark); ``api_tags``: of each tag.
    """

    name: str
    prefix: str
    title: str
    folder: Path
    metadata: MetaData
    routers: "Callable[[], tuple[APIRouter, ...]]"
    topic: str | None = None
    publishes: tuple[type[Event], ...] = ()
    consumes: tuple[str, ...] = ()
    handlers: Mapping[type[Event], Handler] = field(default_factory=dict)
    navigation: tuple[NavigationItem, ...] = ()
    signed_links: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    load_later: Callable[[], None] = _nothing_more
    work_with: Callable[[Settings], BackgroundWork] = _no_work
    program_keys: ProgramKeys | None = None
    reads_no_case_data: Mapping[str, str] = field(default_factory=dict)
    row_security: RowSecurity = field(default_factory=RowSecurity)
    longest_text: int | None = None
    longer_texts: Mapping[str, int] = field(default_factory=dict)
    api_notes: str = ""
    api_tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    @property
    def recorded(self) -> Recorded:
        """Which columns the audit tells of, and how."""
        return recorded_columns(self.folder)

    @property
    def migrations(self) -> Path:
        return self.folder / "migrations"
