"""A request: by when it is answered, what has to be known of it, and who may do what."""

from dataclasses import replace
from datetime import date

import pytest

from services.notifications.domain.subject_access.refusals import OwnDetailsMeanwhile
from services.notifications.domain.subject_access.request import (
    SUBJECT_ACCESS_TRANSITIONS,
    Stage,
    SubjectAccessRequest,
    check_correction,
    check_extension,
    check_identity,
    check_own_details,
    check_release,
    check_request,
)
from services.notifications.domain.subject_access.time_limit import due_on
from shared.errors import Conflict, Invalid, NotPermitted, TransitionRefused

from .a_request import TODAY, asked, step


def correct(request: SubjectAccessRequest, name: str, why: str) -> None:
    """By somebody who looks at the name as it stands."""
    check_correction(request, name, why, against=request.name_standing)


@pytest.mark.parametrize(
    ("started", "extended", "last"),
    [
        # The Information Commissioner's own example: 3 September to 3 October; in 2025 a Friday.
        ("2025-09-03", False, "2025-10-03"),
        ("2026-09-03", False, "2026-10-05"),  # 3 October 2026 is a Saturday
        ("2026-03-31", False, "2026-04-30"),  # no 31 April
        ("2027-01-30", False, "2027-03-01"),  # no 30 February, and 28 February 2027 is a Sunday
        ("2026-11-25", False, "2026-12-29"),  # Christmas, a weekend and a substitute
        ("2026-12-04", False, "2027-01-04"),
        ("2026-12-01", False, "2027-01-04"),  # New Year's Day and a weekend
        ("2026-09-03", True, "2026-12-03"),
        ("2026-11-30", True, "2027-03-01"),  # 28 February 2027 is a Sunday
    ],
)
def test_an_answer_is_due_on_the_same_day_of_a_later_month(started: str, extended: bool, last: str) -> None:
    assert due_on(date.fromisoformat(started), extended=extended) == date.fromisoformat(last)


def test_the_month_begins_when_the_proof_of_who_asks_has_come() -> None:
    assert asked().due_on == date(2026, 10, 5)
    assert asked(step("preparing", on=date(2026, 9, 10))).due_on == date(2026, 10, 12)
    assert asked(step("preparing", on=date(2026, 9, 3))).due_on == date(2026, 10, 5)


def test_more_time_needs_a_reason_and_that_the_person_was_told_within_the_month() -> None:
    check_extension(asked(), "It is in nine cases", date(2026, 10, 5), on=TODAY)
    for why, told in (("", date(2026, 9, 5)), ("x", None), ("x", date(2026, 10, 6)), ("x", date(2026, 9, 2))):
        with pytest.raises(Invalid):
            check_extension(asked(), why, told, on=TODAY)
    with pytest.raises(Conflict):
        check_extension(asked(step("extended")), "Again", TODAY, on=TODAY)


def test_every_fault_of_a_request_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        check_request(" ", "friend", None, "", on=TODAY)
    assert [fault.field for fault in refused.value.faults] == ["person_name", "relation", "received_on"]
    with pytest.raises(Invalid) as refused:
        check_identity("", date(2026, 9, 2), on=TODAY, received_on=date(2026, 9, 3))
    assert [fault.field for fault in refused.value.faults] == ["how", "came_on"]


@pytest.mark.parametrize(
    "written",
    [
        *("N/K", "n/k.", " nk ", "N / K", "Not known", "not_known", "UNKNOWN", "Unknown unknown", "Mr N/K"),
        *("Not asked", "not applicable", "?", "??", "-"),
    ],
)
def test_words_that_say_that_the_name_is_not_known_are_no_name(written: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_request(written, "family", TODAY, "", on=TODAY)
    assert [fault.field for fault in refused.value.faults] == ["person_name"]
    assert "says that the name is not known" in refused.value.faults[0].message
    with pytest.raises(Invalid) as refused:
        correct(asked(step("preparing")), written, "So in the passport")
    assert [fault.field for fault in refused.value.faults] == ["name"]


@pytest.mark.parametrize(
    "written", ["Nkechi Okafor", "N K Okafor", "Ann Unknown-Known", "李娜", "Mr K Noble"]
)
def test_a_name_that_only_looks_like_words_for_not_known_is_one(written: str) -> None:
    check_request(written, "family", TODAY, "", on=TODAY)
    correct(asked(step("preparing")), written, "So in the passport")


def test_a_name_is_corrected_until_an_answer_with_it_is_proposed() -> None:
    named = replace(step("named"), person_name="Chioma Okafor-Eze")
    again = replace(step("named"), person_name="Chiọma Okafor")
    assert asked(step("preparing"), named).person_name == "Chioma Okafor-Eze"
    corrected = asked(step("preparing", "officer"), named, again)
    assert (corrected.person_name, corrected.logged_name) == ("Chiọma Okafor", "Chioma Okafor")
    assert corrected.stage is Stage.PREPARING
    with pytest.raises(Invalid) as refused:
        correct(corrected, "Chiọma Okafor", " ")
    assert [fault.field for fault in refused.value.faults] == ["name", "name_why"]
    for name in ("", "x" * 201):
        with pytest.raises(Invalid, match="at most 200"):
            correct(corrected, name, "x")
    for stage in ("waiting", "released", "closed"):
        with pytest.raises(Conflict):
            correct(asked(step("preparing"), step(stage)), "Another", "x")
    with pytest.raises(NotPermitted):
        check_release(
            asked(step("preparing", "a"), named, step("waiting", "b"), recorded_by="c"), [], by="manager"
        )


def test_every_stage_has_a_row_and_nothing_follows_an_end() -> None:
    assert set(SUBJECT_ACCESS_TRANSITIONS) == set(Stage)
    assert not SUBJECT_ACCESS_TRANSITIONS[Stage.RELEASED] | SUBJECT_ACCESS_TRANSITIONS[Stage.CLOSED]
    with pytest.raises(TransitionRefused):
        asked().must_go_to(Stage.WAITING)
    with pytest.raises(TransitionRefused):
        asked(step("preparing"), step("waiting")).must_go_to(Stage.CLOSED)


def test_nobody_who_had_a_hand_in_an_answer_lets_it_out() -> None:
    waits = asked(step("preparing", "officer"), step("waiting", "proposer"), recorded_by="clerk")
    for by in ("officer", "proposer", "clerk", "decider"):
        with pytest.raises(NotPermitted):
            check_release(waits, ["decider"], by=by)
    check_release(waits, ["decider"], by="guardian")


def test_whoever_sent_it_back_can_let_it_out_later() -> None:
    again = asked(
        step("preparing"), step("waiting"), step("preparing", "guardian", number=3), step("waiting")
    )
    check_release(again, [], by="guardian")


def test_own_details_are_written_down_once_it_is_known_who_asks() -> None:
    noted = replace(step("own_details"), words="07700 900123\n 4 Elm  Road")
    prepared = asked(step("preparing"), noted)
    assert prepared.own_details == ("07700 900123", "4 Elm Road")
    assert prepared.stage is Stage.PREPARING
    seen = prepared.details_standing
    check_own_details(prepared, "", against=seen)
    with pytest.raises(Invalid) as refused:
        check_own_details(prepared, "\n".join([*(f"{at} Elm Road" for at in range(20)), "12"]), against=seen)
    assert len(refused.value.faults) == 2
    with pytest.raises(Conflict):
        check_own_details(asked(), "07700 900123", against=asked().details_standing)


def test_own_details_take_the_place_of_those_that_were_looked_at_alone() -> None:
    before = asked(step("preparing"))
    first = replace(step("own_details"), words="07700 900123")
    now = asked(step("preparing"), first)
    with pytest.raises(OwnDetailsMeanwhile):
        check_own_details(now, "07700 900456", against=before.details_standing)
    with pytest.raises(OwnDetailsMeanwhile):
        check_own_details(now, "", against=before.details_standing)
    check_own_details(now, " 07700  900123\n", against=before.details_standing)
    emptied = asked(step("preparing"), first, replace(step("own_details"), words=""))
    assert emptied.own_details == ()
    check_own_details(emptied, "07700 900456", against=before.details_standing)
