"""The five criteria for a joint agency response, what the answers suggest, and what a person decides."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.joint_agency.criteria import (
    JOINT_AGENCY_CRITERIA,
    joint_agency_reasons,
    suggestions,
)
from services.notifications.domain.joint_agency.decision import decision_faults

ALL_NOT_MET = {each.id: "not_met" for each in JOINT_AGENCY_CRITERIA}


def answers(**values: Any) -> Answers:
    return Answers("notification", "1", {name.replace("__", "."): value for name, value in values.items()})


def suggested(given: Answers) -> dict[str, str]:
    return {each.criterion.id: each.finding.value for each in suggestions(given)}


def test_there_are_five_criteria_each_with_its_citation() -> None:
    assert [each.id for each in JOINT_AGENCY_CRITERIA] == [
        "external_causes",
        "sudden_without_cause",
        "custody_or_detention",
        "may_not_be_natural",
        "unattended_stillbirth",
    ]
    assert all("2018" in each.citation and each.citation[-1].isdigit() for each in JOINT_AGENCY_CRITERIA)


@pytest.mark.parametrize(
    ("given", "met"),
    [
        ({"death__events": ["drowning"]}, {"external_causes"}),
        ({"death__events": ["violence_or_maltreatment"]}, {"external_causes", "may_not_be_natural"}),
        ({"death__events": ["sudden_unexpected_death"]}, {"sudden_without_cause"}),
        ({"death__place_of_death": "mental_health_unit"}, {"custody_or_detention"}),
        ({"birth__live_birth": "no", "birth__attended": "no"}, {"unattended_stillbirth"}),
        ({"death__events": ["oncology"], "death__place_of_death": "hospice"}, set()),
    ],
)
def test_the_answers_suggest_which_criteria_are_met(given: Mapping[str, Any], met: set[str]) -> None:
    found = suggested(answers(**given))
    assert {key for key, finding in found.items() if finding == "met"} == met
    assert bool(joint_agency_reasons(answers(**given))) == bool(met)


def test_where_nothing_was_said_the_suggestion_is_to_ask_and_never_that_it_is_not_met() -> None:
    found = suggested(answers())
    assert {key for key in found if found[key] == "not_known"} == {
        "external_causes",
        "sudden_without_cause",
        "custody_or_detention",
        "may_not_be_natural",
    }


def test_a_stillbirth_whose_attendance_is_not_known_is_asked_about() -> None:
    assert suggested(answers(birth__live_birth="no"))["unattended_stillbirth"] == "not_known"
    assert (
        suggested(answers(birth__live_birth="no", birth__attended="yes"))["unattended_stillbirth"]
        == "not_met"
    )


def test_a_response_that_has_begun_is_a_reason_of_its_own() -> None:
    assert joint_agency_reasons(answers(death__joint_agency_response="yes")) == (
        "A joint agency response has begun",
    )


@pytest.mark.parametrize(
    ("findings", "outcome", "needs_reason"),
    [
        ({"external_causes": "met"}, "response", False),
        ({"external_causes": "met"}, "no_response", True),
        ({}, "response", True),
        ({}, "no_response", False),
        ({"external_causes": "not_known"}, "no_response", False),
    ],
)
def test_whoever_decides_against_the_rule_says_why(
    findings: dict[str, str], outcome: str, needs_reason: bool
) -> None:
    suggestion = suggestions(answers(death__events=["oncology"]))
    found = {**ALL_NOT_MET, **findings}
    faults = decision_faults(found, outcome, "", suggestion)
    assert [fault.field for fault in faults] == (["reason"] if needs_reason else [])
    assert decision_faults(found, outcome, "The designated doctor advised so", suggestion) == []


def test_setting_aside_what_the_answers_meet_needs_a_reason() -> None:
    suggestion = suggestions(answers(death__events=["drowning"]))
    (fault,) = decision_faults(ALL_NOT_MET, "no_response", "", suggestion)
    assert "that you found not met" in fault.message


def test_every_gap_of_a_decision_is_named_at_once() -> None:
    faults = decision_faults({}, "", "", suggestions(answers()))
    assert [fault.field for fault in faults] == [
        *(f"finding-{each.id}" for each in JOINT_AGENCY_CRITERIA),
        "outcome",
    ]
