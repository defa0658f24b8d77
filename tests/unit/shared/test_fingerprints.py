"""Fingerprints find the same person and unit however they are written, and nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.fingerprints import (
    derived_key,
    fingerprint_of_surname,
    fingerprint_of_unit,
    fingerprints_of_person,
    fingerprints_to_look_for,
    mark_of_key,
)

KEY = derived_key("a secret that is long enough to be one")
OTHER = derived_key("another secret that is long enough to be one")


def found(member: str, told: str) -> bool:
    return bool(set(fingerprints_to_look_for(member, KEY)) & set(fingerprints_of_person(told, KEY)))


@pytest.mark.parametrize(
    ("member", "told"),
    [
        ("Dr Anita Patel", "anita PATEL"),
        ("Anita Patel", "Patel, Anita"),
        ("Anita Patel", "Dr A. Patel"),
        ("A Patel", "Anita Patel"),
        ("Anita Patel", "Patel A"),
        ("Siân Llŷr-Jones", "Sian Llyr Jones"),
        ("Siobhán O’Brien", "Siobhan O'Brien, RN"),
        ("Jane Smith (locum)", "Dr Jane Smith"),
        ("Jane Anne Smith", "Jane Smith"),
        ("Jane Smith", "Smith, Jane Anne"),
        ("Søren Łuk", "Soren Luk"),
    ],
)
def test_a_person_is_found_however_the_name_is_written(member: str, told: str) -> None:
    assert found(member, told)


@pytest.mark.parametrize(
    ("member", "told"),
    [
        ("Anita Patel", "Arun Patel"),
        ("Anita Patel", "B Patel"),
        ("Anita Patel", "Dr Patel"),
        ("Anita Patel", "Anita Rao"),
        ("Patel", "Patel"),
        ("Dr", "Dr"),
        ("", ""),
    ],
)
def test_another_person_and_a_surname_alone_are_not_found(member: str, told: str) -> None:
    assert not found(member, told)


@pytest.mark.parametrize(
    ("member", "told", "same"),
    [
        ("Anita Patel", "Dr Patel", True),
        ("Patel, Anita", "PATEL", True),
        ("Siân O’Brien (locum)", "Sister O'Brien", True),
        ("Anita Patel", "Anita", False),
        ("Anita Patel", "Arun Patel", False),
        ("Anita Patel", "A Patel", False),
        ("", "Dr", False),
    ],
)
def test_a_surname_alone_is_matched_by_what_is_made_for_it_and_by_nothing_else(
    member: str, told: str, same: bool
) -> None:
    assert (fingerprint_of_surname(member, KEY) in fingerprints_of_person(told, KEY)) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sample Royal Infirmary", "The Sample Royal Infirmary NHS Foundation Trust"),
        ("Neonatal Unit, Sample Hospital", "Sample hospitals: neonatal unit"),
        ("Ward 12 & 13", "ward 12 and 13"),
    ],
)
def test_a_unit_is_the_same_without_the_words_that_every_unit_has(one: str, other: str) -> None:
    assert fingerprint_of_unit(one, KEY) == fingerprint_of_unit(other, KEY) != ""


def test_two_units_are_not_the_same_because_both_are_hospitals() -> None:
    assert fingerprint_of_unit("Sample Hospital", KEY) != fingerprint_of_unit("Example Hospital", KEY)
    assert fingerprint_of_unit("The Hospital", KEY) != fingerprint_of_unit("NHS Trust", KEY)
    assert fingerprint_of_unit(" . ", KEY) == ""


@given(st.text(max_size=40))
def test_no_name_breaks_it_and_none_stands_in_its_fingerprint(name: str) -> None:
    made = (*fingerprints_of_person(name, KEY), fingerprint_of_unit(name, KEY))
    assert all(len(one) in (0, 64) and not set(one) - set("0123456789abcdef") for one in made)


@given(st.lists(st.sampled_from(["Anita", "Jane", "Patel", "Smith", "Jones"]), min_size=2, max_size=4))
def test_whoever_is_told_by_the_whole_name_is_found_by_it(words: list[str]) -> None:
    assert found(" ".join(words), " ".join(words))


def test_another_key_makes_other_fingerprints() -> None:
    assert not set(fingerprints_of_person("Anita Patel", KEY)) & set(
        fingerprints_of_person("Anita Patel", OTHER)
    )
    assert mark_of_key(KEY) != mark_of_key(OTHER)
