"""Asking agencies, chasing them, and their answers through the link."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.actions.gathering.cancel_reporting_form_request import (
    cancel_reporting_form_request,
)
from services.notifications.actions.gathering.chase_reporting_form import chase_reporting_form
from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.gathering.record_nil_return import make_nil_return, record_nil_return
from services.notifications.actions.gathering.replace_link import replace_link
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.actions.gathering.save_reporting_form_draft import save_reporting_form_draft
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.app import SERVICE
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.gathering.links import VALID_FOR, token_for
from services.notifications.domain.gathering.refusals import (
    CaseNotAccepted,
    LinkNotValid,
    RequestTransitionRefused,
)
from services.notifications.domain.gathering.requests import RequestStatus
from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted
from services.notifications.queries.gathering import draft_of, materials_of, opened_by_link, requests_of
from shared.errors import Invalid, NotPermitted
from shared.storage import Database

from .a_case import (
    FRIDAY,
    KEY,
    MANAGER,
    MEMBER,
    RETURN,
    Make,
    accepted,
    asked,
    at_work,
    audited,
    events,
    payload,
    responding,
    token_of,
)


@pytest.fixture
def database(database_for: Make) -> Database:
    return database_for(SERVICE)


def status_of(database: Database, reference: str, request_id: str) -> RequestStatus:
    with at_work(database) as tx:
        return next(one.status for one in requests_of(tx, reference) if one.request_id == request_id)


def test_everybody_named_is_asked_once_with_a_date_fifteen_working_days_on(database: Database) -> None:
    reference = accepted(database)
    with at_work(database) as tx:
        request_reporting_forms(tx, case=reference, key=KEY)
    with at_work(database) as tx:
        assert request_reporting_forms(tx, case=reference, key=KEY) == []
    told = events(database, "reporting-form-requested")
    assert [one["role"] for one in told] == ["general_practitioner", "health_visitor", "police_officer"]
    assert {one["due_on"] for one in told} == {"2026-07-03"}
    assert [one["source_id"] for one in told] == ["s1", "s2", "s3"]


def test_nobody_is_asked_before_the_notification_is_accepted(database: Database) -> None:
    with at_work(database) as tx:
        answers = read_form(flat(payload()), now=FRIDAY, demonstration=True)
        reference = submit_notification(tx, answers=answers, panel_code="LLR").case_reference
    with pytest.raises(CaseNotAccepted), at_work(database) as tx:
        request_reporting_forms(tx, case=reference, key=KEY)


def test_a_panel_member_cannot_ask_anybody(database: Database) -> None:
    reference = accepted(database)
    with pytest.raises(NotPermitted), at_work(database, MEMBER) as tx:
        request_reporting_forms(tx, case=reference, key=KEY)


def test_a_return_through_the_link_closes_the_request_and_waits_for_confirmation(database: Database) -> None:
    reference, requests = asked(database)
    request_id = requests["general_practitioner"]
    with responding(database) as tx:
        receive_reporting_form(tx, key=KEY, token=token_of(database, reference, request_id), given=RETURN)
    assert status_of(database, reference, request_id) is RequestStatus.RETURNED
    assert events(database, "reporting-form-received") == [
        {"case_reference": reference, "source_id": "s1", "outcome": "returned", "received_on": "2026-06-12"}
    ]
    with at_work(database) as tx:
        material = next(one for one in materials_of(tx, reference) if one.kind == "reporting_form")
    assert "Were immunisations up to date: Yes, for age." in material.original
    assert "Was the child breastfed: Not known." in material.original
    assert "Medication at the time of death: Not asked." in material.original
    assert "Nothing is held by this agency for this section." in material.original
    shown = material.redacted(KnownNames(), CaseDates())
    assert isinstance(shown, Redacted)
    assert "\nNothing is held by this agency for this section." in shown.text
    assert "priya@practice.example" not in material.original
    assert ("receive_reporting_form", "agency-responder", False) in audited(database)


def test_a_link_works_once(database: Database) -> None:
    reference, requests = asked(database)
    token = token_of(database, reference, requests["general_practitioner"])
    with responding(database) as tx:
        receive_reporting_form(tx, key=KEY, token=token, given=RETURN)
    with pytest.raises(LinkNotValid), responding(database) as tx:
        receive_reporting_form(tx, key=KEY, token=token, given=RETURN)


def test_a_link_that_is_forged_old_or_replaced_does_not_work(database: Database) -> None:
    reference, requests = asked(database)
    request_id = requests["health_visitor"]
    token = token_of(database, reference, request_id)
    for wrong in (
        "nonsense",
        token[:-1],
        token_for("another key", token.split(".")[0]),
        token_for(KEY, "no-such-link"),
    ):
        with pytest.raises(LinkNotValid), responding(database) as tx:
            receive_reporting_form(tx, key=KEY, token=wrong, given=RETURN)
    with pytest.raises(LinkNotValid), responding(database, FRIDAY + VALID_FOR) as tx:
        receive_reporting_form(tx, key=KEY, token=token, given=RETURN)
    with at_work(database) as tx:
        fresh = token_for(KEY, replace_link(tx, request_id=request_id, key=KEY).link_id)
    with pytest.raises(LinkNotValid), responding(database) as tx:
        receive_reporting_form(tx, key=KEY, token=token, given=RETURN)
    with responding(database) as tx:
        assert receive_reporting_form(tx, key=KEY, token=fresh, given=RETURN).request_id == request_id


def test_a_draft_is_kept_with_its_faults_and_the_link_still_works(database: Database) -> None:
    reference, requests = asked(database)
    request_id = requests["police_officer"]
    token = token_of(database, reference, request_id)
    for text in ("first", "second"):
        with responding(database) as tx:
            save_reporting_form_draft(
                tx, key=KEY, token=token, given={"b_narrative": text, "gestation_weeks": "many"}
            )
    with responding(database) as tx:
        opened_by_link(tx, key=KEY, token=token)
        draft, saved_at = draft_of(tx, request_id)
    assert (draft["b_narrative"], draft["gestation_weeks"], saved_at) == ("second", "many", FRIDAY)


def test_a_return_with_faults_saves_nothing(database: Database) -> None:
    reference, requests = asked(database)
    request_id = requests["police_officer"]
    token = token_of(database, reference, request_id)
    with pytest.raises(Invalid) as refused, responding(database) as tx:
        receive_reporting_form(
            tx, key=KEY, token=token, given={**RETURN, "gestation_weeks": "many", "breastfed": "maybe"}
        )
    assert [fault.field for fault in refused.value.faults] == ["gestation_weeks", "breastfed"]
    assert status_of(database, reference, request_id) is RequestStatus.SENT
    assert events(database, "reporting-form-received") == []


def test_a_nil_return_is_an_answer_with_its_reason(database: Database) -> None:
    reference, requests = asked(database)
    with pytest.raises(Invalid), at_work(database) as tx:
        record_nil_return(tx, request_id=requests["police_officer"], reason=" ")
    with at_work(database) as tx:
        record_nil_return(tx, request_id=requests["police_officer"], reason="No record of the family")
    token = token_of(database, reference, requests["health_visitor"])
    with responding(database) as tx:
        make_nil_return(tx, key=KEY, token=token, reason="Not on our list")
    outcomes = [(one["source_id"], one["outcome"]) for one in events(database, "reporting-form-received")]
    assert outcomes == [("s3", "nil_return"), ("s2", "nil_return")]


def test_the_ladder_is_climbed_one_step_at_a_time_as_the_days_pass(database: Database) -> None:
    _, requests = asked(database)
    request_id = requests["general_practitioner"]
    with pytest.raises(RequestTransitionRefused), at_work(database, at=FRIDAY + timedelta(days=7)) as tx:
        chase_reporting_form(tx, request_id=request_id)
    taken = []
    for day in (26, 3, 10):  # 10, 15 and 20 working days after Friday 12 June
        month = 6 if day == 26 else 7
        with at_work(database, at=datetime(2026, month, day, 9, tzinfo=UTC)) as tx:
            taken.append(chase_reporting_form(tx, request_id=request_id).becomes)
    assert taken == [RequestStatus.REMINDED, RequestStatus.OVERDUE, RequestStatus.ESCALATED]


def test_a_cancelled_source_can_be_asked_again(database: Database) -> None:
    reference, requests = asked(database)
    request_id = requests["health_visitor"]
    token = token_of(database, reference, request_id)
    with at_work(database) as tx:
        cancel_reporting_form_request(tx, request_id=request_id, reason="Wrong team")
    with pytest.raises(LinkNotValid), responding(database) as tx:
        receive_reporting_form(tx, key=KEY, token=token, given=RETURN)
    with at_work(database) as tx:
        again = request_reporting_forms(tx, case=reference, key=KEY)
    assert [one.role for one in again] == ["health_visitor"]


def test_every_write_is_audited_to_the_person_who_made_it(database: Database) -> None:
    asked(database)
    written: list[Any] = [entry for entry in audited(database) if entry[0] == "request_reporting_form"]
    assert written == [("request_reporting_form", MANAGER.id, False)] * 3
