"""The gate on the labelled set: what is found, what is lost, and that the figures on the cover are these."""

import pytest

from shared.redaction_figures import redaction_figures

from .labelled_texts import LabelledText, Outcome, outcome, texts
from .measured_redaction import FILE, FRESH, HARD, PARTS, WRITTEN_TO_BE_HARD, figures_of, file_of, outcomes

LEAST_RECALL = 0.995  # of the identifiers of a case
MOST_OVER_REDACTION = 0.02  # of the other words
LEAST_RECALL_OF_HARD = 0.945  # dictated, misread, shouted: what the rules are still short of
LEAST_RECALL_WRITTEN_TO_BE_HARD = 0.945
MOST_OVER_REDACTION_THERE = 0.035  # every other word of these texts is chosen to look like a name
LEAST_RECALL_OF_FRESH = {"fresh_sixty": 0.975, "fresh_forty": 0.94}
LEAST_RECALL_OF_FRESH_ORDINARY = 0.995
LEAST_RECALL_OF_UNLISTED = 0.85  # people and places that no list names


@pytest.fixture(scope="module")
def measured() -> dict[str, list[Outcome]]:
    return {part: outcomes(f"{part}.txt") for part in PARTS}


@pytest.fixture(scope="module")
def everything(measured: dict[str, list[Outcome]]) -> list[Outcome]:
    return [one for part in measured.values() for one in part]


def test_identifiers_of_the_case_are_found(everything: list[Outcome]) -> None:
    missed = [
        (one.labelled.family, one.labelled.hand, words)
        for one in everything
        for words, listed, found in one.found
        if listed and not found
    ]
    assert figures_of(everything)["recall"] >= LEAST_RECALL, missed


def test_other_words_stay(everything: list[Outcome]) -> None:
    lost = [(one.labelled.hand, word) for one in everything for word, kept in one.kept if not kept]
    assert figures_of(everything)["over_redaction"] <= MOST_OVER_REDACTION, lost


def test_most_identifiers_of_hard_texts_are_found_and_their_other_words_stay() -> None:
    measured = figures_of(outcomes(f"{HARD}.txt"))
    assert measured["recall"] >= LEAST_RECALL_OF_HARD
    assert measured["over_redaction"] <= MOST_OVER_REDACTION


@pytest.mark.parametrize("part", WRITTEN_TO_BE_HARD)
def test_texts_written_to_be_hard_lose_most_identifiers_and_few_other_words(part: str) -> None:
    measured = figures_of(outcomes(f"{part}.txt"))
    assert measured["recall"] >= LEAST_RECALL_WRITTEN_TO_BE_HARD
    assert measured["over_redaction"] <= MOST_OVER_REDACTION_THERE


@pytest.mark.parametrize("part", FRESH)
def test_texts_as_an_outsider_would_write_them_lose_nearly_all_identifiers(
    part: str,
) -> None:
    everything = outcomes(f"{part}.txt")
    ordinary = [one for one in everything if one.labelled.hand.startswith("plain")]
    assert figures_of(everything)["recall"] >= LEAST_RECALL_OF_FRESH[part]
    assert figures_of(everything)["over_redaction"] <= MOST_OVER_REDACTION
    assert figures_of(ordinary)["recall"] >= LEAST_RECALL_OF_FRESH_ORDINARY


@pytest.mark.parametrize("labelled", texts("withheld_blind.txt"), ids=lambda one: one.family)
def test_a_text_partly_in_letters_that_nobody_can_compare_is_withheld(labelled: LabelledText) -> None:
    with pytest.raises(ValueError, match="letters that cannot be checked"):
        outcome(labelled)


def test_most_people_and_places_that_no_list_names_are_found(everything: list[Outcome]) -> None:
    found = [gone for one in everything for _, listed, gone in one.found if not listed]
    assert sum(found) >= LEAST_RECALL_OF_UNLISTED * len(found)


def test_the_figures_on_the_cover_are_those_of_this_set(measured: dict[str, list[Outcome]]) -> None:
    assert FILE.read_text(encoding="utf-8") == file_of(measured)
    assert redaction_figures().texts == sum(map(len, measured.values()))


def test_the_set_is_large_and_has_many_families_and_hands(everything: list[Outcome]) -> None:
    assert len(everything) >= 150
    assert len({one.labelled.family for one in everything}) >= 12
    assert len({one.labelled.hand for one in everything}) >= 100
    assert sum(listed for one in everything for _, listed, _ in one.found) >= 600


def test_the_measure_sees_what_is_left_when_the_names_are_not_known() -> None:
    unknowing = [outcome(one, family="nobody") for one in texts("first.txt") if one.family == "okonjo"]
    assert figures_of(unknowing)["recall"] < LEAST_RECALL - 0.1
