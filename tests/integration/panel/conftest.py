"""The panel service on a real database: events in, people who act, and the web application."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from deploy.personas import PERSONAS
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.app import SERVICE
from services.panel.domain.meetings.attendance import Mark
from services.panel.handlers import HANDLERS
from shared.contracts import (
    CaseMaterialConfirmed,
    CaseMilestoneRecorded,
    ChildDeathNotified,
    Event,
    InformationSource,
    ReportingFormReceived,
    ReportingFormRequested,
)
from shared.people import SYSTEM, Person
from shared.settings import Settings
from shared.storage import Database, Transaction
from shared.web import create_web

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
CASE = "LLR-2026-0107"
SEATS = (
    ("panel-chair", "chair", "County public health", "public_health"),
    ("panel-member", "safeguarding_nurse", "Community health trust", "community_health"),
    ("designated-doctor", "designated_doctor", "Integrated care board", "nhs_commissioner"),
    ("member-acute", "hospital_clinician", "Acute hospital trust", "acute_hospital"),
    ("member-social-care", "social_care", "City council", "local_authority"),
)


class Panel:
    """The service's database, with the people of the demonstration acting on it at one instant."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.at = NOW

    def act(self, person: str | Person, action: Callable[..., Any], **given: Any) -> Any:
        """Run an action in a transaction of its own, as the persona with this id."""
        who = PERSONAS[person] if isinstance(person, str) else person
        with self.database.transaction(person=who, at=self.at) as tx:
            return action(tx, **given)

    def tell(self, *events: Event) -> None:
        """Feed events to their handlers, each in a transaction of its own."""
        for event in events:
            with self.database.transaction(person=SYSTEM, at=self.at) as tx:
                HANDLERS[type(event)](tx, event)

    def reading(self, person: str, read: Callable[[Transaction], Any]) -> Any:
        with self.database.transaction(person=PERSONAS[person], at=self.at) as tx:
            return read(tx)

    def notified(self, case: str = CASE, **given: Any) -> None:
        """A notified case of which everything has come: nothing keeps it from the panel."""
        self.tell(a_notification(case, **given), a_return(case), material(case), *milestones(case))

    def on_agenda(self, case: str = CASE, seats: tuple[tuple[str, str, str, str], ...] = SEATS) -> str:
        """A meeting with ``seats``, its published agenda holding the case; gives the meeting's id."""
        for person_id, role, organisation, sector in seats:
            self.act(
                "cdr-manager",
                seat_panel_member,
                person_id=person_id,
                name=PERSONAS[person_id].name,
                role=role,
                organisation=organisation,
                sector=sector,
                valid_from=date(2020, 1, 1),
            )
        (meeting,) = self.act(
            "cdr-manager", plan_meeting, held_on=date(2026, 6, 15), starts="09:30", place="Room 1"
        )
        self.act("cdr-manager", mark_ready, case_reference=case)
        self.act("cdr-manager", put_case_on_agenda, meeting_id=meeting.id, case_reference=case)
        self.act("cdr-manager", publish_agenda, meeting_id=meeting.id)
        return str(meeting.id)

    def everybody_present(self, meeting_id: str, seats: tuple[tuple[str, ...], ...] = SEATS) -> None:
        self.act("panel-chair", start_meeting, meeting_id=meeting_id)
        for person_id, *_ in seats:
            self.act(
                "panel-chair",
                record_attendance,
                meeting_id=meeting_id,
                person_id=person_id,
                mark=Mark.PRESENT,
            )


def a_notification(case: str = CASE, **given: Any) -> ChildDeathNotified:
    facts: dict[str, Any] = {
        "case_reference": case,
        "notified_on": date(2026, 4, 1),
        "died_in": "2026-03",
        "age_band": "28-364 days",
        "age_text": "3 months",
        "sex": "female",
        "ethnic_category": "A",
        "ethnic_group": "White",
        "area": "Leicester",
        "deprivation_quintile": 1,
        "place_of_death": "emergency_department",
        "place_of_event": "home",
        "expected": "no",
        "gestation_weeks": 31,
        "clocks": [{"clock": "next_working_day", "met": True, "starts_from": "death"}],
        "notifier_sector": "acute_hospital",
        "notifier_role": "paediatrician",
        "events": ["sudden_unexpected_death"],
        "supplementary_forms": ["sudden unexpected death"],
        "joint_agency_response": True,
        "coroner_informed": "yes",
        "sources": [InformationSource(source_id="s1", role="health_visitor", sector="community_health")],
    }
    return ChildDeathNotified.model_validate({**facts, **given})


def a_request(case: str = CASE, source: str = "s1", **given: Any) -> ReportingFormRequested:
    facts = {"role": "health_visitor", "sector": "community_health"}
    dates = {"requested_on": date(2026, 4, 2), "due_on": date(2026, 4, 24)}
    return ReportingFormRequested.model_validate(
        {"case_reference": case, "source_id": source, **facts, **dates, **given}
    )


def a_return(case: str = CASE, source: str = "s1", outcome: str = "returned") -> ReportingFormReceived:
    return ReportingFormReceived.model_validate(
        {"case_reference": case, "source_id": source, "outcome": outcome, "received_on": date(2026, 4, 20)}
    )


def milestones(case: str = CASE, **given: Any) -> tuple[CaseMilestoneRecorded, ...]:
    """Those involved have met, and their draft has come."""
    facts = {"case_reference": case, "reached_on": date(2026, 4, 28), **given}
    reached = ("child_death_review_meeting_held", "draft_analysis_received")
    return tuple(CaseMilestoneRecorded.model_validate({**facts, "milestone": one}) for one in reached)


def material(case: str = CASE, **given: Any) -> CaseMaterialConfirmed:
    facts: dict[str, Any] = {
        "case_reference": case,
        "material_id": "m1",
        "title": "Notification",
        "kind": "notification",
        "source_role": "paediatrician",
        "text": "The child was found unresponsive in the cot.\n\nThe mother called for help.",
        "version": 1,
        "part": 1,
        "parts": 1,
        "confirmed_on": date(2026, 4, 3),
        "redactions": {"known_name": 2, "date": 1},
    }
    return CaseMaterialConfirmed.model_validate({**facts, **given})


#: The fixture ``filled``: what fills the database of a test runs once.
Filled = Callable[[Panel, Callable[[Panel], object]], Panel]


@pytest.fixture
def panel(database_for: Callable[..., Database]) -> Panel:
    return Panel(database_for(SERVICE))


class Browser:
    """A signed-in person in front of the panel service; forms carry their token."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **given: Any) -> Any:
        return self.client.get(f"/panel{path}", **given)

    def post(self, path: str, form_on: str, data: dict[str, Any] | None = None, **given: Any) -> Any:
        token = _token(self.client.get(f"/panel{form_on}").text)
        return self.client.post(f"/panel{path}", data={"csrf_token": token, **(data or {})}, **given)


def _token(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found, html
    return found[1]


@pytest.fixture
def sign_in(panel: Panel) -> Iterator[Callable[[str], Browser]]:
    """Makes a browser in which the persona with this id is signed in."""
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    settings = Settings(**urls, events_url="", secret_key="k" * 40, demo=True)  # type: ignore[arg-type]
    application = create_web(
        settings, [SERVICE], {"panel": panel.database}, PERSONAS.values(), now=lambda: panel.at
    )
    open_clients: list[TestClient] = []

    def make(person_id: str) -> Browser:
        client = TestClient(application, base_url="http://127.0.0.1:8000").__enter__()
        open_clients.append(client)
        token = _token(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"csrf_token": token, "persona": person_id})
        assert answer.status_code == 200, answer.text
        return Browser(client)

    yield make
    for client in open_clients:
        client.__exit__(None, None, None)
