"""Ratings: what a whole one is, when a round may be opened, and which differences come first."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.panel.domain.ratings.differences import Difference, differences
from services.panel.domain.ratings.rating import (
    CANNOT_JUDGE,
    AddedFactor,
    FactorRating,
    RatedFactor,
    Rating,
    rating_faults,
)
from services.panel.domain.ratings.rating_round import (
    Progress,
    RatingRound,
    RatingsAlreadyAsked,
    RatingsNotAllIn,
    RatingsNotAsked,
    check_asking,
    check_opening,
)
from shared.errors import Invalid

FACTORS = (RatedFactor("B", "Bed shared"), RatedFactor("D", "No health visit"))
SCALES = {"scale": "england-2019", "categories": "england-2019"}


def a_rating(
    category: str = "10", modifiability: str = "modifiable", grade: int = 2, modifiable: str = "yes"
) -> Rating:
    one = FactorRating(grade, modifiable)
    return Rating(category, modifiability, (one, FactorRating(2, "yes")))


def a_round(opened: bool = False) -> RatingRound:
    at = datetime(2026, 6, 15, 9, tzinfo=UTC)
    opening = (at, "Chair", "", 5, 5) if opened else (None, None, None, None, None)
    return RatingRound(1, "LLR-2026-0001", 1, 1, FACTORS, *SCALES.values(), "Manager", at, "", *opening)


def faults_of(rating: Rating) -> list[str]:
    return [fault.field for fault in rating_faults(rating, FACTORS, categories="england-2019")]


def test_a_whole_rating_has_no_fault() -> None:
    assert faults_of(a_rating()) == []
    assert faults_of(a_rating(category=CANNOT_JUDGE)) == []


def test_every_fault_of_a_rating_is_named_at_once() -> None:
    wrong = Rating(
        "11", "", (FactorRating(None, ""),), (AddedFactor("", "", 3, "yes"),), "NHS number 999 000 0018"
    )
    assert faults_of(wrong) == [
        "category",
        "modifiability",
        "factor-0-grade",
        "factor-0-modifiable",
        "factor-1-grade",
        "factor-1-modifiable",
        "added-0-domain",
        "added-0-factor",
        "added-0-grade",
        "comment",
    ]


def test_a_factor_of_which_nothing_is_known_cannot_be_modifiable() -> None:
    assert faults_of(a_rating(grade=0, modifiable="yes")) == ["factor-0-modifiable"]
    assert faults_of(a_rating(grade=0, modifiable="not_known")) == []


def test_the_widest_difference_comes_first_and_agreement_last() -> None:
    ratings = [
        a_rating(category="10", grade=1),
        a_rating(category="8", grade=2),
        a_rating(category="9", grade=2),
    ]
    found = differences(ratings, FACTORS, **SCALES)
    assert [one.label for one in found][:2] == ["Category of death", "B: Bed shared, grade"]
    assert [round(one.spread, 3) for one in found] == [1.0, 0.667, 0.0, 0.0, 0.0, 0.0]
    assert found[0].in_words.startswith("1 said 8. Perinatal/neonatal event, 1 said 9. Infection")
    assert found[0].distance == 2


def test_of_equal_spreads_the_category_further_apart_comes_first() -> None:
    ratings = [
        a_rating("4", "modifiable", 1, "yes"),
        a_rating("9", "none", 1, "no"),
    ]
    found = differences(ratings, FACTORS, **SCALES)
    assert found[0].label == "Category of death"
    assert found[0].spread == found[1].spread == 1.0


def test_grade_0_is_missing_and_never_counted_as_low() -> None:
    ratings = [a_rating(grade=2), a_rating(grade=0, modifiable="no"), a_rating(grade=2)]
    graded = next(
        one for one in differences(ratings, FACTORS, **SCALES) if one.label.endswith("shared, grade")
    )
    assert (graded.spread, graded.missing, graded.answers) == (0.0, 1, (("grade 2", 2),))


def test_who_cannot_judge_the_category_is_in_no_share() -> None:
    ratings = [a_rating("8"), a_rating(CANNOT_JUDGE), a_rating("8")]
    category = next(
        one for one in differences(ratings, FACTORS, **SCALES) if one.label.startswith("Category")
    )
    assert (category.spread, category.missing) == (0.0, 1)


def test_not_known_is_shown_as_an_answer_of_its_own_and_contradicts_nobody() -> None:
    ratings = [*[a_rating(modifiable="yes")] * 3, a_rating(modifiable="not_known"), a_rating(modifiable="no")]
    found = {one.label: one for one in differences(ratings, FACTORS, **SCALES)}
    said = found["B: Bed shared, modifiable"]
    assert (said.spread, said.pairs, said.missing) == (0.5, 6, 1)
    assert said.in_words == "3 said Yes, 1 said No, 1 said Not known"


@pytest.mark.parametrize(
    ("label", "unsaid", "words"),
    [
        ("Category of death", {"category": CANNOT_JUDGE}, "Cannot judge the category"),
        (
            "Modifiable factors in the case",
            {"modifiability": "inadequate_information"},
            "Inadequate information upon which to make a judgement",
        ),
        ("B: Bed shared, grade", {"grade": 0}, "grade 0 (information not available)"),
        ("B: Bed shared, modifiable", {"modifiable": "not_known"}, "Not known"),
    ],
)
def test_whoever_could_not_say_is_in_no_pair_whatever_was_asked(
    label: str, unsaid: dict[str, Any], words: str
) -> None:
    def found(*ratings: Rating) -> Difference:
        return next(one for one in differences(ratings, FACTORS, **SCALES) if one.label == label)

    said, otherwise, silent = a_rating(), a_rating("8", "none", 1, "no"), a_rating(**unsaid)
    assert found(said, said, silent).share_in_words == "All who could say agree"
    assert found(said, said, said).share_in_words == "All agree"
    assert found(said, silent, silent).share_in_words == "Nothing to compare"
    assert found(said, otherwise, silent).share_in_words == "100 % of 1 pair"
    wide = found(said, otherwise, otherwise, silent)
    assert (wide.share_in_words, wide.missing, wide.missing_as) == ("67 % of 3 pairs", 1, words)
    assert wide.in_words.endswith(f"1 said {words}")


RATINGS = st.builds(
    a_rating, category=st.sampled_from(["1", "8", "9", CANNOT_JUDGE]), grade=st.sampled_from([0, 1, 2])
)


@given(st.lists(RATINGS, min_size=1, max_size=8))
def test_the_order_of_ratings_makes_no_difference_and_shares_stay_between_0_and_1(
    ratings: list[Rating],
) -> None:
    found = differences(ratings, FACTORS, **SCALES)
    assert found == differences(ratings[::-1], FACTORS, **SCALES)
    assert all(0 <= one.spread <= 1 for one in found)
    counted = [sum(count for _, count in one.answers) + one.missing for one in found]
    assert counted == [len(ratings)] * len(found)


def test_a_round_is_opened_by_anybody_who_may_once_all_are_in() -> None:
    check_opening(a_round(), Progress(1, 5, 5, False), chairs=False, because="")


def test_only_whoever_chairs_opens_it_without_the_rest_and_says_why() -> None:
    missing = Progress(1, 4, 6, False)
    assert missing.in_words == "4 of 6 in"
    with pytest.raises(RatingsNotAllIn):
        check_opening(a_round(), missing, chairs=False, because="Time")
    with pytest.raises(Invalid) as refused:
        check_opening(a_round(), missing, chairs=True, because="  ")
    assert [fault.field for fault in refused.value.faults] == ["because"]
    check_opening(a_round(), missing, chairs=True, because="Two cannot sign in")


def test_where_nobody_takes_part_not_all_are_in() -> None:
    assert not Progress(1, 0, 0, False).all_in


def test_a_round_is_opened_once_and_another_needs_a_reason() -> None:
    with pytest.raises(RatingsNotAsked):
        check_opening(a_round(opened=True), Progress(1, 5, 5, True), chairs=True, because="Again")
    with pytest.raises(RatingsNotAsked):
        check_opening(None, None, chairs=True, because="")
    with pytest.raises(RatingsAlreadyAsked):
        check_asking(a_round(), "Again")
    with pytest.raises(Invalid):
        check_asking(a_round(opened=True), "")
    assert check_asking(None, "") == 1
    assert check_asking(a_round(opened=True), "The post-mortem came") == 2
