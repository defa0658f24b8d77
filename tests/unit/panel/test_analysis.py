"""The analysis form: what keeps it from being completed is named all at once."""

from dataclasses import replace
from datetime import date

import pytest

from services.panel.domain.analysis.analysis import (
    AgreedAction,
    AnalysisForm,
    CertificateCause,
    ContributoryFactor,
)
from services.panel.domain.analysis.analysis_differences import differences
from services.panel.domain.analysis.analysis_faults import analysis_faults
from services.panel.domain.analysis.analysis_rules import analysis_rules
from services.panel.domain.analysis.completion import check_quorum, review_completed
from services.panel.domain.analysis.scales import SCALES
from services.panel.domain.analysis.sections import SECTIONS
from services.panel.domain.analysis.source_faults import source_faults
from services.panel.domain.quorum.quorum import QuorumResult
from services.panel.domain.quorum.sitting import Sitting
from services.panel.domain.refusals import CaseNotListed, PanelNotQuorate
from tests.unit.panel.test_review_case import a_case

TODAY = date(2026, 6, 15)
FACTOR = ContributoryFactor("B", "Parental smoking", 2, "yes", "Page 2.3")
ACTION = AgreedAction("Offer smoking cessation", "Public health", "local", date(2026, 12, 1))
WHOLE = AnalysisForm(
    cause_of_death="Meningococcal sepsis",
    summary="A child who became ill over a day.",
    category=9,
    factors=(FACTOR,),
    modifiability="modifiable",
    learning=("Smoke-free homes matter",),
    actions=(ACTION,),
)


def fields_at_fault(form: AnalysisForm) -> list[str]:
    return [fault.field for fault in analysis_faults(form, TODAY)]


def test_a_whole_form_has_no_faults() -> None:
    assert fields_at_fault(WHOLE) == []


def test_a_review_may_find_no_factors_no_learning_and_no_actions() -> None:
    assert fields_at_fault(replace(WHOLE, factors=(), modifiability="none", learning=(), actions=())) == []


def test_every_fault_of_an_empty_form_is_named_at_once() -> None:
    form = AnalysisForm(factors=(ContributoryFactor(),), actions=(AgreedAction(),))
    assert fields_at_fault(form) == [
        "cause_of_death",
        "summary",
        "category",
        "factor-0-factor",
        "factor-0-domain",
        "factor-0-grade",
        "factor-0-modifiable",
        "factor-0-evidence",
        "modifiability",
        "action-0-text",
        "action-0-owner",
        "action-0-level",
        "action-0-due_on",
    ]


def test_grade_0_is_missing_information_and_cannot_be_modifiable() -> None:
    form = replace(WHOLE, factors=(FACTOR, replace(FACTOR, grade=0)))
    assert fields_at_fault(form) == ["factor-1-modifiable"]
    unknown = replace(WHOLE, factors=(FACTOR, replace(FACTOR, grade=0, modifiable="not_known")))
    assert fields_at_fault(unknown) == []


def test_a_grade_of_3_belongs_to_the_old_scale_only() -> None:
    three = replace(WHOLE, factors=(replace(FACTOR, grade=3),))
    assert fields_at_fault(three) == ["factor-0-grade"]
    assert fields_at_fault(replace(three, scale_version="england-2008")) == []
    assert "sufficient explanation" in SCALES["england-2008"].grades[3]


@pytest.mark.parametrize(
    ("modifiable", "case_level", "agrees"),
    [
        ("yes", "modifiable", True),
        ("yes", "none", False),
        ("yes", "inadequate_information", False),
        ("no", "modifiable", False),
        ("no", "none", True),
        ("not_known", "inadequate_information", True),
    ],
)
def test_modifiability_of_the_case_agrees_with_its_factors(
    modifiable: str, case_level: str, agrees: bool
) -> None:
    form = replace(WHOLE, factors=(replace(FACTOR, modifiable=modifiable),), modifiability=case_level)
    assert fields_at_fault(form) == ([] if agrees else ["modifiability"])


def test_leukaemia_with_sepsis_as_category_9_wants_a_reason() -> None:
    form = replace(WHOLE, cause_of_death="Sepsis in acute lymphoblastic leukaemia")
    (fault,) = analysis_faults(form, TODAY)
    assert fault.field == "override_reason"
    assert "Category 4, Malignancy" in fault.message
    assert fields_at_fault(replace(form, override_reason="In remission for six years")) == []
    assert replace(form, override_reason="In remission for six years").overridden


def test_a_secondary_category_above_the_primary_wants_a_reason_and_one_below_does_not() -> None:
    assert fields_at_fault(replace(WHOLE, secondary_categories=(7,))) == ["override_reason"]
    below = replace(WHOLE, secondary_categories=(10,))
    assert fields_at_fault(below) == []
    assert not below.overridden


def test_a_category_is_not_primary_and_secondary_at_once() -> None:
    assert fields_at_fault(replace(WHOLE, secondary_categories=(9,))) == ["secondary_categories"]


def test_an_action_is_due_on_or_after_the_day_of_the_review() -> None:
    today = replace(ACTION, due_on=TODAY)
    yesterday = replace(ACTION, due_on=date(2026, 6, 14), told_on=date(2026, 6, 16))
    assert fields_at_fault(replace(WHOLE, actions=(today,))) == []
    assert fields_at_fault(replace(WHOLE, actions=(yesterday,))) == ["action-0-due_on", "action-0-told_on"]


def test_completing_names_what_is_missing_of_the_quorum() -> None:
    missing = ("the chair or the designated doctor", "2 more organisations (2 of 4 here)")
    sitting = Sitting("m1", TODAY, (), QuorumResult(False, missing), "Default", begun=True)
    with pytest.raises(PanelNotQuorate) as refusal:
        check_quorum(sitting)
    assert refusal.value.missing == missing
    with pytest.raises(CaseNotListed):
        check_quorum(None)


def test_what_is_published_leaves_evidence_and_dissent_behind() -> None:
    form = replace(WHOLE, dissent="One member saw it otherwise", secondary_categories=(10,))
    event = review_completed(a_case(review_version=1), form, TODAY)
    assert (event.category, event.secondary_categories, event.overridden) == (9, (10,), False)
    assert event.factors[0].modifiable == "yes"
    assert event.actions[0].owner == "Public health"
    written = event.model_dump_json()
    assert "otherwise" not in written
    assert "2.3" not in written


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(WHOLE, summary="The child, NHS number 999 000 0018, became ill."), "summary"),
        (replace(WHOLE, summary="The child died on 3 March 2026."), "summary"),
        (replace(WHOLE, cause_of_death="Sepsis; lived at LE1 9ZZ"), "cause_of_death"),
        (replace(WHOLE, learning=("One", "Write to someone@example.org")), "learning-1"),
        (replace(WHOLE, actions=(replace(ACTION, text="Ring 0116 496 0123"),)), "action-0-text"),
    ],
)
def test_what_leaves_the_panel_identifies_nobody(form: AnalysisForm, field: str) -> None:
    assert fields_at_fault(form) == [field]


def test_an_action_may_name_the_day_it_is_for() -> None:
    assert fields_at_fault(replace(WHOLE, actions=(replace(ACTION, text="Report by 1 March 2027"),))) == []


def test_two_texts_are_compared_part_by_part() -> None:
    other = replace(WHOLE, summary="Another summary", learning=(), issues=("A letter came late",))
    assert differences(WHOLE, other) == [
        ("Summary", ["A child who became ill over a day."], ["Another summary"]),
        ("Learning points", ["Smoke-free homes matter"], ["Nothing"]),
        ("Issues", ["Nothing"], ["A letter came late"]),
    ]


def test_every_fault_names_a_rule_that_is_dated_and_sourced() -> None:
    form = AnalysisForm(
        certificate_cause=CertificateCause(ib="Sepsis"),
        causes_agree="no",
        factors=(ContributoryFactor(source="page two"),),
        actions=(AgreedAction(),),
    )
    rules = [fault.rule for fault in analysis_faults(form, TODAY)]
    assert rules[:4] == ["AF-01", "AF-02", "AF-06", "AF-05"]
    assert {"AF-10", "AF-20", "AF-21", "AF-22", "AF-23", "AF-26", "AF-30", "AF-40"} <= set(rules)
    assert all(rule.source and rule.says and rule.section in SECTIONS for rule in analysis_rules().values())


def test_a_certified_cause_wants_to_be_compared_with_the_panels() -> None:
    certified = replace(WHOLE, certificate_cause=CertificateCause(ia="Sepsis"))
    assert fields_at_fault(certified) == ["causes_agree"]
    assert fields_at_fault(replace(certified, causes_agree="not_known")) == []
    assert fields_at_fault(replace(certified, causes_agree="no")) == ["causes_comment"]


def test_a_factor_cannot_rest_on_a_page_that_is_not_in_the_bundle() -> None:
    factors = tuple(ContributoryFactor(source=source) for source in ("1.2", "2", "", "99.9", "page two"))
    faults = source_faults(AnalysisForm(factors=factors), ["1.1", "1.2", "2.1"])
    assert [(fault.rule, fault.field) for fault in faults] == [("AF-27", "factor-3-source")]
