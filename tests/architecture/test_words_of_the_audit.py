"""Everything that can be read has words for the auditor, and no words are of nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from deploy.services import SERVICES
from services.notifications.queries.care_plans import ASKED
from shared.auditing.reading.words import FILE, SHARED, words_in, words_of
from shared.service import Service

ROOT = Path(__file__).resolve().parents[2]
#: What is said by a name instead of as it is; the edge passes on what others said.
NAMED = {"ASKED": ASKED, "action": "opened_page"}
EACH = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)


def pages(service: Service) -> set[str]:
    """The names of all pages and files that a service answers."""
    routes = [route for router in service.routers() for route in router.routes]
    return {each.name for each in routes if isinstance(each, Route) and "GET" in (each.methods or ())}


def readings(folder: Path) -> Iterator[str]:
    """What code says with ``tx.audit(..., reading=True)``."""
    for file in sorted(folder.rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)):
            if getattr(call.func, "attr", "") == "audit" and any(k.arg == "reading" for k in call.keywords):
                said = call.args[0]
                yield str(said.value) if isinstance(said, ast.Constant) else NAMED[ast.unparse(said)]


@EACH
def test_every_page_and_reading_of_a_service_has_words(service: Service) -> None:
    """A new one needs a line in the service's audit_words.toml: what did somebody read?"""
    assert (pages(service) | set(readings(service.folder))) - words_of(service.folder).keys() == set()


@EACH
def test_no_words_are_of_what_is_not_there(service: Service) -> None:
    own = words_in(service.folder / FILE).keys()
    assert own - pages(service) - set(readings(service.folder)) == set()


def test_what_every_service_has_is_said_in_one_place() -> None:
    shared = words_in(SHARED).keys()
    said = set(readings(ROOT / "shared")) - {"opened_page"}
    everywhere = set.union(*(pages(service) for service in SERVICES))
    assert said - shared == set()
    assert shared - said - everywhere == set()
    for service in SERVICES:
        assert words_in(service.folder / FILE).keys() & shared == set()


@EACH
def test_words_are_words(service: Service) -> None:
    """Nobody reads the name of a route, and nothing is said that would not begin a sentence."""
    for name, read in words_of(service.folder).items():
        assert read.says == read.says.strip(), name
        assert read.says[:1].isupper(), name
        assert "_" not in read.says, name
