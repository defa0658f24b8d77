"""The same child twice is offered; two children never are merged by a score."""

from dataclasses import replace
from datetime import date

import pytest

from services.notifications.domain.identity.likeness import (
    DIFFERENT_NUMBERS,
    TWINS,
    ChildIdentity,
    compare,
    possible_duplicates,
)
from services.notifications.domain.identity.nhs_numbers import fault_of, formatted

BORN = date(2026, 3, 9)
AMARA = ChildIdentity("", "Testwell", "Amara Grace", BORN, date(2026, 3, 10), "LE1 9ZZ", "female")
BABY = replace(AMARA, given_names="Baby")


def test_the_same_nhs_number_is_the_same_child_whatever_else_differs() -> None:
    other = ChildIdentity("9990000018", "Otherly", "Somebody", date(2019, 1, 1))
    assert compare(replace(AMARA, nhs_number="9990000018"), other).score == 100


def test_different_nhs_numbers_never_match() -> None:
    found = compare(replace(AMARA, nhs_number="9990000018"), replace(AMARA, nhs_number="9990000026"))
    assert (found.score, found.verdict) == (0, DIFFERENT_NUMBERS)


def test_a_second_notification_without_a_number_is_offered_with_its_reasons() -> None:
    found = compare(AMARA, replace(AMARA, given_names="Amarah", family_name="TESTWELL "))
    assert found.offered
    assert found.score >= 85
    assert "Same date of birth" in [agreement.because for agreement in found.agreements]


def test_a_baby_not_yet_named_is_offered_beside_the_named_one() -> None:
    assert compare(BABY, AMARA).offered
    assert compare(BABY, AMARA).verdict != TWINS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"given_names": "Baby Twin 1"}, {"given_names": "Baby Twin 2"}),
        ({"given_names": "Twin One"}, {"given_names": "Twin Two"}),
        ({"given_names": "Baby"}, {"given_names": "Baby", "sex": "male"}),
        ({"given_names": "Amara"}, {"given_names": "Zuri"}),
        ({"given_names": "Twin I"}, {"given_names": "Twin II", "born_on": date(2026, 3, 10)}),
    ],
)
def test_twins_are_kept_apart_and_said_to_be_twins(one: dict[str, object], other: dict[str, object]) -> None:
    found = compare(replace(AMARA, **one), replace(AMARA, **other))  # type: ignore[arg-type]
    assert found.verdict == TWINS
    assert found.score <= 60


def test_two_unnamed_babies_without_a_birth_order_are_shown_to_a_person() -> None:
    assert compare(BABY, BABY).offered


def test_exchanged_day_and_month_still_count_in_part() -> None:
    one = replace(AMARA, born_on=date(2020, 3, 9))
    found = compare(one, replace(one, born_on=date(2020, 9, 3)))
    assert any("exchanged" in agreement.because for agreement in found.agreements)


def test_a_child_who_shares_only_a_family_name_is_not_offered() -> None:
    other = ChildIdentity("", "Testwell", "Noor", date(2014, 6, 1), date(2026, 1, 2), "LE9 9ZZ", "female")
    assert not compare(AMARA, other).offered


def test_what_is_not_known_neither_agrees_nor_disagrees() -> None:
    assert compare(ChildIdentity(), ChildIdentity()).score == 0


def test_the_most_alike_comes_first() -> None:
    known = [("LLR-2026-0001", BABY), ("LLR-2026-0002", replace(AMARA, postcode="LE2 9ZZ"))]
    assert [key for key, _ in possible_duplicates(AMARA, known)][:1] == ["LLR-2026-0001"]


@pytest.mark.parametrize("written", ["9990000018", "999 000 0018", "999-000-0018"])
def test_a_test_number_is_accepted_in_the_demonstration_and_refused_in_production(written: str) -> None:
    assert fault_of(written, demonstration=True) is None
    assert "test numbers" in str(fault_of(written, demonstration=False))


@pytest.mark.parametrize("written", ["9991234560", "999000001", "99900000181", "999000OO18", "٩٩٩٠٠٠٠٠١٨"])
def test_a_wrong_number_is_refused(written: str) -> None:
    assert fault_of(written, demonstration=True)


def test_a_real_number_is_refused_in_the_demonstration() -> None:
    assert "999" in str(fault_of("4010232137", demonstration=True))


def test_a_number_is_shown_in_three_groups() -> None:
    assert formatted("9990000018") == "999 000 0018"


def test_a_baby_beside_a_first_twin_may_be_the_other_twin() -> None:
    born = {"family_name": "Smith", "born_on": date(2026, 6, 1), "died_on": date(2026, 6, 2)}
    twin, baby = (ChildIdentity(given_names=name, **born) for name in ("Baby Twin 1", "Baby"))  # type: ignore[arg-type]
    found = compare(twin, baby)
    assert found.offered
    assert "another child of the same birth" in found.verdict
