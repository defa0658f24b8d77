"""The record of a return is questions and answers: what its form denies affirms no theme."""

import pytest

from services.notifications.domain.forms.library import supplementary
from services.notifications.domain.forms.reporting_form import REPORTING_FORM
from services.theming.domain.themes.assertions import Assertion
from services.theming.nlp.themer import load_themer

QUESTIONS = sorted(
    {
        question.plain
        for form in (REPORTING_FORM, *supplementary())
        for question in form.questions()
        if any(code in {"no", "not_asked"} for code, _ in question.options)
    }
)


# Whose "no" is the theme itself: none was there when one was needed.
UNMET = {"Was an interpreter available when required"}


@pytest.mark.parametrize("answer", ["No", "Not known", "Not asked"])
def test_a_question_answered_with_no_or_not_at_all_affirms_no_theme(answer: str) -> None:
    affirmed = {
        question: [one.theme for one in load_themer().propose(f"{question}: {answer}.").proposals
                   if one.assertion is Assertion.AFFIRMED]
        for question in QUESTIONS if question not in UNMET
    }  # fmt: skip
    assert {question: themes for question, themes in affirmed.items() if themes} == {}
