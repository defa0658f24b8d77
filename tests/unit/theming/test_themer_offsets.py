"""Evidence is cut from the text as it was given, character for character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.theming.nlp.themer import load_themer, make_themer

PIECES = [
    "co\u2011sleeping",
    "Mother smokes",
    "no asthma",
    "ﬁrst cousins",
    "“NAI”",
    "\u00a0",
    "\u00ad",
    "é",
    "\n",
    "; ",
    "🙂",
    "İ",
    "n't",
    " - ",
]


def _assert_cut_from(text: str) -> None:
    for proposal in load_themer().propose(text).proposals:
        for evidence in proposal.evidence:
            assert text[evidence.start : evidence.end] == evidence.text != ""
            assert (
                evidence.sentence_start <= evidence.start < evidence.end <= evidence.sentence_end <= len(text)
            )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map(" ".join))
def test_evidence_is_exactly_the_characters_at_its_offsets(text: str) -> None:
    _assert_cut_from(text)


def test_ligatures_soft_hyphens_and_contractions_do_not_shift_the_offsets() -> None:
    text = "Dad wasn’t asked. The parents are ﬁrst cou\u00adsins — and mum’s cosleeping “helped”."
    proposals = make_themer(told=False).propose(text).proposals
    found = {evidence.text for one in proposals for evidence in one.evidence}
    assert "cosleeping" in found
    assert any("ﬁrst cou\u00adsins" in words for words in found)
    _assert_cut_from(text)


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u00ad"])
def test_blank_text_has_no_themes(text: str) -> None:
    assert load_themer().propose(text).proposals == ()


def test_the_same_text_gives_the_same_answer() -> None:
    text = "Mother smoked; co-sleeping denied. Consanguinity: N/K"
    assert load_themer().propose(text) == load_themer().propose(text)
