"""Accounts of the demonstration whose theme no sentence tells: what was learnt finds it, rules do not."""

from functools import cache

import pytest

from deploy.demo import DemoCase, demo_cases
from deploy.demo.case import Progress
from deploy.demo.data import table
from services.theming.domain.opinions.rules import opinion_rules
from services.theming.nlp.themer import load_themer
from services.theming.opinions.learning import learn
from services.theming.opinions.model_files import Model

ACCOUNTS = table("unsaid")
CASES = {str(case.number): case for case in demo_cases()}


def texts(case: DemoCase) -> list[str]:
    told = [case.payload["circumstances"], *("\n\n".join(each.sections.values()) for each in case.returns)]
    return [*told, case.decision.summary] if case.decision else told


@cache
def learnt(theme: str) -> Model:
    """From the cases that the office has decided: those reviewed, but not at the latest meeting."""
    reviewed = [case for case in CASES.values() if case.meeting_on]
    latest = max(str(case.meeting_on) for case in reviewed)
    decided = [case for case in reviewed if str(case.meeting_on) != latest]
    said = [("\n\n".join(texts(case)), theme in case.truth.affirmed) for case in decided]
    positives = sum(so for _, so in said)
    assert opinion_rules().not_enough(positives, len(said) - positives) == ""
    return learn(theme, said, {})


@pytest.mark.parametrize("number", ACCOUNTS)
def test_no_rule_finds_the_theme_and_what_was_learnt_finds_it_possible(number: str) -> None:
    case, theme = CASES[number], ACCOUNTS[number]["theme"]
    assert theme in case.truth.affirmed
    for text in texts(case):
        assert theme not in {each.theme for each in load_themer().propose(text).proposals}
    model = learnt(theme)
    assert model.threshold is not None
    assert model.probability("\n\n".join(texts(case))) > model.threshold + 0.1


@pytest.mark.parametrize("number", ACCOUNTS)
def test_nobody_has_decided_on_such_a_case_and_its_account_is_told_in_full(number: str) -> None:
    case, account = CASES[number], ACCOUNTS[number]
    assert case.progress is Progress.READY
    every = "\n".join(texts(case))
    for sentence in account["sentences"]:
        assert sentence.rsplit("}", 1)[-1] in every
