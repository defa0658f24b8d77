"""Whatever is asked of the three APIs, with whatever token: no error of ours, and nothing to the wrong token.

Questions are made from the descriptions of the APIs, with ids of cases that the token may and may not see,
and made hostile. Each is asked with some of the tokens, as the application's role in the database; one case
is restricted to one person. What is told is looked through for names, references and papers, and its shape is
compared with the description.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
import schemathesis.generation.dictionaries  # what is loaded while Hypothesis works cannot always be compiled
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import insert, text

from shared.log_lines import configure_logging
from tests.integration.access.addresses import Addresses
from tests.integration.access.asked_questions import Asking, Question, answered
from tests.integration.access.asking_tokens import Token, every_token
from tests.integration.access.every_route import Route, every_route
from tests.integration.access.judged_answers import NAMED, Asked
from tests.integration.access.leaks import secrets_of
from tests.integration.access.visitors import Visitors

FEW, MANY = 1_500, 20_000
TOKENS_EACH, LET_IN_EACH = 6, 2  # with which each question is asked
HEADING = "Asked of the three APIs, with and without tokens"
# Nothing is released in the seeded cases; a table that is asked for is seldom one that may be made.
SELDOM_OPEN = {
    "GET /api/v1/releases/{release_id}",
    "GET /api/v1/releases/{release_id}/files/{file}",
    "GET /api/v1/tables",
    "GET /api/v1/tables.{kind}",
}
SETTLED = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[*HealthCheck],
)
PREFIXES = {"notifications": "/notifications", "panel": "/panel", "theming": "/themes"}
RESTRICTION = {
    "kind": "public_interest",
    "reason": "Much is written",
    "people": [{"id": NAMED, "name": "Somebody"}],
    "restricted_by": "x",
    "restricted_by_name": "x",
    "restricted_at": datetime(2026, 6, 1, tzinfo=UTC),
}


@pytest.fixture(scope="module")
def asked(bound_visitors: Visitors) -> Asked:
    configure_logging("warning")
    place, case, meeting = bound_visitors.place, bound_visitors.case, bound_visitors.meeting
    secrets = secrets_of(place)
    with place.databases["panel"].engine.connect() as connection:
        agenda = text("SELECT case_reference FROM agenda_item WHERE meeting_id = :meeting ORDER BY 1")
        invited = set(connection.scalars(agenda, {"meeting": meeting}))
    restricted = next(each for each in sorted(invited) if each != case)
    restrict(bound_visitors, restricted)
    names: dict[str, list[str]] = defaultdict(list)
    with place.databases["notifications"].engine.connect() as connection:
        for row in connection.execute(
            text("SELECT case_reference, family_name, given_names, nhs_number FROM child_identity")
        ):
            names[row.case_reference] = [f"{row.given_names} {row.family_name}", str(row.nhs_number)]
    tokens, theirs = every_token(bound_visitors), frozenset(invited - {restricted})
    return Asked(bound_visitors, tokens, secrets, restricted, theirs, names)


def restrict(visitors: Visitors, case: str) -> None:
    """Close a case to everybody but one person, in every service."""
    for service in visitors.place.services:
        table = service.metadata.tables["case_restriction"]
        row = {name: value for name, value in RESTRICTION.items() if name in table.columns}
        with visitors.place.databases[service.name].engine.begin() as connection:
            connection.execute(insert(table).values(case_reference=case, **row))


def asking_of(asked: Asked) -> Iterator[tuple[Route, Asking]]:
    """Each operation with its route, and with addresses of what is there."""
    web = asked.visitors.everybody[0].client.app
    for service, prefix in PREFIXES.items():
        described = schemathesis.openapi.from_asgi(f"{prefix}/api/openapi.json", web)
        routes = {route.name: route for route in every_route() if route.service == service}
        for found in described.get_all_operations():
            operation = found.ok()
            own = operation.path.removeprefix(prefix)
            route = routes[f"{operation.method.upper()} {own}"]
            names = [each.name for each in operation.query]
            yield route, Asking(operation, prefix, real(asked, route), names, own == "/api/notifications")


def real(asked: Asked, route: Route) -> list[str]:
    """Its address with ids of a case of theirs, of one of nobody's but one, and of one of another meeting."""
    place, elsewhere = (
        asked.visitors.place,
        sorted(asked.secrets.references - asked.invited - {asked.restricted}),
    )
    if route.own == "/api/forms/{form_name}/{version}":
        listed = asked.visitors.everybody[0].client.get("/notifications/api/forms").json()
        return sorted(each["schema"] for each in listed)
    of = lambda case: Addresses(place, case, asked.visitors.meeting).real(route)  # noqa: E731
    return sorted({of(case) for case in (asked.visitors.case, asked.restricted, elsewhere[0])})


def ask_all(asked: Asked, number: int) -> None:
    tokens, askings = asked.tokens, list(asking_of(asked))
    asked.shut |= {route.name for route, _ in askings}
    portal = asked.visitors.everybody[0].client.portal
    assert portal
    web: Any = asked.visitors.everybody[0].client.app
    # What changes something is asked four times as often: little of what is made for it is taken.
    shares = len(askings) + 3 * sum(route.method != "GET" for route, _ in askings)
    share = -(-number // (shares * TOKENS_EACH))
    turn = 0
    for route, asking in askings:

        def ask(question: Question, route: Route = route, asking: Asking = asking) -> None:
            nonlocal turn
            for token in taken(tokens, route, turn):
                answer = portal.call(answered, web, question, token.headers)
                asked.look_at(route, asking.operation, token, question, answer)
            turn += 1

        each_often = share * (1 if route.method == "GET" else 4)
        before = asked.answered.total()
        # Hypothesis makes no more than there is to vary: what takes little is asked as often all the same.
        while asked.answered.total() - before < each_often * TOKENS_EACH:
            with collected_afterwards():
                settings(SETTLED, max_examples=each_often)(given(asking.questions())(ask_one(ask)))()


@contextmanager
def collected_afterwards() -> Iterator[None]:
    """Hypothesis reads source anew as it works, which Python 3.11 cannot while memory is collected."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def ask_one(ask: Callable[[Question], None]) -> Callable[[Question], None]:
    """Of one argument, as Hypothesis wants it."""
    return lambda question: ask(question)


def taken(tokens: Sequence[Token], route: Route, turn: int) -> list[Token]:
    """So many of them, each in its turn; some that are let in, and more that are not."""
    good = [token for token in tokens if token.may(route)]
    others = [token for token in tokens if token not in good] or good
    of = lambda these, number: [these[(turn * number + each) % len(these)] for each in range(number)]  # noqa: E731
    return of(good, LET_IN_EACH) + of(others, TOKENS_EACH - LET_IN_EACH)


def judged(asked: Asked, number: int) -> str:
    assert {fault: sorted(how)[:3] for fault, how in asked.wrong.items()} == {}
    assert asked.answered.total() >= number
    assert {200, 201, 401, 403, 404, 405, 422} <= asked.answered.keys()
    # Guesses hit, and everything opens to somebody: it is by right that nothing else was told.
    assert asked.named_hits > number / 100
    assert asked.shut <= SELDOM_OPEN
    return f"  {asked.answered.total()} times: {dict(sorted(asked.answered.items()))}"


def test_no_error_and_nothing_to_the_wrong_token(asked: Asked) -> None:
    ask_all(asked, FEW)
    judged(asked, FEW)


@pytest.mark.rehearsal
def test_no_error_and_nothing_to_the_wrong_token_in_twenty_thousand_questions(
    asked: Asked, record_property: Callable[[str, object], None]
) -> None:
    ask_all(asked, MANY)
    record_property("questions", judged(asked, MANY))
