"""Everything that can happen to a request: more time, sent back, refused, escalated, chased by itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.notifications.actions.gathering.chase_all_due import chase_all_due
from services.notifications.actions.gathering.chase_reporting_form import (
    chase_reporting_form,
    escalate_request,
)
from services.notifications.actions.gathering.close_without_form import record_not_known, record_refusal
from services.notifications.actions.gathering.extend_request import extend_request
from services.notifications.actions.gathering.keep_agency import AgencyGiven, keep_agency
from services.notifications.actions.gathering.pause_chasing import pause_chasing, resume_chasing
from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.actions.gathering.send_back_return import send_back_return
from services.notifications.actions.gathering.send_due_reminders import in_office_hours, reminders
from services.notifications.actions.gathering.switch_reminders import switch_reminders
from services.notifications.app import SERVICE
from services.notifications.domain.gathering.refusals import ChasingIsPaused, LinkNotValid
from services.notifications.domain.gathering.requests import ReportingFormRequest, RequestStatus
from services.notifications.queries.gathering import draft_of, opened_by_link, request_to_change
from services.notifications.tables.gathering import earlier_return, reporting_form_return
from shared.errors import Invalid, NotPermitted
from shared.messages.message import Message
from shared.people import SYSTEM
from shared.storage import Database

from .a_case import (
    FRIDAY,
    KEY,
    MANAGER,
    MEMBER,
    RETURN,
    Make,
    accepted,
    at_work,
    events,
    responding,
    token_of,
)

ADDRESS = "https://panel.example/notifications/respond/"
WITH = {"key": KEY, "address": ADDRESS}
PEOPLE = [
    {
        "role": "general_practitioner",
        "name": "Dr Priya Patel",
        "organisation": "Rosehill Surgery",
        "email": "priya@rosehill.example",
    },
    {"role": "health_visitor", "name": "Sinéad O’Neill", "organisation": "Community team"},
]
OVERDUE = FRIDAY + timedelta(days=24)  # 16 working days
ESCALATE = FRIDAY + timedelta(days=32)


@pytest.fixture
def database(database_for: Make) -> Database:
    return database_for(SERVICE)


def asked(database: Database) -> tuple[str, dict[str, str]]:
    reference = accepted(database, professionals=PEOPLE)
    with at_work(database) as tx:
        made = request_reporting_forms(tx, case=reference, **WITH)
    return reference, {request.role: request.request_id for request in made}


def messages(database: Database) -> list[Message]:
    with at_work(database) as tx:
        return list(tx.session.scalars(select(Message).order_by(Message.created_at)))  # type: ignore[attr-defined]


def request(database: Database, request_id: str) -> ReportingFormRequest:
    with at_work(database) as tx:
        return request_to_change(tx, request_id)


def returned(database: Database) -> tuple[str, str]:
    reference, ids = asked(database)
    request_id = ids["general_practitioner"]
    token = token_of(database, reference, request_id)
    with responding(database) as tx:
        receive_reporting_form(tx, key=KEY, token=token, given=RETURN)
    return reference, request_id


def directory(database: Database, **given: Any) -> None:
    fixed = {
        "name": "Rosehill Surgery",
        "sector": "primary_care",
        "escalation_email": "partner@rosehill.example",
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "predecessor_id": "",
        "due_after": "20",
    }
    with at_work(database) as tx:
        keep_agency(tx, given=AgencyGiven(**{**fixed, **given}))


def test_whoever_has_an_address_is_written_to_and_the_others_are_not(database: Database) -> None:
    reference, ids = asked(database)
    (sent,) = messages(database)
    assert (sent.recipient, sent.kind, sent.about) == (
        "priya@rosehill.example",
        "reporting_form_request",
        ids["general_practitioner"],
    )
    assert sent.link.startswith(ADDRESS)
    words = " ".join(sent.text("A panel"))
    assert not [name for name in ("Amara", "Okafor", reference, "Priya", "Rosehill") if name in words]


def test_the_link_in_a_message_opens_that_request_and_no_other(database: Database) -> None:
    _, ids = asked(database)
    (sent,) = messages(database)
    with responding(database) as tx:
        _, opened = opened_by_link(tx, key=KEY, token=sent.link.removeprefix(ADDRESS))
    assert opened.request_id == ids["general_practitioner"]


def test_an_agency_of_the_directory_has_its_own_days_and_its_own_lead(database: Database) -> None:
    directory(database)
    _, ids = asked(database)
    assert request(database, ids["general_practitioner"]).due_on == date(2026, 7, 10)
    assert request(database, ids["health_visitor"]).due_on == date(2026, 7, 3)
    late = FRIDAY + timedelta(days=40)
    with at_work(database, at=late) as tx:
        step = chase_reporting_form(tx, request_id=ids["general_practitioner"], **WITH)
    assert step.to_lead
    assert [one.recipient for one in messages(database)] == [
        "priya@rosehill.example",
        "partner@rosehill.example",
    ]


def test_more_time_is_told_to_the_agency_and_to_the_panel(database: Database) -> None:
    _, ids = asked(database)
    with at_work(database) as tx:
        until = date(2026, 8, 7)
        extend_request(tx, request_id=ids["general_practitioner"], until=until, reason="On leave", **WITH)
    assert [one.kind for one in messages(database)] == ["reporting_form_request", "more_time"]
    assert [one["due_on"] for one in events(database, "form-requested")][-1] == "2026-08-07"
    with at_work(database, at=OVERDUE) as tx:
        assert ids["general_practitioner"] not in chase_all_due(tx, **WITH)


def test_an_unusable_return_is_kept_and_fills_the_form_that_is_asked_for_again(database: Database) -> None:
    reference, request_id = returned(database)
    with at_work(database) as tx:
        send_back_return(tx, request_id=request_id, reason="Section C is about a brother", **WITH)
    with at_work(database) as tx:
        kept = tx.session.execute(select(earlier_return)).mappings().one()
        assert tx.session.execute(select(reporting_form_return)).all() == []
        draft, _ = draft_of(tx, request_id)
    assert kept["reason"] == "Section C is about a brother"
    assert kept["narratives"]["c"] == RETURN["c_narrative"]
    assert {name: draft.get(name) for name in RETURN if name != "d_not_held"} == {
        name: value for name, value in RETURN.items() if name != "d_not_held"
    }
    assert request(database, request_id).status is RequestStatus.UNUSABLE
    with responding(database) as tx:
        receive_reporting_form(
            tx,
            key=KEY,
            token=token_of(database, reference, request_id),
            given={**draft, "c_narrative": "Right"},
        )
    assert request(database, request_id).status is RequestStatus.RETURNED


def test_the_used_link_does_not_open_the_form_that_is_asked_for_again(database: Database) -> None:
    reference, ids = asked(database)
    request_id = ids["general_practitioner"]
    used = token_of(database, reference, request_id)
    with responding(database) as tx:
        receive_reporting_form(tx, key=KEY, token=used, given=RETURN)
    with at_work(database) as tx:
        send_back_return(tx, request_id=request_id, reason="Please complete section F", **WITH)
    with pytest.raises(LinkNotValid), responding(database) as tx:
        opened_by_link(tx, key=KEY, token=used)


@pytest.mark.parametrize(
    ("record", "outcome"), [(record_refusal, "refused"), (record_not_known, "not_known_to_agency")]
)
def test_a_request_that_ends_without_a_form_is_told_to_the_panel_and_its_link_closes(
    database: Database, record: Any, outcome: str
) -> None:
    reference, ids = asked(database)
    request_id = ids["health_visitor"]
    token = token_of(database, reference, request_id)
    with pytest.raises(Invalid), at_work(database) as tx:
        record(tx, request_id=request_id, reason="  ")
    with at_work(database) as tx:
        record(tx, request_id=request_id, reason="Telephone call with the team lead")
    (told,) = events(database, "reporting-form-closed")
    assert told == {
        "case_reference": reference,
        "source_id": "s2",
        "outcome": outcome,
        "closed_on": "2026-06-12",
    }
    with pytest.raises(LinkNotValid), responding(database) as tx:
        opened_by_link(tx, key=KEY, token=token)


def test_a_refusal_is_escalated_to_the_lead_and_the_panel_waits_again(database: Database) -> None:
    directory(database)
    _, ids = asked(database)
    request_id = ids["general_practitioner"]
    with at_work(database) as tx:
        record_refusal(tx, request_id=request_id, reason="They say it is confidential")
    with at_work(database) as tx:
        escalate_request(tx, request_id=request_id, **WITH)
    assert request(database, request_id).open
    assert messages(database)[-1].recipient == "partner@rosehill.example"
    assert len(events(database, "form-requested")) == 3


def test_while_chasing_is_paused_nobody_is_chased_by_hand_or_otherwise(database: Database) -> None:
    reference, ids = asked(database)
    with at_work(database) as tx:
        pause_chasing(tx, case=reference, reason="The police asked for it")
    with at_work(database, at=OVERDUE) as tx:
        assert chase_all_due(tx, **WITH) == []
    with pytest.raises(ChasingIsPaused), at_work(database, at=OVERDUE) as tx:
        chase_reporting_form(tx, request_id=ids["health_visitor"], **WITH)
    with at_work(database, at=OVERDUE) as tx:
        resume_chasing(tx, case=reference)
        assert len(chase_all_due(tx, **WITH)) == 2


def by_itself(database: Database, at: datetime) -> bool:
    with database.transaction(person=SYSTEM, at=at) as tx:
        return reminders(KEY, ADDRESS)(tx)


def test_reminders_go_out_by_themselves_only_when_they_are_switched_on(database: Database) -> None:
    asked(database)
    assert not by_itself(database, OVERDUE)
    with at_work(database) as tx:
        switch_reminders(tx, on=True)
    assert by_itself(database, OVERDUE)
    assert [one.kind for one in messages(database)] == ["reporting_form_request", "overdue"]


def test_reminders_go_out_once_a_day_whoever_begins(database: Database) -> None:
    _, ids = asked(database)
    with at_work(database) as tx:
        switch_reminders(tx, on=True)
    assert by_itself(database, OVERDUE)
    assert not by_itself(database, OVERDUE + timedelta(hours=1))
    assert request(database, ids["general_practitioner"]).times_chased == 1
    assert by_itself(database, ESCALATE)
    assert request(database, ids["general_practitioner"]).times_chased == 2


def test_whoever_has_no_address_is_left_for_the_office_to_chase(database: Database) -> None:
    _, ids = asked(database)
    with at_work(database) as tx:
        switch_reminders(tx, on=True)
    by_itself(database, OVERDUE)
    assert request(database, ids["health_visitor"]).status is RequestStatus.SENT


def test_reminders_stop_with_the_answer(database: Database) -> None:
    returned(database)
    with at_work(database) as tx:
        switch_reminders(tx, on=True)
    by_itself(database, ESCALATE)
    assert [one.kind for one in messages(database)] == ["reporting_form_request"]


@pytest.mark.parametrize(
    ("at", "open_then"),
    [
        (datetime(2026, 7, 6, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 6, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 6, 15, 0, tzinfo=UTC), False),
        (datetime(2026, 1, 6, 8, 30, tzinfo=UTC), False),
        (datetime(2026, 7, 4, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 25, 10, 0, tzinfo=UTC), False),
    ],
)
def test_office_hours_are_those_of_a_working_day_in_london(at: datetime, open_then: bool) -> None:
    assert in_office_hours(at) is open_then


def test_only_the_office_gives_time_sends_back_or_escalates(database: Database) -> None:
    _, ids = asked(database)
    one = ids["health_visitor"]
    refused: tuple[Any, ...] = (
        lambda tx: extend_request(tx, request_id=one, until=date(2027, 1, 4), reason="x", **WITH),
        lambda tx: send_back_return(tx, request_id=one, reason="x", **WITH),
        lambda tx: escalate_request(tx, request_id=one, **WITH),
        lambda tx: chase_all_due(tx, **WITH),
        lambda tx: switch_reminders(tx, on=True),
    )
    for act in refused:
        with pytest.raises(NotPermitted), database.transaction(person=MEMBER, at=OVERDUE) as tx:
            act(tx)
    assert MANAGER.roles
