"""What an expert checks first about the analysis: checks 11 to 13."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.keep_analysis import keep_analysis
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.domain.analysis.analysis import AnalysisForm, ContributoryFactor
from services.panel.domain.analysis.form_versions import form_versions
from services.panel.queries.analyses import newest_analysis
from shared.contracts import ReviewCompleted
from shared.errors import Invalid
from tests.integration.panel.conftest import CASE, Panel
from tests.integration.panel.test_reviews import FORM

MANAGER, CHAIR = "cdr-manager", "panel-chair"
PAGE = f"/cases/{CASE}/review"


@pytest.fixture
def listed(panel: Panel) -> Panel:
    panel.notified(age_text="6 years", age_band="5-9 years", gestation_weeks=26, events=[])
    panel.everybody_present(panel.on_agenda())
    return panel


def save(panel: Panel, form: AnalysisForm, version: int = 0) -> None:
    panel.act(MANAGER, save_analysis, case_reference=CASE, form=form, version=version)


def published(panel: Panel) -> dict:
    with panel.database.engine.connect() as connection:
        told = connection.scalars(text("SELECT envelope FROM outbox"))
        return next(dict(one["data"]) for one in told if one["type"] == ReviewCompleted.type)


def test_check_11_leukaemia_with_sepsis_is_prompted_as_4_and_overridden_only_with_a_reason(
    listed: Panel, sign_in
) -> None:
    form = replace(FORM, cause_of_death="Sepsis during treatment for leukaemia", category=None)
    save(listed, form)
    page = sign_in(MANAGER).get(PAGE).text
    assert "<strong>4. Malignancy</strong>, not 9" in page
    assert "even where an infection or a haemorrhage was the last event" in page
    assert [f"{n}. " in page for n in range(1, 11)] == [True] * 10
    assert "checked" not in page.split('name="category"')[1].split('name="secondary_categories"')[0]
    save(listed, replace(form, category=9), version=1)
    with pytest.raises(Invalid) as refusal:
        listed.act(CHAIR, complete_review, case_reference=CASE)
    (fault,) = refusal.value.faults
    assert (fault.field, fault.rule) == ("override_reason", "AF-12")
    assert "Category 4, Malignancy" in fault.message
    save(listed, replace(form, category=9, override_reason="In remission for six years"), version=2)
    listed.act(CHAIR, complete_review, case_reference=CASE)
    assert (published(listed)["category"], published(listed)["overridden"]) == (9, True)
    assert "Set aside: In remission for six years" in sign_in(MANAGER).get(f"{PAGE}/1").text


@pytest.mark.parametrize(
    ("cause", "category", "not_category"),
    [
        ("Sudden unexpected death in epilepsy", "5. Acute medical or surgical condition", 10),
        ("SUDEP", "5. Acute medical or surgical condition", 10),
        ("Anaphylaxis to peanut in a child with asthma", "3. Trauma and other external factors", 5),
        ("Acute severe asthma", "5. Acute medical or surgical condition", 3),
        ("Pneumonia in ex-preterm lung disease", "8. Perinatal/neonatal event", 6),
        ("Chronic lung disease", "8. Perinatal/neonatal event", 6),
    ],
)
def test_check_12_sudep_lands_in_5_anaphylaxis_in_3_and_a_child_of_6_born_early_in_8(
    listed: Panel, sign_in, cause: str, category: str, not_category: int
) -> None:
    save(listed, AnalysisForm(cause_of_death=cause))
    shown = sign_in(MANAGER).get(PAGE).text.split("What points to a category.")[1].split("</ul>")[0]
    assert f"<strong>{category}" in shown
    assert f", not {not_category}." in shown
    assert shown.count("<li>") == 1


def test_check_13_each_factor_stands_alone_and_grade_0_is_in_no_average(listed: Panel, sign_in) -> None:
    factors = (
        ContributoryFactor("A", "Prematurity", 2, "no", "", "1"),
        ContributoryFactor("B", "Parental smoking", 0, "not_known", "Nobody asked", ""),
        ContributoryFactor("D", "Late referral", 1, "yes", "", "1.1"),
    )
    save(listed, replace(FORM, factors=factors))
    listed.act(CHAIR, complete_review, case_reference=CASE)
    told = published(listed)["factors"]
    assert [(one["domain"], one["grade"], one["modifiable"]) for one in told] == [
        ("A", 2, "no"),
        ("B", 0, "not_known"),
        ("D", 1, "yes"),
    ]
    page = sign_in(MANAGER).get(f"{PAGE}/1").text
    assert "0. Information not available" in page
    assert "grade 0 is missing information and enters no average" in page
    assert "mean" not in page.lower().replace("meaning", "")
    assert not [name for name in vars(AnalysisForm) if "average" in name or "mean" in name]


def test_check_13_a_grade_0_cannot_be_modifiable_and_the_case_must_agree_with_its_factors(
    listed: Panel,
) -> None:
    factor = ContributoryFactor("B", "Parental smoking", 0, "yes", "Nobody asked", "page two")
    save(listed, replace(FORM, factors=(factor,), modifiability="none"))
    with pytest.raises(Invalid) as refusal:
        listed.act(CHAIR, complete_review, case_reference=CASE)
    assert [fault.rule for fault in refusal.value.faults] == ["AF-24", "AF-26", "AF-31"]


def test_check_13_a_grade_of_3_in_an_old_case_stays_readable_and_is_shown_as_such(
    listed: Panel, sign_in
) -> None:
    old = form_versions()["form-c-2008"]
    form = replace(
        FORM,
        factors=(ContributoryFactor("B", "Parental smoking", 3, "yes", "Page 1.1"),),
        form_version=old.version,
        scale_version=old.scale_version,
        category_version=old.category_version,
    )
    listed.act(MANAGER, keep_analysis, case_reference=CASE, review_version=1, version=1, form=form)
    assert "written on Analysis form C (form-c-2008)" in sign_in(MANAGER).get(PAGE).text
    save(listed, replace(form, dissent="One member saw it otherwise"), version=1)
    saved = listed.reading(MANAGER, lambda tx: newest_analysis(tx, CASE, 1))
    assert (saved.form.factors[0].grade, saved.form.scale_version) == (3, "england-2008")
    listed.act(CHAIR, complete_review, case_reference=CASE)
    page = sign_in(MANAGER).get(f"{PAGE}/1").text
    assert "3. Factors that are a complete and sufficient explanation of the death" in page
    assert "Analysis form C (form-c-2008)" in page
