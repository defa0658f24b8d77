"""What a proposal is called: words as the texts write them, quoted as words."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from services.theming.discovery.cases import cases_of
from services.theming.discovery.quoting import shown_terms
from services.theming.domain.discovery.found_theme import heading
from services.theming.domain.discovery.rules import is_the_same
from services.theming.queries.discovery import HeldText


def told(text: str, **where: str) -> Any:
    said = {name: (text.index(words), text.index(words) + len(words)) for name, words in where.items()}
    return SimpleNamespace(text=text, said=said)


def test_words_keep_the_capitals_that_are_theirs_and_not_those_of_a_sentence() -> None:
    members = [
        told("HEMS came. Confused and pale.", hems="HEMS", confus="Confused"),
        told("Then HEMS came; he was confused.", hems="HEMS", confus="confused"),
        told("The ePR was empty.\nHems of the dress.", epr="ePR", hems="Hems"),
        told("Kawasaki disease was missed, as Kawasaki often is.", kawasaki="Kawasaki often"),
    ]
    shown = shown_terms(members, ["hems", "confus", "epr", "kawasaki"])
    assert shown == ["HEMS", "confused", "ePR", "Kawasaki often"]
    assert heading(shown) == "Words they share: “HEMS”, “confused”, “ePR”"


def test_a_proposal_is_the_same_whatever_capitals_its_words_have() -> None:
    assert is_the_same(["A"], ["HEMS", "ePR"], ["B"], ["hems", "epr"])


@pytest.mark.parametrize(
    ("summary", "left"),
    [
        ("He fell. The panel noted: late escalation; poor housing. The end.", "He fell. The end."),
        ("The poor housing of the family made every visit of the nurse hard.", None),
        ("Noted: Late escalation", ""),
    ],
)
def test_a_sentence_that_but_lists_what_the_review_records_is_left_out(
    summary: str, left: str | None
) -> None:
    text = HeldText(1, "A", summary, date(2026, 1, 1), ("Late escalation", "Poor housing"))
    [case] = cases_of([text, HeldText(2, "A", "Late escalation.", date(2026, 1, 1))])
    assert len(case.text) == len(summary) + len("\n\nLate escalation.")
    assert case.text.endswith("\n\nLate escalation."), "another text says it in words of its own"
    read = " ".join(case.text.removesuffix("Late escalation.").split())
    assert read == (summary if left is None else left)
