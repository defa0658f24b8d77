"""Quorum: rules as data, judged per case."""

from dataclasses import replace
from datetime import date

import pytest

from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.membership import sectors_without_anybody
from services.panel.domain.quorum.quorum import (
    DEFAULT_RULES,
    FOUR_ORGANISATIONS,
    SIX_MEMBERS_FOUR_ROLES,
    SIX_SECTORS,
    Attendee,
    judge_quorum,
    taking_part,
)
from services.panel.domain.quorum.quorum_rules import QUORUM_RULES, newest_on, row_of, rules_from

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


def test_of_six_sectors_needed_the_missing_one_is_named() -> None:
    assert judge_quorum(SIX_SECTORS, EVERYBODY).quorate
    without_police = [each for each in EVERYBODY if each is not POLICE]
    assert judge_quorum(SIX_SECTORS, without_police).missing == ("somebody from emergency services",)


def test_rules_may_say_that_video_or_deputies_do_not_count() -> None:
    remote = replace(POLICE, mode=Mark.REMOTE)
    deputy = replace(POLICE, mode=Mark.DEPUTY)
    here = [CHAIR, SOCIAL_CARE, CLINICIAN]
    assert not judge_quorum(replace(DEFAULT_RULES, remote_counts=False), [*here, remote]).quorate
    assert judge_quorum(replace(DEFAULT_RULES, remote_counts=False), [*here, deputy]).quorate
    assert not judge_quorum(replace(DEFAULT_RULES, deputies_count=False), [*here, deputy]).quorate


def test_whoever_fills_two_seats_counts_once_and_in_their_own() -> None:
    stands_in = replace(POLICE, person_id="social-care", mode=Mark.DEPUTY)
    judged = judge_quorum(SIX_MEMBERS_FOUR_ROLES, [CHAIR, DOCTOR, stands_in, SOCIAL_CARE, CLINICIAN, NURSE])
    assert judged.people == 5
    assert judged.missing == ("the police", "1 more member (5 of 6 here)")


def test_whoever_chairs_in_the_chairs_place_counts_as_the_chair_and_in_their_own_seat() -> None:
    acting = replace(SOCIAL_CARE, chairs=True)
    assert judge_quorum(DEFAULT_RULES, [acting, POLICE, CLINICIAN, NURSE]).quorate


def test_every_part_of_the_rules_says_how_many_are_here() -> None:
    counts = judge_quorum(DEFAULT_RULES, [CHAIR, CLINICIAN, NURSE]).counts
    assert [(one.here, one.needed, one.met) for one in counts] == [
        (1, 1, True),
        (2, 1, True),
        (0, 1, False),
        (3, 4, False),
    ]


def test_a_rule_set_is_read_as_it_was_written() -> None:
    assert all(rules_from(row_of(one)) == one for one in QUORUM_RULES.values())
    assert all(one.source and one.starts_on and one.id == key for key, one in QUORUM_RULES.items())


def test_the_newest_version_that_has_begun_is_in_force() -> None:
    later = replace(DEFAULT_RULES, id="default-2", version=2, starts_on=date(2026, 7, 1))
    for day, version in ((date(2026, 6, 30), 1), (date(2026, 7, 1), 2)):
        [one] = newest_on([later, DEFAULT_RULES], day)
        assert one.version == version
