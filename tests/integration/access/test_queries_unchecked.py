"""Every query of the product, asked with the application's check switched off: the database still refuses.

Each is asked with what belongs to a case that there is, by everybody to whom that case is closed; what comes
back, however deep, is looked through for whatever stands in the rows of cases that are not theirs. What is
asked with a token is asked with nobody's: a token opens what it is for to whoever holds it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, text

from deploy.host import Installation
from deploy.services import SERVICES
from shared.people import ANONYMOUS, SYSTEM, Person, Role
from shared.storage import Database
from tests.integration.access.asking_queries import ALL, WIDE, Asker, Asking
from tests.integration.access.canaries import canaries_of
from tests.integration.access.every_query import Bound, every_query
from tests.integration.access.unchecked import unchecked
from tests.integration.access.visitors import SEAT, WHO, take_seats, the_case

HEADING = "Queries asked with the application's check switched off"
FEWEST_TELLING = 170
NAMED = Person("named-manager", "Somebody", frozenset({Role.CDR_MANAGER}))
UNNAMED = (
    (Role.CDR_MANAGER, "stranger"),
    (Role.CDOP_ADMINISTRATOR, "stranger"),
    (Role.CALDICOTT_GUARDIAN, "stranger"),
    (Role.PANEL_MEMBER, "invited"),
    (Role.PANEL_CHAIR, "invited"),
    (Role.PUBLIC_HEALTH_ANALYST, "stranger"),
    (Role.AUDITOR, "stranger"),
)


def column(engine: Any, question: str, **given: str) -> frozenset[str]:
    with engine.connect() as connection:
        return frozenset(connection.scalars(text(question), given))


@pytest.fixture(scope="module")
def asking(place: Installation, bound_databases: dict[str, Database]) -> Iterator[Asking]:
    case, meeting = the_case(place)
    at = datetime.now(UTC)
    engines = {name: database.engine for name, database in place.databases.items()}
    take_seats(place, [Person(f"{role.value}-{how}", "Somebody") for role, how in WHO], case, meeting)
    list_it(engines, case)
    references = column(engines["notifications"], "SELECT case_reference FROM notification")
    canaries = {each.name: canaries_of(each, engines[each.name], references) for each in SERVICES}
    with ExitStack() as stack:
        stack.enter_context(unchecked())
        as_system = {
            name: stack.enter_context(each.transaction(person=SYSTEM, at=at))
            for name, each in bound_databases.items()
        }
        for tx in as_system.values():
            # They stay open while everything is asked, for minutes: what serves people never waits so long.
            tx.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        bound = Bound(engines, as_system, {"case": case, "meeting": meeting})
        made = Asking(bound_databases, engines, canaries, {}, [], list(every_query()), case, meeting, at)
        for query in made.queries:
            try:
                made.arguments[query.service, query.name] = bound.arguments_of(query)
            except LookupError as missing:
                made.missing.append(str(missing))
        yield made


#: What lists cases, of which the seeded installation holds none.
LISTING = {
    "notifications": "INSERT INTO cluster_decision (kind, cases, decision, reason, decided_at, decided_by)"
    " VALUES ('place', jsonb_build_array(CAST(:case AS text)), 'linked', 'Two in one street', now(), 'x')",
    "panel": "INSERT INTO bundle_download (person_id, person_name, cases, reason, content_hash, file_hash,"
    " downloaded_at) VALUES ('x', 'X', jsonb_build_array(CAST(:case AS text)), 'Read', '', '', now())",
}


def list_it(engines: dict[str, Any], case: str) -> None:
    for service, question in LISTING.items():
        with engines[service].begin() as connection:
            connection.execute(text(question), {"case": case})


@pytest.fixture(scope="module")
def outsiders(asking: Asking) -> list[Asker]:
    """Everybody to whom the case is closed; some of them have another."""
    other = column(
        asking.engines["panel"],
        "SELECT a.meeting_id FROM agenda_item a JOIN panel_meeting m ON m.id = a.meeting_id"
        " WHERE a.meeting_id <> :meeting AND m.status IN ('agenda_published', 'closed') LIMIT 1",
        meeting=asking.meeting,
    )
    seat_at(asking, "panel_member-elsewhere", *other)
    elsewhere, theirs = cases_at(asking, *other), cases_at(asking, asking.meeting)
    plain = [
        Asker(person(role, standing))
        for role, standing in (
            (Role.PANEL_MEMBER, "stranger"),
            (Role.PANEL_CHAIR, "stranger"),
            (Role.PUBLIC_HEALTH_ANALYST, "stranger"),
            (Role.AUDITOR, "stranger"),
            (Role.POLICE_CONTROL_ROOM, "stranger"),
        )
    ]
    return [
        *plain,
        Asker(person(Role.PANEL_MEMBER, "elsewhere"), {"panel": elsewhere}),
        Asker(person(Role.PANEL_MEMBER, "interested"), {"panel": theirs - {asking.case}}),
        Asker(person(Role.CALDICOTT_GUARDIAN, "stranger"), {"notifications": frozenset({ALL})}),
        *link_holders(asking),
    ]


def link_holders(asking: Asking) -> Iterator[Asker]:
    """An agency that was asked about another case, and a notifier of another."""
    with asking.engines["notifications"].connect() as connection:
        asked = connection.execute(
            text(
                "SELECT l.link_id, r.case_reference FROM responder_link l"
                " JOIN reporting_form_request r USING (request_id) WHERE r.case_reference <> :case LIMIT 1"
            ),
            {"case": asking.case},
        ).one()
    with asking.engines["panel"].connect() as connection:
        owned = connection.execute(
            text("SELECT id, case_reference FROM owner_link ORDER BY case_reference = :case LIMIT 1"),
            {"case": asking.case},
        ).one()
    link = {"notifications": {"respond": asked[0]}, "panel": {"action": owned[0]}}
    sees = {"notifications": frozenset({asked[1]}), "panel": frozenset({owned[1]})}
    yield Asker(person(Role.AGENCY_RESPONDER, "stranger"), sees, link)
    yield Asker(
        ANONYMOUS, {"notifications": sees["notifications"]}, {"notifications": {"notification": asked[1]}}
    )


def person(role: Role, standing: str) -> Person:
    return Person(f"{role.value}-{standing}", "Somebody", frozenset({role}), "Somewhere")


def cases_at(asking: Asking, meeting: str) -> frozenset[str]:
    return column(
        asking.engines["panel"],
        "SELECT case_reference FROM agenda_item WHERE meeting_id = :meeting",
        meeting=meeting,
    )


def seat_at(asking: Asking, id: str, meeting: str) -> None:
    with asking.engines["panel"].begin() as connection:
        connection.execute(SEAT, {"meeting": meeting, "person": id})


@dataclass(frozen=True)
class Found:
    """What was told wrongly, by query and person; ``restricted``: when the case was, to those not named."""

    outsiders: dict[str, Any]
    restricted: dict[str, Any]
    named: int
    asked: int


@pytest.fixture(scope="module")
def found(asking: Asking, outsiders: list[Asker]) -> Found:
    """Everything is asked by everybody, and again when the case is restricted."""
    asking.asked = 0
    every = asking.canaries["notifications"].references
    to_outsiders = leaks(asking, outsiders, lambda who, service: every - who.theirs(service, every))
    restrict(asking)
    named = sum(bool(asking.told(Asker(NAMED), query)) for query in asking.queries)
    unnamed = [Asker(person(role, standing)) for role, standing in UNNAMED]
    to_unnamed = leaks(asking, unnamed, lambda who, service: frozenset({asking.case}))
    return Found(to_outsiders, to_unnamed, named, asking.asked)


def restrict(asking: Asking) -> None:
    for name, engine in asking.engines.items():
        kind = {} if name == "theming" else {"kind": "staff"}
        row = {
            "case_reference": asking.case,
            "reason": "Known to the office",
            "people": [{"id": NAMED.id, "name": NAMED.name}],
            "restricted_by": "x",
            "restricted_by_name": "X",
            "restricted_at": asking.at,
        }
        table = next(each for each in SERVICES if each.name == name).metadata.tables["case_restriction"]
        with engine.begin() as connection:
            connection.execute(insert(table), row | kind)


def leaks(
    asking: Asking, askers: list[Asker], hidden: Callable[[Asker, str], frozenset[str]]
) -> dict[str, Any]:
    """Of each query who is told what, where anybody is told anything that is hidden from them."""
    wrong: dict[str, Any] = defaultdict(dict)
    for who in askers:
        for query in asking.queries:
            if told := asking.wrongly_told(who, query, hidden(who, query.service)):
                wrong[f"{query.service} {query.name}"][who.person.id] = told[:3]
    return dict(wrong)


def test_every_query_has_its_arguments(asking: Asking) -> None:
    assert asking.missing == []


def test_the_system_is_told_so_that_the_test_can_see(
    asking: Asking, record_property: Callable[[str, object], None]
) -> None:
    telling = [each for each in asking.queries if asking.told(Asker(SYSTEM), each)]
    record_property("unchecked", f"  {len(asking.queries)} queries; {len(telling)} tell the system of cases")
    assert len(telling) >= FEWEST_TELLING


def test_nobody_is_told_of_cases_that_are_not_theirs(
    found: Found, record_property: Callable[[str, object], None]
) -> None:
    assert found.outsiders == {}
    record_property("unchecked", f"  asked {found.asked} times by whoever the case is closed to")


def test_nobody_who_is_not_named_is_told_of_a_restricted_case(found: Found) -> None:
    assert found.named >= FEWEST_TELLING // 2
    assert found.restricted == {}


def test_what_is_wide_on_purpose_is_borne_out(asking: Asking, found: Found) -> None:
    assert [row for number, row in enumerate(WIDE) if number not in asking.used] == []


@pytest.mark.parametrize(
    ("service", "table", "query"),
    [
        ("theming", "case_text", "cases.texts_of"),
        ("notifications", "case_material", "gathering.materials_of"),
        ("notifications", "cluster_decision", "clusters.cluster_decisions"),
        ("panel", "review_decision", "decisions.decisions_of"),
        ("panel", "bundle_download", "downloads.register_of_downloads"),
    ],
)
def test_a_rule_that_is_switched_off_is_noticed(
    asking: Asking, found: Found, service: str, table: str, query: str
) -> None:
    asked = next(each for each in asking.queries if (each.service, each.name) == (service, query))
    stranger, hidden = Asker(person(Role.NOTIFIER, "stranger")), frozenset({asking.case})
    assert asking.wrongly_told(stranger, asked, hidden) == []
    switched(asking.engines[service], table, "DISABLE")
    try:
        assert asking.wrongly_told(stranger, asked, hidden) != []
    finally:
        switched(asking.engines[service], table, "ENABLE")


def switched(engine: Any, table: str, how: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(f'ALTER TABLE "{table}" {how} ROW LEVEL SECURITY'))
