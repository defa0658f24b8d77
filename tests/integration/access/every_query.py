"""Every public function that asks a database, and its arguments: those of one case that there is."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, text

from deploy.services import SERVICES
from shared.storage import Transaction
from tests.integration.access.query_arguments import ARGUMENTS, Asked, By

# Not those of local accounts: their database holds nothing of a case.
SHARED = ("shared.restrictions.queries", "shared.auditing.reading.queries", "shared.messages.queries")
_MANY = ("Sequence[", "Collection[", "Iterable[", "set[")


@dataclass(frozen=True)
class Query:
    """``service``: in whose database it is asked; ``name`` as "gathering.request_to_change"."""

    service: str
    name: str
    ask: Callable[..., Any]

    @property
    def parameters(self) -> list[inspect.Parameter]:
        """Those that have to be given, but the transaction."""
        given = inspect.signature(self.ask).parameters.values()
        return [each for each in given if each.name != "tx" and each.default is each.empty]


def every_query() -> Iterator[Query]:
    """Of each service and of what they share, in whose databases it can be asked."""
    for service in SERVICES:
        package = import_module(f"services.{service.name}.queries")
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield from _of(import_module(found.name), service.name, found.name.rsplit(".", 1)[-1])
        for name in SHARED:
            module = import_module(name)
            if _is_asked_in(module, service.metadata.tables):
                yield from _of(module, service.name, name.split(".")[-2])


def _is_asked_in(module: ModuleType, tables: Any) -> bool:
    needed = {"restrictions": "break_glass", "messages": "message"}
    return needed.get(module.__name__.split(".")[1], "audit_entry") in tables


def _of(module: ModuleType, service: str, called: str) -> Iterator[Query]:
    for name, function in list(vars(module).items()):  # asking may import more
        is_own = inspect.isfunction(function) and function.__module__ == module.__name__
        if is_own and not name.startswith("_") and "tx" in inspect.signature(function).parameters:
            yield Query(service, f"{called}.{name}", function)


@dataclass
class Bound:
    """``tx``: the system's, by service, in which other queries are asked. ``known``: the case and meeting."""

    engines: dict[str, Engine]
    tx: dict[str, Transaction]
    known: dict[str, Any]
    _kept: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def arguments_of(self, query: Query) -> dict[str, Any]:
        """Raises LookupError for a parameter that the table does not name."""
        return {each.name: self._value(query, each) for each in query.parameters}

    def _value(self, query: Query, parameter: inspect.Parameter) -> Any:
        kind = str(parameter.annotation)
        place = self._place(query, parameter.name)
        if (kept := (query.service, place, kind)) not in self._kept:
            self._kept[kept] = self._made(query, ARGUMENTS[query.service][place], kind)
        return self._kept[kept]

    def _place(self, query: Query, name: str) -> str:
        module = query.name.split(".")[0]
        for place in (f"{query.name}.{name}", f"{module}.{name}", name):
            if place in ARGUMENTS[query.service]:
                return place
        raise LookupError(f"{query.service} {query.name}: {name}")

    def _made(self, query: Query, said: Any, kind: str) -> Any:
        if isinstance(said, Asked):
            with self.engines[query.service].connect() as connection:
                found = list(connection.scalars(text(said.sql), self.known if ":" in said.sql else {}))
            many = any(each in kind for each in _MANY)
            return found if many else (found[0] if found else "nothing")
        if isinstance(said, By):
            other = next(q for q in every_query() if (q.service, q.name) == (query.service, said.query))
            found = said.part(other.ask(self.tx[query.service], **self.arguments_of(other)))
            return [found] if any(each in kind for each in _MANY) and not isinstance(found, list) else found
        return said
