"""Two texts written over one earlier one are brought together, and nothing either wrote is lost."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from services.panel.domain.analysis.analysis import (
    AgreedAction,
    AnalysisForm,
    CertificateCause,
    ContributoryFactor,
)
from services.panel.domain.analysis.section_merge import lines_of_field, merge_proposal
from services.panel.domain.analysis.sections import SECTIONS, content_of, sections_changed, with_section
from services.panel.domain.analysis.three_way import rows_together, together

SMOKING = ContributoryFactor("B", "Parental smoking", 2, "yes", "Page 2.3")
CROWDING = ContributoryFactor("C", "Overcrowding", 1, "no", "Page 1.1")
LATE = ContributoryFactor("D", "Late referral", 2, "yes", "Page 4.1")
BASE = AnalysisForm(summary="One.\nTwo.\nThree.", factors=(SMOKING, CROWDING), secondary_categories=(9,))
LINES = st.lists(st.sampled_from("abcdefgh"), max_size=6)


def proposal(section: str, theirs: AnalysisForm, mine: AnalysisForm, base: AnalysisForm = BASE):
    return merge_proposal(section, *(content_of(one, section) for one in (base, theirs, mine)))


def test_changes_to_different_paragraphs_are_joined() -> None:
    made = proposal(
        "summary",
        replace(BASE, summary="One, changed.\nTwo.\nThree."),
        replace(BASE, summary="One.\nTwo.\nThree, changed.\nFour."),
    )
    assert made.content == {"summary": "One, changed.\nTwo.\nThree, changed.\nFour."}
    assert not made.overlaps


def test_two_wordings_of_one_paragraph_both_stand_and_a_person_looks() -> None:
    made = proposal(
        "summary",
        replace(BASE, summary="One.\nTheir two.\nThree."),
        replace(BASE, summary="One.\nMy two.\nThree."),
    )
    assert made.content == {"summary": "One.\nTheir two.\nMy two.\nThree."}
    assert made.overlaps
    assert [(one.theirs[1], one.mine[1]) for one in made.compared] == [("Their two.", "My two.")]


def test_factors_that_both_added_follow_one_another() -> None:
    made = proposal(
        "factors",
        replace(BASE, factors=(SMOKING, CROWDING, LATE)),
        replace(BASE, factors=(SMOKING, CROWDING, replace(LATE, factor="No interpreter"))),
    )
    assert [one.factor for one in made.content["factors"]][2:] == ["Late referral", "No interpreter"]
    assert not made.overlaps


def test_different_fields_of_one_factor_are_joined_and_the_same_field_is_not() -> None:
    graded = replace(BASE, factors=(replace(SMOKING, grade=1), CROWDING))
    judged = replace(BASE, factors=(replace(SMOKING, modifiable="no"), CROWDING))
    joined = proposal("factors", graded, judged)
    assert joined.content["factors"] == (replace(SMOKING, grade=1, modifiable="no"), CROWDING)
    assert not joined.overlaps
    other = replace(BASE, factors=(replace(SMOKING, grade=0), CROWDING))
    both = proposal("factors", graded, other)
    assert [one.grade for one in both.content["factors"]] == [1, 0, 1]
    assert both.overlaps


def test_a_row_taken_out_by_one_and_changed_by_the_other_stays_for_a_person() -> None:
    removed = replace(BASE, factors=(CROWDING,))
    changed = replace(BASE, factors=(replace(SMOKING, grade=1), CROWDING))
    made = proposal("factors", removed, changed)
    assert replace(SMOKING, grade=1) in made.content["factors"]
    assert made.overlaps


def test_a_category_on_which_two_differ_is_chosen_by_nobody_but_a_person() -> None:
    made = proposal("category", replace(BASE, category=4), replace(BASE, category=9))
    assert made.content["category"] is None
    assert made.overlaps
    same = proposal("category", replace(BASE, category=4), replace(BASE, category=4, override_reason="Why"))
    assert (same.content["category"], same.overlaps) == (4, False)


def test_secondary_categories_are_a_set() -> None:
    made = proposal(
        "category",
        replace(BASE, secondary_categories=(7, 9)),
        replace(BASE, secondary_categories=(10,)),
    )
    assert made.content["secondary_categories"] == (7, 10)


def test_lines_of_the_certificate_are_joined_line_by_line() -> None:
    made = proposal(
        "death",
        replace(BASE, certificate_cause=CertificateCause(ia="Sepsis")),
        replace(BASE, certificate_cause=CertificateCause(ii="Prematurity")),
    )
    assert made.content["certificate_cause"] == CertificateCause(ia="Sepsis", ii="Prematurity")


def test_two_wordings_of_one_action_are_two_actions() -> None:
    base = replace(BASE, actions=(AgreedAction("Offer help", "Public health", id="a1"),))
    theirs, mine = (
        replace(base, actions=(replace(base.actions[0], text=text),)) for text in ("Offer it", "Provide it")
    )
    made = proposal("actions", theirs, mine, base)
    assert [(one.text, one.id) for one in made.content["actions"]] == [("Offer it", "a1"), ("Provide it", "")]


def test_what_two_people_wrote_is_compared_in_the_words_of_the_form() -> None:
    factor = ContributoryFactor("B", "Smoking", 2, "not_known", "", "2.3")
    action = AgreedAction("Offer it", "Midwifery", "regional", date(2026, 12, 1), themes=("smoke_exposure",))
    assert lines_of_field("factors", (factor,)) == (
        "B · Smoking · grade: 2 · modifiable: not known · page: 2.3",
    )
    [line] = lines_of_field("actions", (action,))
    assert line.startswith("Offer it · Midwifery · Regional · due 1 December 2026 · ")
    assert "smoke_exposure" not in line
    assert lines_of_field("causes_agree", "no") == ("No, they differ",)
    assert lines_of_field("modifiability", "none") == ("No modifiable factors identified",)
    assert lines_of_field("summary", "no") == ("no",)


def test_the_sections_are_the_whole_form() -> None:
    versions = {"scale_version", "category_version", "form_version"}
    named = [name for section in SECTIONS.values() for name in section.fields]
    assert sorted(named) == sorted(set(AnalysisForm.__dataclass_fields__) - versions)


def test_a_section_is_put_into_a_form_without_touching_another() -> None:
    other = replace(BASE, summary="Another", dissent="Somebody disagrees")
    made = with_section(BASE, "summary", content_of(other, "summary"))
    assert (made.summary, made.dissent) == ("Another", "")
    assert sections_changed(BASE, other) == ["summary", "dissent"]


@settings(max_examples=200, deadline=None)
@given(base=LINES, theirs=LINES, mine=LINES)
def test_no_line_that_either_wrote_is_lost(base: list[str], theirs: list[str], mine: list[str]) -> None:
    made = rows_together(tuple(base), tuple(theirs), tuple(mine))
    assert set(theirs) - set(base) <= set(made.value)
    assert set(mine) - set(base) <= set(made.value)
    text = together("\n".join(base), "\n".join(theirs), "\n".join(mine))
    assert set(mine) - set(base) <= set(text.value.splitlines())


@given(base=LINES, changed=LINES)
def test_what_one_alone_changed_is_as_they_left_it(base: list[str], changed: list[str]) -> None:
    before, after = tuple(base), tuple(changed)
    assert together(before, after, before).value == after
    assert together(before, before, after).value == after
    assert not together(before, after, after).overlaps
