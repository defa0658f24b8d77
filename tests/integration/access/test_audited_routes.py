"""Every route that shows something is called, and leaves an entry of who read what; so does every search."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, text

from deploy.host import Installation
from deploy.services import BY_NAME, SERVICES
from services.notifications.domain.gathering import links
from services.notifications.domain.intake import signed_links
from shared.log_lines import configure_logging
from tests.integration.access.addresses import Addresses
from tests.integration.access.every_route import Route, every_route
from tests.integration.access.test_matrix import is_let_in
from tests.integration.access.visitors import Visitor, Visitors

# What is text says in which characters; a file's name is made of references, periods and kinds.
KIND = re.compile(r"text/[\w.+-]+; ?charset=utf-8|(?!text/)[\w.+-]+/[\w.+-]+(; ?[\w=-]+)?", re.IGNORECASE)
FILE_NAMED = re.compile(r'(attachment|inline); filename="[A-Za-z0-9][A-Za-z0-9._-]*"')
NEW = text("SELECT * FROM audit_entry WHERE id > :before ORDER BY id")
LAST = text("SELECT coalesce(max(id), 0) FROM audit_entry")


@dataclass(frozen=True)
class Seen:
    """An answer, and the entries that it left."""

    status: int
    entries: Sequence[Any]
    headers: Mapping[str, str]


@pytest.fixture(scope="module")
def addresses(visitors: Visitors) -> Addresses:
    configure_logging("warning")
    return Addresses(visitors.place, visitors.case, visitors.meeting)


@cache
def called() -> dict[tuple[str, str, str], str]:
    """What the product calls each route."""
    return {
        (service.name, method, route.path): route.name  # type: ignore[attr-defined]
        for service in SERVICES
        for router in service.routers()
        for route in router.routes
        for method in route.methods or ()  # type: ignore[attr-defined]
    }


def showing() -> Iterator[Route]:
    """Every route of a service that may show case data."""
    for route in every_route():
        service = BY_NAME.get(route.service)
        name = called().get((route.service, route.method, route.own))
        if service and route.method == "GET" and name not in service.reads_no_case_data:
            yield route


def entries_of(place: Installation, service: str, before: int) -> Sequence[Any]:
    with place.databases[service].engine.connect() as connection:
        return connection.execute(NEW, {"before": before}).all()


def last_of(place: Installation, service: str) -> int:
    with place.databases[service].engine.connect() as connection:
        return int(connection.scalar(LAST) or 0)


def seen_by(visitor: Visitor, route: Route, address: str, place: Installation) -> Seen:
    before = last_of(place, route.service)
    answer = visitor.ask("GET", address)
    return Seen(answer.status_code, entries_of(place, route.service, before), answer.headers)


def headers_that_say_too_little(seen: Seen) -> str:
    """What a browser would have to guess of an answer: its kind, its characters or its file's name."""
    kind, named = seen.headers.get("content-type", ""), seen.headers.get("content-disposition", "")
    if seen.status == 200 and not KIND.fullmatch(kind):
        return f"is of the kind {kind!r}"
    return f"names its file {named!r}" if named and not FILE_NAMED.fullmatch(named) else ""


def wrong_with(route: Route, visitor: Visitor, case: str, entries: Sequence[Any]) -> str:
    """What is wrong with the entries that an answer left; "" if nothing is."""
    mine = [one for one in entries if one.reading]
    if not mine:
        return "left no entry"
    if visitor.person and not any(one.person_id == visitor.person.id for one in mine):
        return "does not name who read"
    if names_the_case(route) and not any(case in f"{one.case_reference} {one.detail}" for one in mine):
        return "does not name the case"
    return ""


def names_the_case(route: Route) -> bool:
    return route.names_a_case or "/cases/{reference}" in route.own


def address_of(route: Route, addresses: Addresses) -> str:
    """A real address; a link's token is one that the product would sign, where there is a row for it."""
    linked = next((path for path in TOKENS if route.path.startswith(path)), "")
    if not linked:
        return addresses.real(route) + ASKED.get((route.service, route.own.removesuffix(".{kind}")), "")
    key = addresses.place.settings.secret_key.get_secret_value()
    with addresses.place.databases[route.service].engine.begin() as connection:
        token = TOKENS[linked](key, connection, addresses)
    return addresses.real(route).replace("made-up", token)


def _to_an_agency(key: str, connection: Connection, _: Addresses) -> str:
    open_link = "used_at IS NULL AND withdrawn_at IS NULL"
    link = connection.scalar(text(f"SELECT link_id FROM responder_link WHERE {open_link} LIMIT 1"))
    token, a_day_more = links.token_for(key, str(link)), "expires_at = now() + interval '1 day'"
    changed = f"UPDATE responder_link SET {a_day_more}, fingerprint = :fingerprint WHERE link_id = :link"
    connection.execute(text(changed), {"link": link, "fingerprint": signed_links.fingerprint(token)})
    return token


def _receipt(key: str, _: Connection, addresses: Addresses) -> str:
    return str(URLSafeTimedSerializer(key, salt="receipt").dumps(addresses.case))


# What signs a link that opens something of the seeded cases, by where its address begins.
TOKENS: dict[str, Callable[[str, Connection, Addresses], str]] = {
    "/notifications/respond/": _to_an_agency,
    "/notifications/notify/received/": _receipt,
}
# What is asked for, where an address shows nothing without it.
ASKED = {
    ("theming", path): query
    for query, paths in {
        "?by=sex&period=2026-27": (
            *("/statistics", "/statistics/table", "/statistics/chart.svg", "/statistics/table.csv"),
            *("/api/statistics", "/api/v1/statistics"),
        ),
    }.items()
    for path in paths
} | {
    (service.name, path): query
    for service in SERVICES
    for path, query in {
        "/audit/case.csv": "?case=LLR-2026-0001",
        "/audit/person.csv": "?person=cdr-manager",
    }.items()
}


def test_every_route_that_shows_something_leaves_an_entry_of_who_read_what(
    visitors: Visitors, addresses: Addresses
) -> None:
    """What cannot be shown of the seeded cases is listed, with why; it asks by the edge, which audits."""
    wrong, unseen, guessed = {}, {}, {}
    for route in showing():
        address, answers = address_of(route, addresses), list[int]()
        for visitor in (each for each in visitors.of(route) if is_let_in(each, route)):
            seen = seen_by(visitor, route, address, visitors.place)
            answers.append(seen.status)
            if said := headers_that_say_too_little(seen):
                guessed[route.service, route.name] = said
            if seen.status == 200:
                if said := wrong_with(route, visitor, addresses.case, seen.entries):
                    wrong[route.service, route.name] = said
                break
        else:
            unseen[f"{route.service} {route.name}"] = answers
    assert (wrong, guessed) == ({}, {})
    assert sorted(unseen.keys() - not_shown().keys()) == [], unseen
    assert sorted(not_shown().keys() - unseen.keys()) == []


@cache
def not_shown() -> dict[str, str]:
    """Routes that have nothing to show of what is seeded, by the reason."""
    told = tomllib.loads((Path(__file__).parent / "not_shown.toml").read_text())
    return {route: why for why, routes in told.items() for route in routes}


SOUGHT = "Zephyrine"
SEARCHING = ("search", "/find", "/trace")
# Every search, with what is typed: a new one needs a row.
SEARCHES: dict[tuple[str, str], dict[str, str]] = {
    ("notifications", "POST /cases/search"): {"wanted": SOUGHT},
    ("panel", "POST /cases/{case_reference}/bundle/search"): {"words": SOUGHT},
    ("theming", "POST /search"): {"words": SOUGHT},
}
OTHERS = {
    ("notifications", "POST /import/find"): "leads to a page that is audited, by a case's reference",
    ("notifications", "POST /cases/{reference}/identity/trace/undo"): "changes; audited as such",
    ("notifications", "POST /cases/{reference}/identity/trace"): "off here; tests/integration/notifications",
    ("notifications", "POST /cases/{reference}/identity/trace/confirm"): "changes; audited as such",
}


def test_every_search_has_a_row() -> None:
    there = {
        (route.service, route.name)
        for route in every_route()
        if route.method == "POST" and any(each in route.own for each in SEARCHING)
    }
    assert there == SEARCHES.keys() | OTHERS.keys()


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: " ".join(search))
def test_a_search_leaves_an_entry_without_what_was_sought(
    visitors: Visitors, addresses: Addresses, search: tuple[str, str]
) -> None:
    (route,) = (each for each in every_route() if (each.service, each.name) == search)
    visitor = next(each for each in visitors.of(route) if is_let_in(each, route))
    before = last_of(visitors.place, route.service)
    answer = visitor.ask("POST", addresses.real(route), **SEARCHES[search])
    if answer.status_code == 303:  # what was found has an address of its own
        assert SOUGHT not in answer.headers["location"]
        answer = visitor.ask("GET", answer.headers["location"])
    assert answer.status_code == 200, answer.text[:500]
    entries = entries_of(visitors.place, route.service, before)
    assert wrong_with(route, visitor, addresses.case, entries) == ""
    assert SOUGHT.lower() not in str(entries).lower()
