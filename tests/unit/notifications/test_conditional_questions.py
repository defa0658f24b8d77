"""A question that another answer asks for: hidden answers are kept, and come back with the answer."""

from typing import Any

import pytest

from services.notifications.domain.forms.agency_forms import asked_of_agency, read_everything
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.completeness import completeness
from services.notifications.domain.forms.follow_up import follow_ups
from services.notifications.domain.forms.library import NOTIFICATION, current
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.reporting_form import REPORTING_FORM, read_return
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.forms.supplementary_forms import opened_forms, supplementary_forms
from services.notifications.domain.material.case_material import supplementary_texts, text_of
from shared.errors import Invalid

from .test_notification_form import NOW, faults, payload, read
from .test_reporting_form import LEAST

ASTHMA = "asthma-and-anaphylaxis"


def notification(*events: str, **changes: Any) -> Answers:
    return read(death__events=list(events), **changes)


def names(given: dict[str, Any], *events: str) -> list[str]:
    return [opened.form.id for opened in asked_of_agency(notification(*events), {**LEAST, **given})]


def test_an_answer_that_is_not_asked_for_is_kept_and_not_read_until_it_is_asked_for_again() -> None:
    hidden = read(family={"interpreter_required": "no", "interpreter_language": "Gujarati"})
    assert hidden.values["family.interpreter_language"] == "Gujarati"
    assert hidden.get("family.interpreter_language") == ""
    assert "family.interpreter_language" not in hidden.counted
    assert "kept" in hidden.shown("family.interpreter_language")
    again = Answers(
        hidden.form_name, hidden.form_version, {**hidden.values, "family.interpreter_required": "yes"}
    )
    assert again.get("family.interpreter_language") == "Gujarati"


def test_a_question_that_hangs_on_a_hidden_question_is_hidden_too() -> None:
    answers = notification("oncology", death__product_involved="yes", death__product="A cot")
    assert {"death.product_involved", "death.product"} <= answers.not_asked_for
    shown = notification("poisoning", death__product_involved="yes", death__product="A cot")
    assert shown.get("death.product") == "A cot"


def test_a_fault_in_a_hidden_answer_refuses_nothing_and_what_was_typed_is_kept() -> None:
    given = {"mode_of_death": "withdrawal_of_treatment", "collapse_to_help": "ages", "disability": "no"}
    returned = read_return({**LEAST, **given})
    assert "collapse_to_help" not in returned.answers
    answers = read_form(
        flat(payload()) | {"alert": "no", "alert_reason": "x" * 50_001}, now=NOW, demonstration=True
    )
    assert answers.not_understood["alert_reason"].startswith("xxx")
    assert [fault.field for fault in faults(alert="yes", alert_reason="x" * 50_001)] == ["alert_reason"]


def test_a_supplementary_form_opens_by_event_by_place_and_by_an_agency_s_own_answer() -> None:
    assert supplementary_forms(notification("drowning")) == ("Drowning",)
    assert supplementary_forms(notification(death__place_of_death="intensive_care")) == ("Intensive care",)
    assert names({"mode_of_death": "planned_palliative_care"}) == ["life-limiting-conditions"]
    assert names({"events": ["epilepsy"]}, "epilepsy", "infection") == ["epilepsy", "infection"]


def test_a_form_says_which_answers_ask_for_it() -> None:
    (opened,) = opened_forms(notification("poisoning", "other_injury"))
    assert opened.because == ("Poisoning", "Other non-intentional injury")


def test_a_changed_answer_keeps_the_supplementary_form_and_brings_it_back() -> None:
    given = {**LEAST, "disability": "no", f"{ASTHMA}.spacer": "yes", f"{ASTHMA}.asthma_diagnosed": "yes"}
    asked = read_everything(notification("asthma_or_anaphylaxis"), given)
    assert [(each.form.id, each.asked_for) for each in asked.supplementary] == [(ASTHMA, True)]
    [told] = supplementary_texts(asked)
    assert told[:2] == (ASTHMA, "Supplementary form: Asthma and anaphylaxis")
    assert "Was a spacer used: Yes." in told[2]
    assert "spacer" not in text_of(asked)
    hidden = read_everything(notification("infection"), given)
    assert [(each.form.id, each.asked_for) for each in hidden.supplementary] == [(ASTHMA, False)]
    assert hidden.supplementary[0].answers == asked.supplementary[0].answers
    assert not any("spacer" in text for _, _, text in supplementary_texts(hidden))
    back = read_everything(notification("infection"), {**given, "events": ["asthma_or_anaphylaxis"]})
    assert "Was a spacer used: Yes." in next(supplementary_texts(back))[2]


def test_what_is_not_asked_for_has_no_faults_and_what_is_has_each_of_them() -> None:
    given = {**LEAST, "disability": "no", f"{ASTHMA}.attacks": "many", f"{ASTHMA}.time_to_help": "-1"}
    assert read_everything(notification("infection"), given).answers["disability"] == "no"
    with pytest.raises(Invalid) as refused:
        read_everything(notification("asthma_or_anaphylaxis"), given)
    named = [fault.field for fault in refused.value.faults]
    assert named == [f"{ASTHMA}.attacks", f"{ASTHMA}.time_to_help"]


def test_completeness_keeps_answered_not_known_not_asked_not_applicable_and_blank_apart() -> None:
    values = {
        "smoking_in_pregnancy": "no",
        "smoking_in_household": "not_known",
        "poverty": "not_asked",
        "asylum": "not_applicable",
        "interpreter_required": "no",
        "interpreter_available": "yes",
    }
    rows = {row.id: row for row in completeness(REPORTING_FORM, values, {"e"})}
    family = rows["d"]
    assert (family.answered, family.not_known, family.not_asked, family.not_applicable) == (2, 1, 1, 1)
    assert family.asked == family.answered + 3 + family.blank
    assert family.kept == 1
    assert rows["e"].in_words == "Nothing held"
    assert (
        family.in_words
        == f"2 of {family.asked} answered, 1 not known, 1 not asked, 1 not applicable, {family.blank} blank"
    )


def test_what_is_known_at_the_bedside_is_not_asked_again_and_the_rest_is() -> None:
    answers = read(family={"parents_related": "not_asked"})
    asked = {each.question.name for each in follow_ups(answers, notified_on=NOW.date())}
    bedside = {q.name for s in current(NOTIFICATION).sections if s.bedside for q in s.questions}
    assert not asked & bedside
    assert "family.parents_related" not in asked
    assert "death.coroner_informed" in asked
