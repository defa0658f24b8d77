"""Meetings, their agenda and register, and declared interests, on a real database and through real pages."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from deploy.personas import PERSONAS
from services.panel.actions.cases.open_review_case import open_review_case
from services.panel.actions.meetings.answer_invitation import answer_invitation
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.actions.quorum.withdraw_interest import withdraw_interest
from services.panel.app import SERVICE
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.meeting_refusals import (
    AlreadyOnTheAgenda,
    CaseCannotBeListed,
    InterestAlreadyDeclared,
)
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.queries.cases import case_for_change, visible_cases
from services.panel.queries.meetings import (
    attendees_for_case,
    interested_case_references,
    invited_case_references,
    meeting_for_change,
    meeting_of_case,
    visible_meeting,
    visible_meetings,
)
from services.panel.queries.relations import sitting_for
from shared.contracts import ChildDeathNotified
from shared.errors import Invalid, NotFound, NotPermitted
from shared.people import Person
from shared.settings import Settings
from shared.storage import Database, Transaction
from shared.web.application import create_web

MANAGER = PERSONAS["cdr-manager"]
CHAIR = PERSONAS["panel-chair"]
POLICE = PERSONAS["member-police"]
AUDITOR = PERSONAS["auditor"]
NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
DAY = date(2026, 6, 18)
SEATS = (
    ("panel-chair", "chair", "City public health", "public_health"),
    ("designated-doctor", "designated_doctor", "Integrated care board", "nhs_commissioner"),
    ("member-social-care", "social_care", "City council", "local_authority"),
    ("member-police", "police", "Police", "emergency_services"),
    ("member-acute", "hospital_clinician", "Acute trust", "acute_hospital"),
)

Acting = Callable[[Person], Any]


@pytest.fixture
def database(database_for: Callable[..., Database]) -> Database:
    return database_for(SERVICE)


@pytest.fixture
def acting(database: Database) -> Acting:
    """``with acting(person) as tx``: a transaction of that person."""
    return lambda person, at=NOW: database.transaction(person=person, at=at)


@pytest.fixture
def meeting_id(acting: Acting) -> str:
    """A planned meeting with five seats, and three ready cases that are not on its agenda yet."""
    with acting(MANAGER) as tx:
        for person_id, role, organisation, sector in SEATS:
            name = PERSONAS[person_id].name
            seat = {"person_id": person_id, "name": name, "role": role, "valid_from": date(2025, 1, 1)}
            seat_panel_member(tx, **seat, organisation=organisation, sector=sector)
        for number in (1, 2, 3):
            ready(tx, f"LLR-2026-000{number}", date(2026, number, 10))
    with acting(MANAGER) as tx:
        [planned] = plan_meeting(tx, held_on=DAY, starts="09:30", place="Room 1")
        return planned.id


def ready(tx: Transaction, reference: str, notified_on: date) -> None:
    event = ChildDeathNotified.model_validate(
        {
            "case_reference": reference,
            "notified_on": notified_on,
            "died_in": "2026-01",
            "age_band": "28-364 days",
            "age_text": "3 months",
            "sex": "female",
            "ethnic_category": "not_known",
            "ethnic_group": "Not known",
            "area": "Leicester",
            "deprivation_quintile": None,
            "place_of_death": "home",
            "place_of_event": "home",
            "expected": "no",
            "gestation_weeks": None,
            "clocks": [],
            "notifier_sector": "acute_hospital",
            "notifier_role": "paediatrician",
            "events": [],
            "supplementary_forms": [],
            "joint_agency_response": True,
            "coroner_informed": "yes",
            "sources": [],
        }
    )
    open_review_case(tx, event)
    tx.session.flush()
    case = case_for_change(tx, reference)
    case.make_ready(by="cdr-manager", at=NOW, on=NOW.date(), without_because="For this test")


def publish(acting: Acting, meeting_id: str, *cases: str) -> None:
    with acting(MANAGER) as tx:
        for case in cases:
            put_case_on_agenda(tx, meeting_id=meeting_id, case_reference=case)
        publish_agenda(tx, meeting_id=meeting_id)


def audited(database: Database, action: str) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT * FROM audit_entry WHERE action = :a ORDER BY id"), {"a": action}
        )
        return [dict(row) for row in rows.mappings()]


def test_a_planned_meeting_invites_everybody_who_holds_a_seat_that_day(
    acting: Acting, meeting_id: str
) -> None:
    with acting(MANAGER) as tx:
        meeting = visible_meeting(tx, meeting_id)
        assert {seat.person_id for seat in meeting.seats} == {row[0] for row in SEATS}
        assert {seat.mark for seat in meeting.seats} == {Mark.NOT_RECORDED}


def test_a_plan_with_faults_names_all_of_them_and_plans_nothing(acting: Acting, meeting_id: str) -> None:
    with pytest.raises(Invalid) as refused, acting(MANAGER) as tx:
        plan_meeting(
            tx, held_on=date(2026, 12, 25), starts="9", place=" ", kind="?", target_cases=99, months=0
        )
    fields = [fault.field for fault in refused.value.faults]
    assert fields == ["held_on", "starts", "place", "kind", "target_cases", "months"]
    with acting(MANAGER) as tx:
        assert len(visible_meetings(tx)) == 1


def test_a_monthly_series_is_planned_on_working_days(acting: Acting, meeting_id: str) -> None:
    with acting(MANAGER) as tx:
        planned = plan_meeting(tx, held_on=date(2027, 3, 5), starts="09:30", place="Room", months=3)
        assert [one.held_on for one in planned] == [date(2027, 3, 5), date(2027, 4, 2), date(2027, 5, 7)]


def test_a_ready_case_goes_on_the_agenda_once(acting: Acting, meeting_id: str) -> None:
    with acting(MANAGER) as tx:
        put_case_on_agenda(tx, meeting_id=meeting_id, case_reference="LLR-2026-0001")
        assert case_for_change(tx, "LLR-2026-0001").status is CaseStatus.LISTED
    with acting(MANAGER) as tx:
        [other] = plan_meeting(tx, held_on=date(2026, 7, 16), starts="09:30", place="Room")
        with pytest.raises(CaseCannotBeListed):
            put_case_on_agenda(tx, meeting_id=other.id, case_reference="LLR-2026-0001")
        with pytest.raises(AlreadyOnTheAgenda):
            visible_meeting(tx, meeting_id).list_case("LLR-2026-0001", by="x", at=NOW)


def test_a_case_that_is_not_ready_is_refused_with_the_reason(acting: Acting, meeting_id: str) -> None:
    with acting(MANAGER) as tx:
        case = case_for_change(tx, "LLR-2026-0001")
        case.move_to(CaseStatus.GATHERING, by="m", at=NOW)
    with pytest.raises(CaseCannotBeListed, match="notification"), acting(MANAGER) as tx:
        put_case_on_agenda(tx, meeting_id=meeting_id, case_reference="LLR-2026-0001")


def test_a_member_sees_cases_only_when_the_agenda_is_published(acting: Acting, meeting_id: str) -> None:
    with acting(MANAGER) as tx:
        put_case_on_agenda(tx, meeting_id=meeting_id, case_reference="LLR-2026-0001")
    with acting(POLICE) as tx:
        assert invited_case_references(tx, POLICE) == set()
    with acting(MANAGER) as tx:
        publish_agenda(tx, meeting_id=meeting_id)
    with acting(POLICE) as tx:
        assert invited_case_references(tx, POLICE) == {"LLR-2026-0001"}
        assert [case.reference for case in visible_cases(tx)] == ["LLR-2026-0001"]


def test_a_member_sees_only_the_meetings_she_is_invited_to(acting: Acting, meeting_id: str) -> None:
    outsider = PERSONAS["member-community"]
    with acting(outsider) as tx:
        assert visible_meetings(tx) == []
        with pytest.raises(NotFound):
            visible_meeting(tx, meeting_id)
    with acting(POLICE) as tx:
        assert [one.id for one in visible_meetings(tx)] == [meeting_id]


def test_a_declared_interest_closes_the_case_at_once_and_leaves_the_others_open(
    acting: Acting, meeting_id: str
) -> None:
    publish(acting, meeting_id, "LLR-2026-0001", "LLR-2026-0002")
    with acting(POLICE) as tx:
        declare_interest(tx, case_reference="LLR-2026-0001", reason="Attended the scene")
    with acting(POLICE) as tx:
        assert interested_case_references(tx, POLICE) == {"LLR-2026-0001"}
        assert [case.reference for case in visible_cases(tx)] == ["LLR-2026-0002"]
        with pytest.raises(InterestAlreadyDeclared):
            declare_interest(tx, case_reference="LLR-2026-0001", reason="Again")


def test_nobody_declares_an_interest_in_a_case_of_somebody_elses_meeting(
    acting: Acting, meeting_id: str
) -> None:
    with pytest.raises(NotPermitted), acting(POLICE) as tx:
        declare_interest(tx, case_reference="LLR-2026-0003", reason="Attended the scene")


def test_only_the_manager_withdraws_an_interest_and_then_the_case_opens_again(
    acting: Acting, meeting_id: str, database: Database
) -> None:
    publish(acting, meeting_id, "LLR-2026-0001")
    with acting(POLICE) as tx:
        declare_interest(tx, case_reference="LLR-2026-0001", reason="Attended the scene")
    [entry] = audited(database, "declare_interest")
    assert "scene" not in str(entry)
    with pytest.raises(NotPermitted), acting(POLICE) as tx:
        withdraw_interest(tx, interest_id=entry["subject"], because="A mistake")
    with acting(MANAGER) as tx:
        withdraw_interest(tx, interest_id=entry["subject"], because="Another case was meant")
    with acting(POLICE) as tx:
        assert [case.reference for case in visible_cases(tx)] == ["LLR-2026-0001"]
        declare_interest(tx, case_reference="LLR-2026-0001", reason="After all")


def test_quorum_is_lost_for_one_case_when_the_local_authority_declares_an_interest(
    acting: Acting, meeting_id: str
) -> None:
    publish(acting, meeting_id, "LLR-2026-0001", "LLR-2026-0002")
    with acting(CHAIR) as tx:
        for person_id, *_ in SEATS:
            record_attendance(tx, meeting_id=meeting_id, person_id=person_id, mark=Mark.PRESENT)
    with acting(PERSONAS["member-social-care"]) as tx:
        declare_interest(tx, case_reference="LLR-2026-0002", reason="Worked with the family")
    with acting(CHAIR) as tx:
        open_to_all, closed_to_one = (sitting_for(tx, f"LLR-2026-000{n}") for n in (1, 2))
        assert open_to_all is not None
        assert open_to_all.quorum.quorate
        assert closed_to_one is not None
        assert closed_to_one.quorum.missing == ("a local-authority professional",)
        here = {one.person_id for one in attendees_for_case(tx, meeting_id, "LLR-2026-0002")}
        assert here == {row[0] for row in SEATS} - {"member-social-care"}


def test_a_deputy_reads_the_bundle_in_the_place_of_the_member(acting: Acting, meeting_id: str) -> None:
    publish(acting, meeting_id, "LLR-2026-0001")
    deputy = PERSONAS["member-community"]
    seat = {"person_id": deputy.id, "name": deputy.name, "role": "police", "organisation": "Police"}
    with acting(MANAGER) as tx:
        more = {"sector": "emergency_services", "valid_from": date(2026, 1, 1), "deputises_for": POLICE.id}
        seat_panel_member(tx, **seat, **more)
    with acting(MANAGER) as tx:
        record_attendance(
            tx, meeting_id=meeting_id, person_id=POLICE.id, mark=Mark.DEPUTY, deputy_id=deputy.id
        )
    with acting(deputy) as tx:
        assert [case.reference for case in visible_cases(tx)] == ["LLR-2026-0001"]


def test_the_latest_meeting_of_a_case_is_found_for_who_may_see_it(acting: Acting, meeting_id: str) -> None:
    publish(acting, meeting_id, "LLR-2026-0001")
    with acting(POLICE) as tx:
        found = meeting_of_case(tx, "LLR-2026-0001")
        assert found is not None
        assert found.id == meeting_id
    with acting(PERSONAS["member-community"]) as tx:
        assert meeting_of_case(tx, "LLR-2026-0001") is None


# Through the pages


class Visitor:
    """Somebody signed in, who opens pages and sends their forms."""

    def __init__(self, web: TestClient, person: Person) -> None:
        self.web = web
        self._token = self.token("/sign-in")
        answer = web.post("/sign-in", data={"csrf_token": self._token, "persona": person.id})
        assert answer.status_code == 200, answer.text

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.web.get(path).text)
        assert found, path
        return found[1]

    def get(self, path: str, status: int = 200) -> str:
        answer = self.web.get(f"/panel{path}")
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, status: int = 200, **fields: Any) -> str:
        data = {"csrf_token": self.token("/panel/meetings"), **fields}
        answer = self.web.post(f"/panel{path}", data=data)
        assert answer.status_code == status, answer.text
        return answer.text


@pytest.fixture
def visiting(database: Database) -> Iterator[Callable[[Person], Visitor]]:
    clients: list[TestClient] = []
    urls = dict.fromkeys(("notifications_database_url", "panel_database_url", "theming_database_url"), "")
    settings = Settings(**urls, events_url="", secret_key="k" * 40, demo=True)  # type: ignore[arg-type]

    def make(person: Person) -> Visitor:
        app = create_web(settings, [SERVICE], {"panel": database}, PERSONAS.values(), now=lambda: NOW)
        clients.append(TestClient(app, base_url="http://127.0.0.1:8000").__enter__())
        return Visitor(clients[-1], person)

    yield make
    for client in clients:
        client.__exit__(None, None, None)


Visiting = Callable[[Person], Visitor]


def test_the_manager_fills_an_agenda_from_the_proposal_and_reorders_it(
    acting: Acting, meeting_id: str, visiting: Visiting
) -> None:
    manager = visiting(MANAGER)
    offered = manager.get(f"/meetings/{meeting_id}/agenda/add")
    assert offered.index("LLR-2026-0001") < offered.index("LLR-2026-0003")
    assert offered.count("checked") == 3
    shown = manager.post(f"/meetings/{meeting_id}/agenda/add", cases=["LLR-2026-0001", "LLR-2026-0003"])
    assert "Below target: 2 of at least 8 cases." in shown
    manager.post(f"/meetings/{meeting_id}/agenda/LLR-2026-0003/move/up")
    with acting(MANAGER) as tx:
        order = [item.case_reference for item in visible_meeting(tx, meeting_id).agenda]
        assert order == ["LLR-2026-0003", "LLR-2026-0001"]


def test_a_case_that_is_sent_twice_is_listed_once(
    acting: Acting, meeting_id: str, visiting: Visiting
) -> None:
    shown = visiting(MANAGER).post(f"/meetings/{meeting_id}/agenda/add", cases=["LLR-2026-0001"] * 2)
    assert "1 case is on the agenda." in shown
    with acting(MANAGER) as tx:
        assert [item.case_reference for item in visible_meeting(tx, meeting_id).agenda] == ["LLR-2026-0001"]


def test_nothing_chosen_is_said_and_saves_nothing(meeting_id: str, visiting: Visiting) -> None:
    shown = visiting(MANAGER).post(f"/meetings/{meeting_id}/agenda/add", status=422)
    assert "Choose at least one case" in shown


def test_every_fault_of_a_plan_is_shown_at_once(meeting_id: str, visiting: Visiting) -> None:
    shown = visiting(MANAGER).post(
        "/meetings/plan", status=422, target_cases="many", months="1", starts="noon"
    )
    for message in (
        "Enter the date of the meeting",
        "Enter the number of cases aimed at",
        "Say where the meeting",
    ):
        assert message in shown


def test_a_member_declares_an_interest_and_the_case_is_closed_with_an_explanation(
    acting: Acting, meeting_id: str, visiting: Visiting, database: Database
) -> None:
    publish(acting, meeting_id, "LLR-2026-0001", "LLR-2026-0002")
    member = visiting(POLICE)
    assert "LLR-2026-0001: read the bundle" in member.get("/my-cases")
    member.get("/cases/LLR-2026-0001/bundle")
    assert "What is your interest" in member.post("/cases/LLR-2026-0001/interest", status=422, reason=" ")
    shown = member.post("/cases/LLR-2026-0001/interest", reason="I attended the scene")
    assert "The case is closed to you from now on" in shown
    mine = member.get("/my-cases")
    assert "LLR-2026-0001: read the bundle" not in mine
    assert "LLR-2026-0002: read the bundle" in mine
    assert "You declared an interest in this case" in member.get("/cases/LLR-2026-0001/bundle", status=403)
    assert "the scene" not in member.get(f"/meetings/{meeting_id}")
    assert "I attended the scene" in visiting(MANAGER).get("/interests")
    assert "I attended the scene" in visiting(AUDITOR).get("/interests")
    visiting(CHAIR).get("/interests", status=403)
    readers = {(row["person_id"], row["case_reference"]) for row in audited(database, "read_agenda")}
    assert ("member-police", "LLR-2026-0002") in readers


def test_a_meeting_from_register_to_record(acting: Acting, meeting_id: str, visiting: Visiting) -> None:
    publish(acting, meeting_id, "LLR-2026-0001", "LLR-2026-0002")
    chair = visiting(CHAIR)
    assert "Quorate if all come" in chair.get(f"/meetings/{meeting_id}")
    started = chair.post(f"/meetings/{meeting_id}/start", early="yes")
    assert "Not quorate as recorded" in started
    assert f"{len(SEATS)} seats are not recorded." in started
    assert "Not recorded for: " in started
    assert "Nobody from: Local authority" not in started
    marks = {f"mark-{row[0]}": "present" for row in SEATS} | {"mark-member-police": "apologies"}
    was = {f"was-{row[0]}": "not_recorded" for row in SEATS}
    shown = chair.post(f"/meetings/{meeting_id}/attendance", **marks, **was)
    assert "Not quorate" not in shown
    assert "Nobody from: Emergency services, Community health." in shown
    out = {"out": ["member-acute"], "and_later": "yes"}
    shown = chair.post(f"/meetings/{meeting_id}/agenda/LLR-2026-0002/room", **out)
    assert shown.count("Not quorate") == 1
    said = {"outcome-LLR-2026-0001": "discussed", "outcome-LLR-2026-0002": "not_reached"}
    chair.post(f"/meetings/{meeting_id}/close", **said)
    with acting(MANAGER) as tx:
        assert meeting_for_change(tx, meeting_id).status is MeetingStatus.CLOSED
        assert case_for_change(tx, "LLR-2026-0001").status is CaseStatus.REVIEWED
        assert case_for_change(tx, "LLR-2026-0002").status is CaseStatus.DEFERRED
    record = chair.get(f"/meetings/{meeting_id}/record")
    assert "Discussed, not signed off" in record
    assert "Deferred: Not reached at the meeting" in record
    register = visiting(MANAGER).get("/register")
    assert "Apologies" in register


def test_a_deputy_who_was_only_announced_is_not_on_the_register_before_they_come(
    acting: Acting, meeting_id: str, visiting: Visiting
) -> None:
    deputy = PERSONAS["member-community"]
    seat = {"person_id": deputy.id, "name": deputy.name, "role": "police", "organisation": "Police"}
    with acting(MANAGER) as tx:
        more = {"sector": "emergency_services", "valid_from": date(2026, 1, 1), "deputises_for": POLICE.id}
        seat_panel_member(tx, **seat, **more)
    with acting(POLICE) as tx:
        answer_invitation(tx, meeting_id=meeting_id, answer="deputy", deputy_id=deputy.id)
    shown = visiting(MANAGER).get(f"/meetings/{meeting_id}/attendance")
    of_police = re.search(r'<select[^>]*id="mark-member-police".*?</select>', shown, re.DOTALL)
    assert of_police is not None
    assert re.findall(r'value="([^"]+)" selected', of_police[0]) == ["not_recorded"]
    was = {"was-member-police": "not_recorded", "mark-member-police": "not_recorded"}
    assert "the register says this already" in visiting(MANAGER).post(
        f"/meetings/{meeting_id}/attendance", **was
    )


def test_a_line_that_somebody_else_changed_meanwhile_is_not_overwritten(
    acting: Acting, meeting_id: str, visiting: Visiting
) -> None:
    with acting(CHAIR) as tx:
        record_attendance(tx, meeting_id=meeting_id, person_id="member-police", mark=Mark.APOLOGIES)
    stale = {"mark-member-police": "not_recorded", "was-member-police": "not_recorded"}
    changed = {"mark-member-acute": "remote", "was-member-acute": "not_recorded"}
    shown = visiting(MANAGER).post(f"/meetings/{meeting_id}/attendance", **stale, **changed)
    assert "Register saved: 1 line changed." in shown
    message = re.search(r'role="status"><p>(.*?)</p>', shown)
    assert message is not None
    assert PERSONAS["member-acute"].name not in message[1]
    with acting(MANAGER) as tx:
        marks = {seat.person_id: seat.mark for seat in visible_meeting(tx, meeting_id).seats}
        assert (marks["member-police"], marks["member-acute"]) == (Mark.APOLOGIES, Mark.REMOTE)


def test_a_register_that_has_changed_since_it_was_opened_names_the_lines_of_both(
    acting: Acting, meeting_id: str, visiting: Visiting
) -> None:
    with acting(CHAIR) as tx:
        record_attendance(tx, meeting_id=meeting_id, person_id="member-police", mark=Mark.APOLOGIES)
        record_attendance(tx, meeting_id=meeting_id, person_id="member-acute", mark=Mark.PRESENT)
    police = {"mark-member-police": "remote", "was-member-police": "not_recorded"}
    untouched = {"mark-member-acute": "not_recorded", "was-member-acute": "not_recorded"}
    manager, page = visiting(MANAGER), f"/meetings/{meeting_id}/attendance"
    shown = manager.post(page, status=422, **police, **untouched)
    assert f"{PERSONAS['member-police'].name}: “Apologies” was recorded since you opened the page" in shown
    assert re.search(r'id="mark-member-acute".*?value="present" selected', shown, re.DOTALL)
    again = {"mark-member-police": "remote", "was-member-police": "apologies"}
    assert "Register saved: 1 line" in manager.post(page, **again)
    same = {"mark-member-police": "remote", "was-member-police": "not_recorded"}
    assert "the register says this already" in manager.post(page, **same)
    with acting(MANAGER) as tx:
        marks = {seat.person_id: seat.mark for seat in visible_meeting(tx, meeting_id).seats}
        assert (marks["member-police"], marks["member-acute"]) == (Mark.REMOTE, Mark.PRESENT)


def test_a_cancelled_meeting_gives_its_cases_back(
    acting: Acting, meeting_id: str, visiting: Visiting
) -> None:
    publish(acting, meeting_id, "LLR-2026-0001")
    visiting(MANAGER).post(f"/meetings/{meeting_id}/cancel", because="Too few can come")
    with acting(MANAGER) as tx:
        assert case_for_change(tx, "LLR-2026-0001").status is CaseStatus.READY_FOR_PANEL
    with acting(POLICE) as tx:
        assert invited_case_references(tx, POLICE) == set()


@pytest.mark.parametrize(
    "path",
    ["/meetings/plan", "/members", "/members/add", "/register", "/interests", "/cases/LLR-2026-0001/list"],
)
def test_a_member_does_not_prepare_meetings(meeting_id: str, visiting: Visiting, path: str) -> None:
    visiting(POLICE).get(path, status=403)


def test_a_seat_with_faults_names_them_and_a_good_one_is_kept(meeting_id: str, visiting: Visiting) -> None:
    manager = visiting(MANAGER)
    shown = manager.post("/members/add", status=422, person_id="member-police", name="")
    for message in ("Enter the person", "Choose a seat", "Choose a sector", "Enter the day from which"):
        assert message in shown
    day = {"valid_from-day": "1", "valid_from-month": "7", "valid_from-year": "2026"}
    seat = {
        "person_id": "lay-1",
        "name": "Lay Person",
        "role": "lay_member",
        "organisation": "Lay",
        "sector": "lay",
    }
    seated = manager.post("/members/add", **seat, **day)
    assert "The person has a seat on the panel." in seated
    assert "Lay Person has a seat" not in seated
    last = {"last_day-day": "31", "last_day-month": "12", "last_day-year": "2026"}
    assert "31 December 2026" in manager.post("/members/lay-1/2026-07-01/end", **last)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/meetings/{id}/step/jump", 404),
        ("/meetings/{id}/start", 409),
        ("/meetings/{id}/agenda/LLR-2026-0001/move/sideways", 404),
        ("/meetings/{id}/agenda/LLR-2026-0001/take-off", 409),
        ("/meetings/%00/step/publish", 404),
        ("/meetings/{id}/seats/nobody/withdraw", 409),
        ("/cases/LLR-2026-0001%00/interest", 404),
        ("/interests/nothing/withdraw", 404),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    meeting_id: str, visiting: Visiting, path: str, status: int
) -> None:
    visiting(MANAGER).post(path.format(id=meeting_id), status=status, reason="None", because="None")


def test_a_mark_that_is_not_on_the_list_is_refused(meeting_id: str, visiting: Visiting) -> None:
    fields = {"mark-member-police": "absent", "was-member-police": "not_recorded"}
    visiting(MANAGER).post(f"/meetings/{meeting_id}/attendance", status=422, **fields)


def test_the_first_bundle_of_ones_cases_is_of_a_meeting_that_is_still_to_come(
    acting: Acting, meeting_id: str, visiting: Visiting
) -> None:
    publish(acting, meeting_id, "LLR-2026-0001")
    with acting(MANAGER) as tx:
        [later] = plan_meeting(tx, held_on=date(2026, 7, 16), starts="09:30", place="Room 1")
        later_id = later.id
    publish(acting, later_id, "LLR-2026-0003")
    chair = visiting(CHAIR)
    chair.post(f"/meetings/{meeting_id}/start", early="yes")
    chair.post(f"/meetings/{meeting_id}/close", **{"outcome-LLR-2026-0001": "not_reached"})
    mine = visiting(POLICE).get("/my-cases")
    assert "Next: 16 July 2026" in mine
    assert "Meeting of 15 June 2026" in mine
    assert mine.index("LLR-2026-0003: read the bundle") < mine.index("LLR-2026-0001: read the bundle")


def test_a_member_finds_what_was_recommended_before_and_the_chair_the_reports(visiting: Visiting) -> None:
    member, chair = visiting(POLICE).get("/meetings"), visiting(CHAIR).get("/meetings")
    assert "/panel/recommendations" in member
    assert "/panel/reports" not in member
    assert "/panel/actions" not in member
    assert "/panel/actions" not in chair  # the log is the office's; a link must not lead to a refusal
    for path in ("/recommendations", "/reports"):
        assert f'href="/panel{path}"' in chair
        assert visiting(CHAIR).get(path)
    assert 'href="/panel/actions"' in visiting(MANAGER).get("/meetings")


def test_a_member_is_not_told_that_a_register_was_saved(
    acting: Acting, meeting_id: str, visiting: Visiting
) -> None:
    publish(acting, meeting_id, "LLR-2026-0001")
    refused = visiting(POLICE).post(f"/meetings/{meeting_id}/attendance", status=403)
    assert "Register saved" not in refused


def test_an_address_with_a_word_for_a_number_is_not_found(meeting_id: str, visiting: Visiting) -> None:
    shown = visiting(POLICE).get("/cases/LLR-2026-0001/review/nine", status=404)
    assert "integer" not in shown
