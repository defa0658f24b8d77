"""Slips, words that ran together, and words that must be left as they are."""

import pytest

from services.theming.nlp.spelling import Spelling
from services.theming.nlp.themer import load_themer

SPELL = Spelling()
LEFT_ALONE = ["prison", "therapist", "afternoon", "hopelessness", "gastroscopy", "conclusions", "sweeping"]
LEFT_ALONE += ["feeling", "raining", "masked", "county", "breadth", "courtyard", "undertaking", "somewhere"]
LEFT_ALONE += ["notable", "neurosurgery"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("consanginuity", "consanguinity"),
        ("pneumona", "pneumonia"),
        ("seziures", "seizures"),
        ("overcowded", "overcrowded"),
        ("mattrass", "mattress"),
        ("accomodation", "accommodation"),
        ("theparents", "the parents"),
        ("motherwassmoking", "mother was smoking"),
        ("heavysmoker", "heavy smoker"),
        ("dont", "do not"),
    ],
)
def test_a_slip_or_a_missing_space_is_put_right(written: str, meant: str) -> None:
    assert SPELL(written) == meant


@pytest.mark.parametrize(
    "word",
    LEFT_ALONE,
)
def test_other_words_are_left_alone(word: str) -> None:
    assert SPELL(word) == word


def test_evidence_of_words_that_ran_together_is_cut_from_the_text_as_given() -> None:
    text = "The motherwassmoking in pregnancy, née Ωmega; he had seziures."
    for proposal in load_themer().propose(text).proposals:
        for evidence in proposal.evidence:
            assert text[evidence.start : evidence.end] == evidence.text
    assert "smoke_exposure" in load_themer().propose(text).affirmed
