"""Lists of values: codes are unique, and other words for a value lead to it."""

import pytest

from shared import reference_lists
from shared.reference_lists import ETHNIC_CATEGORIES, LOCAL_AUTHORITIES, ROLES, SECTORS, ReferenceList

LISTS = [value for value in vars(reference_lists).values() if isinstance(value, ReferenceList)]


@pytest.mark.parametrize("reference_list", LISTS, ids=lambda found: found.name)
def test_codes_and_other_words_are_unambiguous(reference_list: ReferenceList) -> None:
    words = [
        word.lower().replace("_", " ")
        for term in reference_list
        for word in {term.code.lower(), term.label.lower(), *map(str.lower, term.includes)}
    ]
    by_word = {word: reference_list.code_for(word) for word in words}
    for term in reference_list:
        assert by_word[term.code.lower().replace("_", " ")] == term.code


def test_ethnic_categories_are_the_national_ones() -> None:
    assert "".join(term.code for term in ETHNIC_CATEGORIES if len(term.code) == 1) == "ABCDEFGHJKLMNPRSZ"
    assert ETHNIC_CATEGORIES.code_for("99") == "99"


def test_a_district_belongs_to_its_authority() -> None:
    assert LOCAL_AUTHORITIES.code_for("Charnwood") == "Leicestershire"
    assert LOCAL_AUTHORITIES.code_for("Nottingham") is None


def test_every_role_has_a_sector_that_is_on_the_list() -> None:
    assert all(term.group in SECTORS for term in ROLES)
    assert ROLES.code_for("GP") == "general_practitioner"
