"""Ten categories in order of priority, and the traps in them."""

from datetime import date

import pytest

from services.panel.domain.analysis.categories import category_list, category_list_on, category_lists
from services.panel.domain.refusals import CategoryHierarchyNotFollowed

ENGLAND = category_list("england-2019")


def test_there_are_ten_categories_in_order_with_their_includes() -> None:
    assert ENGLAND.numbers == tuple(range(1, 11))
    assert all(category.name and category.includes for category in ENGLAND.categories)


def test_every_list_is_dated_and_sourced() -> None:
    assert all(one.source and one.version for one in category_lists())
    assert category_list_on(date(2026, 6, 15)).version == "england-2019"
    with pytest.raises(LookupError):
        category_list("england-1919")


@pytest.mark.parametrize(
    ("cause", "primary"),
    [
        ("Sepsis during treatment for acute lymphoblastic leukaemia", 4),
        ("SUDEP", 5),
        ("Sudden unexpected death in epilepsy", 5),
        ("Anaphylaxis to peanut", 3),
        ("Anaphylactic shock in a boy with asthma", 3),
        ("Acute asthma", 5),
        ("Ex-premature, six years old: chronic lung disease of prematurity with pneumonia", 8),
        ("Early-onset sepsis on day 2", 8),
        ("Meningococcal sepsis", 9),
        ("Sudden infant death syndrome", 10),
        ("Bronchiolitis in trisomy 21", 7),
        ("Inflicted head injury", 1),
        ("Drowning in a garden pond", 3),
        ("Meningitis with no evidence of malignancy", 9),
        ("Respiratory failure with BPD and pneumonia", 8),
    ],
)
def test_the_cause_points_to_the_uppermost_category(cause: str, primary: int) -> None:
    assert next(iter(ENGLAND.pointed_to_by(cause))) == primary


@pytest.mark.parametrize(
    "cause", ["", "Co-sleeping on a sofa", "No leukaemia", "Besides this nothing was found"]
)
def test_words_that_decide_nothing_point_nowhere(cause: str) -> None:
    assert ENGLAND.pointed_to_by(cause) == {}


def test_a_lower_primary_is_refused_and_the_refusal_names_the_category_that_comes_first() -> None:
    with pytest.raises(CategoryHierarchyNotFollowed, match="Category 4, Malignancy"):
        ENGLAND.check_primary(9, {4})


def test_the_panel_can_set_the_order_aside_with_a_reason_but_not_with_a_blank() -> None:
    ENGLAND.check_primary(9, {4}, "In remission for six years")
    with pytest.raises(CategoryHierarchyNotFollowed):
        ENGLAND.check_primary(9, {4}, "   ")


@pytest.mark.parametrize("secondary", [set(), {5}, {9, 10}])
def test_the_uppermost_is_accepted_with_any_lower_secondary(secondary: set[int]) -> None:
    ENGLAND.check_primary(4, secondary)
    assert ENGLAND.stands_above(4, secondary) is None
