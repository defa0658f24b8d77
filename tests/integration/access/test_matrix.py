"""Every route of the product, asked by every role and standing over HTTP, answers as its rule says.

Whoever may not is answered alike for what is not theirs and for what is not there: the same status, the same
headers, the same bytes. What they post changes nothing. Each whom the rule lets in is let in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from deploy.host import Installation
from shared.log_lines import configure_logging
from shared.people import Permission, Relation
from tests.integration.access.addresses import WORDS, Addresses
from tests.integration.access.every_route import Route, every_route, rule_of
from tests.integration.access.leaks import Secrets, plain, secrets_of
from tests.integration.access.visitors import Visitor, Visitors

REFUSED = {401, 403, 404}
FEWEST = 5000
HEADING = "Asked without the right, over HTTP"
STATES = ("listed", "finalised")
tried: Counter[str] = Counter()


@pytest.fixture(scope="module")
def secrets(place: Installation) -> Secrets:
    configure_logging("warning")
    return secrets_of(place)


@pytest.fixture(scope="module")
def addresses(visitors: Visitors) -> Addresses:
    return Addresses(visitors.place, visitors.case, visitors.meeting)


def routes() -> list[Route]:
    """Those to ask: where sessions begin and end is tried where sessions are."""
    return [route for route in every_route() if rule_of(route).kind != "session"]


def is_let_in(visitor: Visitor, route: Route) -> bool:
    """Whether the rule is for a visitor, as they stand to the case and the meeting of the address."""
    rule = rule_of(route)
    if not rule.permissions:
        return True
    if route.is_api and visitor.person is None:
        return False
    relations = visitor.relations if route.names_a_case else visitor.relations - {Relation.INTERESTED}
    asked = [visitor.may(each, relations) for each in rule.permissions]
    return (all(asked) if rule.all_of else any(asked)) and not is_outside(visitor, route)


def is_outside(visitor: Visitor, route: Route) -> bool:
    """Whether a meeting is none of theirs."""
    return visitor.is_of_the_panel and not visitor.relations and "{meeting_id}" in route.path


def may_know(visitor: Visitor, route: Route) -> bool:
    """Whether somebody who may not do this may all the same see what it is about, and so that it is there."""
    sees = Permission.VIEW_ALL_CASES if route.service == "panel" else Permission.VIEW_IDENTIFIABLE_CASE
    return visitor.standing != "stranger" or visitor.may(sees)


def by_route(wrong: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    """What was found, each thing once with everybody whom it concerns."""
    found: dict[str, list[str]] = {}
    for who, *what in wrong:
        found.setdefault(" | ".join(map(str, what)), []).append(who)
    return found


def is_about_something(route: Route) -> bool:
    return any(not kind.endswith(WORDS) for _, kind in route.parameters)


def answered(answer: Any, asked: str) -> tuple[int, dict[str, str], str]:
    """All of an answer but what differs by itself and the address that was asked for."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("set-cookie",)}
    headers.pop("x-correlation-id", None)
    return answer.status_code, {k: plain(v, asked) for k, v in headers.items()}, plain(answer.text, asked)


def kept(place: Installation) -> dict[str, int]:
    """How many rows each table holds, but for what notes who read and asked."""
    return dict(_counted(place))


def _counted(place: Installation) -> Iterator[tuple[str, int]]:
    for service in place.services:
        with place.databases[service.name].engine.connect() as connection:
            for name in service.metadata.tables:
                if name not in ("audit_entry", "audit_reader", "bundle_reading"):
                    held = connection.scalar(text(f'SELECT count(*) FROM "{name}"'))
                    yield f"{service.name}.{name}", int(held or 0)


def wrongly_refused(
    visitor: Visitor, route: Route, addresses: Addresses, secrets: Secrets, nothing: bool = True
) -> Iterator[tuple[str, ...]]:
    """What is wrong with how somebody is answered who may not."""
    real, guess = addresses.real(route), addresses.guessed(route)
    answer = visitor.ask(route.method, real)
    tried[visitor.name] += 1
    cell = (visitor.name, route.service, route.name, str(answer.status_code))
    if answer.status_code not in REFUSED or (visitor.person is None and answer.status_code == 403):
        yield *cell, "is not refused"
    told = secrets.told_by(answer.text + str(answer.headers), (visitor_case(route, addresses),))
    if told:
        yield *cell, f"is told {told[:3]}"
    if is_about_something(route) and nothing and not may_know(visitor, route):
        tried[visitor.name] += 1
        if answered(answer, real) != answered(visitor.ask(route.method, guess), guess):
            yield *cell, "is answered otherwise for what is not there"


def visitor_case(route: Route, addresses: Addresses) -> str:
    """The case that the address names: whoever asked knows it."""
    return addresses.case if addresses.case in addresses.real(route) else ""


def test_whoever_may_not_is_refused_alike_for_what_is_not_theirs_and_what_is_not_there(
    visitors: Visitors,
    addresses: Addresses,
    secrets: Secrets,
    record_property: Callable[[str, object], None],
) -> None:
    before, wrong = kept(visitors.place), []
    for route in routes():
        for visitor in visitors.of(route):
            if not is_let_in(visitor, route):
                wrong += wrongly_refused(visitor, route, addresses, secrets)
    assert by_route(wrong) == {}
    assert kept(visitors.place) == before
    assert sum(tried.values()) >= FEWEST
    record_property("matrix", f"  {sum(tried.values())} times")


# What the seeded cases hold none of, so that a right address is answered like one of nothing.
NONE_SEEDED = {
    "GET /api/forms/{form_name}/{version}",
    "GET /import/of/{reference}",
    "GET /cases/{case_reference}/interest/declared",  # whoever has no interest in the case
    "GET /meetings/{meeting_id}/answer",
    "GET /actions/{case_reference}/{review_version}/{number}",
    "GET /reports/board/{period}/{version}",
    "GET /reports/board/{period}/{version}/file.{kind}",
    "GET /cases/{case}/texts/{number}/places/{place}",
    "GET /discovery/themes/{theme}",
    "GET /packs/{pack_id}/read",
    "GET /releases/{release_id}",
    "GET /reports/{report_id}/cases",
    "GET /charts/{drawing}",
    "GET /api/v1/releases/{release_id}",
    "GET /api/v1/releases/{release_id}/files/{file}",
    "GET /subject-access/{request_id}/items/{item_id}",  # its id is made of what it says
}


def none_is_seeded(route: Route) -> bool:
    return route.name in NONE_SEEDED or "{token}" in route.path or "/static/" in route.path


def wrongly_shown(
    visitor: Visitor, route: Route, addresses: Addresses, secrets: Secrets
) -> Iterator[tuple[str, ...]]:
    """What is wrong with how somebody is answered whom the rule lets in."""
    answer = visitor.ask(route.method, addresses.real(route))
    tried[visitor.name] += 1
    cell = (visitor.name, route.service, route.name, str(answer.status_code))
    if answer.status_code in (401, 403) or answer.status_code >= 500:
        yield *cell, "is refused"
    if (
        answer.status_code == 404
        and route.method == "GET"
        and addresses.is_there(route)
        and not none_is_seeded(route)
    ):
        yield *cell, "is told that there is none"
    if route.service != "notifications" and (told := secrets.names_in(answer.text)):
        yield *cell, f"names a child: {told[:2]}"


def test_whoever_may_is_let_in_and_reads_no_name_outside_notifications(
    visitors: Visitors, addresses: Addresses, secrets: Secrets
) -> None:
    wrong = []
    for route in (each for each in routes() if each.method == "GET"):
        for visitor in visitors.of(route):
            if is_let_in(visitor, route):
                wrong += wrongly_shown(visitor, route, addresses, secrets)
    assert by_route(wrong) == {}


def test_a_list_or_search_shows_the_panels_people_no_case_but_theirs(
    visitors: Visitors, addresses: Addresses, secrets: Secrets
) -> None:
    """Nor in a count: who has none reads what somebody reads for whom there is nothing at all."""
    wrong = []
    for route in routes():
        if route.service != "panel" or route.method != "GET" or is_about_something(route):
            continue
        for visitor in (each for each in visitors.everybody if each.is_of_the_panel):
            shown = visitor.ask("GET", addresses.real(route)).text
            theirs = of_the_meeting(visitors) if visitor.relations else set()
            if rule_of(route).permissions and (others := secrets.cases_in(shown, theirs)):
                wrong.append((visitor.name, route.name, sorted(others)[:3]))
    assert by_route(wrong) == {}


def of_the_meeting(visitors: Visitors) -> set[str]:
    asked = text("SELECT case_reference FROM agenda_item WHERE meeting_id = :meeting")
    with visitors.place.databases["panel"].engine.connect() as connection:
        return set(connection.scalars(asked, {"meeting": visitors.meeting}))


@pytest.mark.parametrize("status", STATES)
def test_in_another_state_of_the_case_it_is_refused_to_the_same_people(
    visitors: Visitors, addresses: Addresses, secrets: Secrets, status: str
) -> None:
    put_at(visitors, status)
    wrong = []
    for route in routes():
        if route.service != "panel" or route.method != "GET" or "{case_reference}" not in route.path:
            continue
        for visitor in visitors.everybody:
            if not is_let_in(visitor, route):
                wrong += wrongly_refused(visitor, route, addresses, secrets, nothing=False)
            else:
                wrong += wrongly_shown(visitor, route, addresses, secrets)
    assert by_route(wrong) == {}


def put_at(visitors: Visitors, status: str) -> None:
    with visitors.place.databases["panel"].engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        given = {"status": status, "case": visitors.case}
        connection.execute(text("UPDATE review_case SET status = :status WHERE reference = :case"), given)


def test_what_is_posted_with_the_right_is_not_refused_for_want_of_it(
    visitors: Visitors, addresses: Addresses, secrets: Secrets
) -> None:
    """Empty forms, last: some of them change things, so that only the right itself is looked at."""
    wrong = []
    for route in (each for each in routes() if each.method != "GET"):
        for visitor in visitors.of(route):
            if is_let_in(visitor, route):
                wrong += wrongly_shown(visitor, route, addresses, secrets)
    assert by_route(wrong) == {}
