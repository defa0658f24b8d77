"""Quorum: rules as data, judged per case."""

import pytest

from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.membership import sectors_without_anybody
from services.panel.domain.quorum.quorum import (
    DEFAULT_RULES,
    FOUR_ORGANISATIONS,
    SIX_MEMBERS_FOUR_ROLES,
    Attendee,
    judge_quorum,
    taking_part,
)

CHAIR = Attendee("chair", "chair", "City public health", "public_health")
DOCTOR = Attendee("doctor", "designated_doctor", "Integrated care board", "nhs_commissioner")
SOCIAL_CARE = Attendee("social-care", "social_care", "City council", "local_authority")
POLICE = Attendee("police", "police", "Police", "emergency_services")
CLINICIAN = Attendee("clinician", "hospital_clinician", "Acute trust", "acute_hospital")
NURSE = Attendee("nurse", "safeguarding_nurse", "Community trust", "community_health")
EVERYBODY = [CHAIR, DOCTOR, SOCIAL_CARE, POLICE, CLINICIAN, NURSE]


def test_the_default_panel_is_quorate_with_chair_health_local_authority_and_four_organisations() -> None:
    result = judge_quorum(DEFAULT_RULES, [CHAIR, SOCIAL_CARE, POLICE, CLINICIAN])
    assert result.quorate
    assert result.missing == ()


def test_the_designated_doctor_may_stand_for_the_chair() -> None:
    assert judge_quorum(DEFAULT_RULES, [DOCTOR, SOCIAL_CARE, POLICE, NURSE]).quorate


@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        ([CHAIR, DOCTOR], "the chair or the designated doctor"),
        ([DOCTOR, CLINICIAN, NURSE], "a health professional"),
        ([SOCIAL_CARE], "a local-authority professional"),
    ],
)
def test_what_is_missing_is_said_in_plain_words(gone: list[Attendee], missing: str) -> None:
    result = judge_quorum(DEFAULT_RULES, [each for each in EVERYBODY if each not in gone])
    assert not result.quorate
    assert missing in result.missing


def test_everything_that_is_missing_is_named_at_once() -> None:
    assert judge_quorum(DEFAULT_RULES, [POLICE]).missing == (
        "the chair or the designated doctor",
        "a health professional",
        "a local-authority professional",
        "3 more organisations (1 of 4 here)",
    )


def test_public_health_is_neither_the_health_nor_the_local_authority_professional() -> None:
    other = Attendee("ph", "public_health", "County public health", "public_health")
    missing = judge_quorum(DEFAULT_RULES, [CHAIR, other]).missing
    assert "a health professional" in missing
    assert "a local-authority professional" in missing


def test_organisations_are_counted_not_people() -> None:
    colleagues = [Attendee(f"n{n}", "expert", "Community  Trust", "community_health") for n in range(8)]
    result = judge_quorum(FOUR_ORGANISATIONS, [NURSE, *colleagues, POLICE])
    assert result.missing == ("2 more organisations (2 of 4 here)",)


def test_six_members_and_four_named_roles_is_a_rule_set() -> None:
    assert judge_quorum(SIX_MEMBERS_FOUR_ROLES, EVERYBODY).quorate
    five_without_police = [each for each in EVERYBODY if each is not POLICE]
    assert judge_quorum(SIX_MEMBERS_FOUR_ROLES, five_without_police).missing == (
        "the police",
        "1 more member (5 of 6 here)",
    )


@pytest.mark.parametrize("mark", [Mark.APOLOGIES, Mark.NOT_RECORDED])
def test_apologies_and_blanks_do_not_count(mark: Mark) -> None:
    police = Attendee("police", "police", "Police", "emergency_services", mark)
    assert not judge_quorum(DEFAULT_RULES, [CHAIR, SOCIAL_CARE, CLINICIAN, police]).quorate


@pytest.mark.parametrize("mark", [Mark.REMOTE, Mark.DEPUTY])
def test_somebody_by_video_and_a_deputy_count(mark: Mark) -> None:
    police = Attendee("police", "police", "Police", "emergency_services", mark)
    assert judge_quorum(DEFAULT_RULES, [CHAIR, SOCIAL_CARE, CLINICIAN, police]).quorate


def test_who_declared_an_interest_does_not_count_for_that_case() -> None:
    register = [CHAIR, SOCIAL_CARE, POLICE, CLINICIAN]
    here = taking_part(register, interested={"social-care"})
    assert judge_quorum(DEFAULT_RULES, here).missing == (
        "a local-authority professional",
        "1 more organisation (3 of 4 here)",
    )


def test_quorum_can_be_lost_when_somebody_leaves_for_later_cases() -> None:
    register = [CHAIR, SOCIAL_CARE, POLICE, CLINICIAN]
    assert judge_quorum(DEFAULT_RULES, taking_part(register, interested=())).quorate
    assert not judge_quorum(DEFAULT_RULES, taking_part(register, interested=(), absent=["police"])).quorate


def test_with_five_of_six_sectors_the_missing_one_is_named() -> None:
    there = [each.sector for each in EVERYBODY if each is not POLICE]
    assert sectors_without_anybody(there) == ("Emergency services",)
    assert sectors_without_anybody([each.sector for each in EVERYBODY]) == ()
