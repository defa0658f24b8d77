"""Whoever may come to the door: every role, every standing to one case, and nobody."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from deploy.host import Installation
from shared.people import ANONYMOUS, Permission, Person, Relation, Role, can
from shared.storage import Database
from shared.web import create_web
from shared.web.tokens import issue_token
from tests.integration.access.every_route import Route

STANDINGS: dict[str, frozenset[Relation]] = {
    "stranger": frozenset(),
    "invited": frozenset({Relation.INVITED}),
    "interested": frozenset({Relation.INVITED, Relation.INTERESTED}),
    "acting": frozenset({Relation.INVITED, Relation.CHAIRING}),
}
PANEL = (Role.PANEL_MEMBER, Role.PANEL_CHAIR)
NOBODY_IS = Role.SYSTEM  # what works by itself has no browser
WHO = [
    *((role, "stranger") for role in Role if role is not NOBODY_IS),
    *((role, standing) for role in PANEL for standing in STANDINGS if standing != "stranger"),
    (Role.CDR_MANAGER, "interested"),
    (Role.AUDITOR, "invited"),
]
HERE = "http://127.0.0.1:8000"
CSRF = re.compile(r'csrf_token" value="([^"]+)"')


@dataclass
class Visitor:
    """One of them, or nobody (``person`` None); ``csrf`` is for the forms of this visitor."""

    client: TestClient
    person: Person | None
    standing: str = "stranger"
    csrf: str = ""
    bearer: str = ""

    @property
    def name(self) -> str:
        return self.person.id if self.person else "nobody"

    @property
    def relations(self) -> frozenset[Relation]:
        return STANDINGS[self.standing]

    def may(self, permission: Permission, relations: frozenset[Relation] = frozenset()) -> bool:
        return can(self.person or ANONYMOUS, permission, relations)

    @property
    def is_of_the_panel(self) -> bool:
        """Whom only the meetings and cases concern to which they are invited."""
        return self.person is not None and bool(self.person.roles & {*PANEL})

    def sign_in(self) -> None:
        self.csrf = self._token("/sign-in")
        if self.person:
            given = {"csrf_token": self.csrf, "persona": self.person.id}
            assert self.client.post("/sign-in", data=given, follow_redirects=False).status_code == 303
            self.csrf = self._token("/")

    def _token(self, path: str) -> str:
        found = CSRF.search(self.client.get(path).text)
        return found[1] if found else ""

    def ask(self, method: str, path: str, **data: str) -> Any:
        if "/api/" in path:
            headers = {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}
            given: dict[str, Any] = {"headers": headers} | ({} if method == "GET" else {"json": data})
        else:
            given = {} if method == "GET" else {"data": {"csrf_token": self.csrf, **data}}
        return self.client.request(method, path, follow_redirects=False, **given)


@dataclass
class Visitors:
    """``case`` and ``meeting``: what they stand to."""

    place: Installation
    everybody: list[Visitor]
    case: str
    meeting: str
    named: dict[str, Visitor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.named = {each.name: each for each in self.everybody}

    def of(self, route: Route) -> list[Visitor]:
        """Those to try: where an address names no case and no meeting, few standings make a difference."""
        named = route.names_a_case or "{meeting_id}" in route.path
        tried = STANDINGS if route.service == "panel" and named else ("stranger", "invited")
        tried = tried if route.service == "panel" else ("stranger",)
        return [each for each in self.everybody if each.standing in tried]


@contextmanager
def let_in(place: Installation, databases: Mapping[str, Database] | None = None) -> Iterator[Visitors]:
    """``databases``: those that the web serves from, if by another role than the place's."""
    case, meeting = the_case(place)
    people = [Person(f"{role.value}-{how}", "Somebody", frozenset({role}), "Somewhere") for role, how in WHO]
    take_seats(place, people, case, meeting)
    web = create_web(place.settings, place.services, databases or place.databases, people)
    made = [Visitor(TestClient(web, base_url=HERE), None)]
    for person, (_, how) in zip(people, WHO, strict=True):
        bearer = issue_token(place.settings, person)
        made.append(Visitor(TestClient(web, base_url=HERE), person, how, bearer=bearer))
    with made[0].client:
        for each in made:
            each.client.portal = made[0].client.portal
            each.sign_in()
        yield Visitors(place, made, case, meeting)


def the_case(place: Installation) -> tuple[str, str]:
    """A case that has been through everything, and the meeting that reviewed it."""
    with place.databases["panel"].engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT d.case_reference, d.meeting_id FROM review_decision d"
                " JOIN agenda_item a ON a.meeting_id = d.meeting_id AND a.case_reference = d.case_reference"
                " ORDER BY d.case_reference IN (SELECT case_reference FROM hold) DESC, d.decided_at LIMIT 1"
            )
        ).one()
    return str(found[0]), str(found[1])


SEAT = text(
    "INSERT INTO meeting_seat (meeting_id, person_id, name, role, organisation, sector, mark)"
    " VALUES (:meeting, :person, 'Somebody', 'police', 'Police', 'emergency_services', 'apologies')"
)
INTEREST = text(
    "INSERT INTO declared_interest (id, person_id, person_name, case_reference, reason, declared_at)"
    " VALUES (:person, :person, 'Somebody', :case, 'Known', now())"
)
ACTING = text(
    "INSERT INTO acting_chair (meeting_id, person_id, because, named_by, named_by_name, named_at)"
    " VALUES (:meeting, :person, 'Ill', 'x', 'x', now())"
)


AGAIN = text("UPDATE panel_meeting SET status = 'in_session', held_on = current_date WHERE id = :meeting")


def take_seats(place: Installation, people: list[Person], case: str, meeting: str) -> None:
    with place.databases["panel"].engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(AGAIN, {"meeting": meeting})
        for person, (_, standing) in zip(people, WHO, strict=True):
            row = {"meeting": meeting, "person": person.id, "case": case}
            if Relation.INVITED in STANDINGS[standing]:
                connection.execute(SEAT, row)
            if Relation.INTERESTED in STANDINGS[standing]:
                connection.execute(INTEREST, row)
        stands_in = f"{Role.PANEL_MEMBER.value}-acting"  # the last one named
        connection.execute(ACTING, {"meeting": meeting, "person": stands_in})
