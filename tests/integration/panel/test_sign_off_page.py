"""The page on which a case is decided: it shows the words that are signed, and decides once."""

import re
from dataclasses import replace
from typing import Any

import pytest

from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.queries.decisions import decisions_of
from tests.integration.panel.conftest import CASE, Browser, Filled, Panel
from tests.integration.panel.test_decisions import case_of, decisions, make_listed, sign, without_quorum
from tests.integration.panel.test_reviews import FORM

PATH = f"/cases/{CASE}/sign-off"
ACTION = replace(
    FORM.actions[0], kind="practice", outputs="A leaflet in six languages", outcomes="Fewer smoke at home"
)
WHOLE = replace(FORM, actions=(ACTION,), good_practice=("The crew stayed",), issues=("The letter was late",))
PROVISIONALLY = {"do": "provisional", "provisional_reason": "Snow kept many away."}


@pytest.fixture
def listed(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_listed)


def hidden(html: str) -> dict[str, str]:
    """The fields that say what the page showed."""
    return dict(re.findall(r'type="hidden" name="(form_version|decisions)" value="(\d+)"', html))


def sent(browser: Browser, opened: Any, typed: dict[str, str]) -> Any:
    """The form of a page that was opened before, as it stands in its tab."""
    return browser.post(PATH, PATH, {**hidden(opened.text), **typed})


def test_the_chair_reads_every_word_that_is_signed(listed: Panel, sign_in) -> None:
    listed.act("cdr-manager", save_analysis, case_reference=CASE, form=WHOLE, version=1)
    chair = sign_in("panel-chair")
    before, _, button = chair.get(PATH).text.partition("Sign off the review")
    assert button
    words = (
        "A baby who became ill over a day.",
        "Meningococcal sepsis",
        "Parental smoking",
        "Page 1.1",
        "Smoke-free homes matter",
        "The crew stayed",
        "The letter was late",
        "Offer smoking cessation",
        "Public health",
        "1 December 2026",
        "Professional practice",
        "A leaflet in six languages",
        "Fewer smoke at home",
    )
    assert [one for one in words if one not in before] == []
    sign(listed)
    signed = chair.get(f"/cases/{CASE}/review/1").text
    assert [one for one in words if one not in signed] == []
    assert f'href="/panel/cases/{CASE}/review/1"' in chair.get(PATH).text


def test_a_provisional_decision_is_kept_once_from_two_tabs(listed: Panel, sign_in) -> None:
    without_quorum(listed)
    chair = sign_in("panel-chair")
    first, second = chair.get(PATH), chair.get(PATH)
    assert "Kept as a provisional decision" in sent(chair, first, PROVISIONALLY).text
    for tab in (first, second):
        again = sent(chair, tab, PROVISIONALLY)
        assert again.status_code == 409
        assert "A decision on this case has been recorded since you opened this page" in again.text
        assert "Snow kept many away." in again.text
    assert decisions(listed) == [("provisional", 1)]


def test_a_provisional_decision_is_changed_by_who_has_read_the_one_before(listed: Panel, sign_in) -> None:
    without_quorum(listed)
    chair = sign_in("panel-chair")
    sent(chair, chair.get(PATH), PROVISIONALLY)
    opened = chair.get(PATH)
    assert "One is recorded already" in opened.text
    later = sent(chair, opened, {**PROVISIONALLY, "provisional_reason": "Decided anew by telephone."})
    assert "Kept as a provisional decision" in later.text
    found = listed.reading("cdr-manager", lambda tx: decisions_of(tx, CASE))
    assert [one.reason for one in found] == ["Snow kept many away.", "Decided anew by telephone."]


@pytest.mark.parametrize("done", ["sign_off", "provisional"])
def test_nobody_signs_other_words_than_those_they_read(listed: Panel, sign_in, done: str) -> None:
    if done == "provisional":
        without_quorum(listed)
    chair = sign_in("panel-chair")
    opened = chair.get(PATH)
    changed = replace(FORM, summary="A baby who became ill within hours.")
    listed.act("cdr-manager", save_analysis, case_reference=CASE, form=changed, version=1)
    refused = sent(chair, opened, {**PROVISIONALLY, "do": done})
    assert refused.status_code == 409
    assert "The analysis has changed since you opened this page" in refused.text
    assert "A baby who became ill within hours." in refused.text
    assert decisions(listed) == []
    sent(chair, refused, {**PROVISIONALLY, "do": done})
    assert [kind for kind, _ in decisions(listed)] == ["signed_off" if done == "sign_off" else done]


def test_a_second_sign_off_is_still_refused_by_where_the_case_stands(listed: Panel, sign_in) -> None:
    chair = sign_in("panel-chair")
    opened = chair.get(PATH)
    assert "signed off and locked" in sent(chair, opened, {"do": "sign_off"}).text
    again = sent(chair, opened, {"do": "sign_off"})
    assert again.status_code == 409
    assert "is not possible: the case is now" in again.text
    assert case_of(listed).status is CaseStatus.COMPLETED
