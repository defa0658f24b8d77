"""The recorder's page: saved section by section, with and without a script, and nothing typed is lost."""

from dataclasses import replace
from typing import Any

import pytest

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm, ContributoryFactor
from services.panel.queries.analyses import analyses_of, newest_analysis
from services.panel.queries.kept_texts import open_texts
from tests.integration.panel.conftest import CASE, Filled, Panel
from tests.integration.panel.test_reviews import FORM

PAGE = f"/cases/{CASE}/review"
MANAGER, ADMINISTRATOR, CHAIR = "cdr-manager", "cdop-administrator", "panel-chair"


@pytest.fixture
def listed(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_listed)


def make_listed(panel: Panel) -> None:
    """The case on the agenda of a meeting at which everybody is present."""
    panel.notified()
    panel.everybody_present(panel.on_agenda())


def fields(**given: str) -> dict[str, str]:
    whole = {
        "version": "0",
        "factors": "1",
        "learnings": "1",
        "actions": "1",
        "cause_of_death": "Meningococcal sepsis",
        "summary": "A baby who became ill over a day.",
        "category": "9",
        "modifiability": "modifiable",
        "factor-0-factor": "Parental smoking",
        "factor-0-domain": "B",
        "factor-0-grade": "2",
        "factor-0-modifiable": "yes",
        "factor-0-evidence": "Page 1.1",
        "learning-0": "Smoke-free homes matter",
        "action-0-text": "Offer smoking cessation",
        "action-0-owner": "Public health",
        "action-0-level": "local",
        "action-0-due_on-day": "1",
        "action-0-due_on-month": "12",
        "action-0-due_on-year": "2026",
        "do": "save",
    }
    return {**whole, **given}


def saved_form(panel: Panel) -> AnalysisForm:
    saved = panel.reading(MANAGER, lambda tx: newest_analysis(tx, CASE, 1))
    return saved.form if saved else AnalysisForm()


def versions(panel: Panel) -> list[int]:
    return [one.version for one in panel.reading(MANAGER, lambda tx: analyses_of(tx, CASE))]


def waiting(panel: Panel) -> list[Any]:
    return panel.reading(MANAGER, lambda tx: open_texts(tx, CASE, 1))


@pytest.mark.parametrize("typed", ["Page 1.1", "page 1.1", "p. 1.1", "p1.1"])
def test_a_page_of_the_bundle_may_be_written_as_people_say_it(listed: Panel, sign_in, typed: str) -> None:
    sign_in(MANAGER).post(PAGE, PAGE, fields(**{"factor-0-source": typed}))
    assert saved_form(listed).factors[0].source == "1.1"


def test_everything_typed_on_the_page_is_saved_as_one_version(listed: Panel, sign_in) -> None:
    certified = {"certificate-ia": "Meningococcal sepsis", "causes_agree": "yes", "issues": "1"}
    recorder = sign_in(MANAGER)
    page = recorder.post(
        PAGE, PAGE, fields(do="factor", **certified, **{"factor-0-source": "1.1", "issue-0": "Late letter"})
    )
    assert "Saved." in page.text
    assert "Factor 2" in page.text
    assert 'value="Parental smoking"' in page.text
    form = saved_form(listed)
    assert versions(listed) == [1]
    assert (form.certificate_cause.ia, form.causes_agree) == ("Meningococcal sepsis", "yes")
    assert form.factors == (ContributoryFactor("B", "Parental smoking", 2, "yes", "Page 1.1", "1.1"),)
    assert (form.learning, form.issues, form.good_practice) == (
        ("Smoke-free homes matter",),
        ("Late letter",),
        (),
    )
    assert form.actions[0].id


def test_the_sections_say_who_wrote_them_last(listed: Panel, sign_in) -> None:
    sign_in(MANAGER).post(PAGE, PAGE, fields())
    sign_in(ADMINISTRATOR).post(PAGE, PAGE, fields(version="1", summary="More is known."))
    saved = listed.reading(MANAGER, lambda tx: newest_analysis(tx, CASE, 1))
    assert saved.last_saved_by["summary"] == ADMINISTRATOR
    assert saved.last_saved_by["factors"] == MANAGER
    assert "dissent" not in saved.last_saved_by


def test_a_row_is_removed_with_its_button(listed: Panel, sign_in) -> None:
    recorder = sign_in(MANAGER)
    two = {"factors": "2", "factor-1-factor": "Overcrowding", "factor-1-domain": "C"}
    recorder.post(PAGE, PAGE, fields(**two))
    page = recorder.post(PAGE, PAGE, fields(**two, version="1", remove="factor-0"))
    assert 'value="Overcrowding"' in page.text
    assert 'value="Parental smoking"' not in page.text


def test_a_blank_row_above_does_not_change_which_row_is_removed(listed: Panel, sign_in) -> None:
    typed = {"factors": "2", "factor-1-factor": "Overcrowding", "factor-1-domain": "C"}
    blank = dict.fromkeys(("factor", "domain", "grade", "modifiable", "evidence"), "")
    emptied = {f"factor-0-{name}": value for name, value in blank.items()}
    page = sign_in(MANAGER).post(PAGE, PAGE, fields(**typed, **emptied, remove="factor-0"))
    assert 'value="Overcrowding"' in page.text


def test_a_row_with_a_date_that_cannot_be_read_can_be_removed(listed: Panel, sign_in) -> None:
    unreadable = {"action-0-due_on-day": "31", "action-0-due_on-month": "11"}
    page = sign_in(MANAGER).post(PAGE, PAGE, fields(**unreadable, remove="action-0"))
    assert page.status_code == 200
    assert "Offer smoking cessation" not in page.text


def test_a_date_that_cannot_be_read_is_refused_and_stays_on_the_page(listed: Panel, sign_in) -> None:
    page = sign_in(MANAGER).post(
        PAGE, PAGE, fields(**{"action-0-due_on-day": "31", "action-0-due_on-month": "11"})
    )
    assert page.status_code == 422
    assert "Action 1: enter a real date" in page.text
    assert 'value="31"' in page.text
    assert versions(listed) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"version": "abc"},
        {"version": "²"},
        {"version-factors": "9999"},
        {"factors": "²"},
        {"action-0-due_on-year": "9" * 12},
        {"category": "11", "causes_agree": "maybe"},
    ],
)
def test_what_is_no_answer_is_never_an_error(listed: Panel, sign_in, typed: dict[str, str]) -> None:
    page = sign_in(MANAGER).post(PAGE, PAGE, fields(**typed))
    assert page.status_code in (200, 422)


def test_text_typed_while_somebody_else_signs_the_review_off_is_not_lost(listed: Panel, sign_in) -> None:
    recorder = sign_in(MANAGER)
    recorder.get(PAGE)
    listed.act(MANAGER, save_analysis, case_reference=CASE, form=FORM, version=0)
    listed.act(CHAIR, complete_review, case_reference=CASE)
    typed = fields(version="1", summary="Ten minutes of typing")
    page = recorder.post(PAGE, f"/cases/{CASE}", typed)
    assert page.status_code == 409
    assert "Ten minutes of typing" in page.text
    assert "The review is completed and locked" in page.text
    background = recorder.post(f"{PAGE}/sections/summary", f"/cases/{CASE}", typed)
    assert background.status_code == 409
    assert "signed off meanwhile" in background.json()["message"]
    assert recorder.get(PAGE).url.path == f"/panel{PAGE}/1"


def test_a_section_is_saved_alone_while_somebody_types(listed: Panel, sign_in) -> None:
    recorder = sign_in(MANAGER)
    answer = recorder.post(f"{PAGE}/sections/summary", PAGE, fields(**{"version-summary": "0"}))
    assert answer.json() == {"fields": {"version-summary": "1"}}
    assert saved_form(listed) == AnalysisForm(summary="A baby who became ill over a day.")
    answer = recorder.post(f"{PAGE}/sections/actions", PAGE, fields(version="1"))
    (action,) = saved_form(listed).actions
    assert answer.json() == {"fields": {"version-actions": "2", "action-0-id": action.id}}


def test_an_unreadable_date_holds_up_its_own_section_alone(listed: Panel, sign_in) -> None:
    recorder = sign_in(MANAGER)
    typed = fields(**{"action-0-due_on-day": "31", "action-0-due_on-month": "11"})
    assert recorder.post(f"{PAGE}/sections/summary", PAGE, typed).status_code == 200
    answer = recorder.post(f"{PAGE}/sections/actions", PAGE, typed)
    assert answer.status_code == 422
    assert "enter a real date" in answer.json()["message"]
    assert saved_form(listed).actions == ()


@pytest.mark.parametrize("section", ["nothing", "factors%00", "FACTORS"])
def test_a_section_that_the_form_has_not_is_not_found(listed: Panel, sign_in, section: str) -> None:
    assert sign_in(MANAGER).post(f"{PAGE}/sections/{section}", PAGE, fields()).status_code == 404


def test_two_people_in_different_sections_do_not_meet(listed: Panel, sign_in) -> None:
    sign_in(MANAGER).post(PAGE, PAGE, fields())
    sign_in(MANAGER).post(PAGE, PAGE, fields(version="1", summary="The manager's summary"))
    page = sign_in(ADMINISTRATOR).post(PAGE, PAGE, fields(version="1", dissent="One member disagrees"))
    assert page.status_code == 200
    form = saved_form(listed)
    assert (form.summary, form.dissent) == ("The manager's summary", "One member disagrees")


def test_rows_that_two_people_add_are_joined_and_both_are_told(listed: Panel, sign_in) -> None:
    sign_in(MANAGER).post(PAGE, PAGE, fields())
    second = {"version": "1", "factors": "2"}
    one = {"factor-1-factor": "Overcrowding", "factor-1-domain": "C"}
    other = {"factor-1-factor": "Late referral", "factor-1-domain": "D"}
    sign_in(MANAGER).post(PAGE, PAGE, fields(**second, **one))
    page = sign_in(ADMINISTRATOR).post(PAGE, PAGE, fields(**second, **other))
    assert "together with what somebody else wrote meanwhile in: Contributory factors" in page.text
    named = [factor.factor for factor in saved_form(listed).factors]
    assert named == ["Parental smoking", "Overcrowding", "Late referral"]


def test_two_texts_in_one_place_are_both_shown_and_kept_until_a_person_chooses(
    listed: Panel, sign_in
) -> None:
    manager, other = sign_in(MANAGER), sign_in(ADMINISTRATOR)
    manager.post(PAGE, PAGE, fields(summary="The manager's summary"))
    page = other.post(PAGE, PAGE, fields(summary="Another summary"))
    assert "Two people wrote in the same place" in page.text
    assert "Morgan Testerley (demo) saved what this section says now" in page.text
    assert "The manager&#39;s summary" in page.text
    assert "Another summary" in page.text
    (text,) = waiting(listed)
    assert (text.section, text.form.summary, text.kept_by) == ("summary", "Another summary", ADMINISTRATOR)
    choosing = f"{PAGE}/texts/{text.id}"
    assert choosing in manager.get(PAGE).text
    with_both = {"version": "1", "summary": "Both summaries"}
    again = manager.post(choosing, choosing, with_both)
    assert "Both texts are kept" in again.text
    assert (saved_form(listed).summary, waiting(listed)) == ("Both summaries", [])
    assert manager.get(choosing).url.path == f"/panel{PAGE}"


def test_the_proposal_holds_both_texts_and_leaves_a_choice_open(listed: Panel, sign_in) -> None:
    manager, other = sign_in(MANAGER), sign_in(ADMINISTRATOR)
    manager.post(PAGE, PAGE, fields(summary="Theirs"))
    page = other.post(PAGE, PAGE, fields(summary="Mine", category="8"))
    assert "Theirs\nMine</textarea>" in page.text or "Theirs\nMine" in page.text
    assert len(waiting(listed)) == 2
    categories = next(one for one in waiting(listed) if one.section == "category")
    chooser = manager.get(f"{PAGE}/texts/{categories.id}").text
    assert 'name="category"' in chooser
    assert "checked" not in chooser


def test_what_was_typed_in_the_background_over_anothers_text_waits_too(listed: Panel, sign_in) -> None:
    sign_in(MANAGER).post(PAGE, PAGE, fields(summary="The manager's summary"))
    other = sign_in(ADMINISTRATOR)
    for typed in ("Anoth", "Another summary"):
        answer = other.post(f"{PAGE}/sections/summary", PAGE, fields(summary=typed))
        assert answer.status_code == 409
        assert "Your text is kept" in answer.json()["message"]
    assert [one.form.summary for one in waiting(listed)] == ["Another summary"]


def test_a_review_is_not_signed_off_while_a_text_waits(listed: Panel, sign_in) -> None:
    sign_in(MANAGER).post(PAGE, PAGE, fields(summary="The manager's summary"))
    sign_in(ADMINISTRATOR).post(PAGE, PAGE, fields(summary="Another summary"))
    page = sign_in(CHAIR).get(f"/cases/{CASE}/chair")
    assert "Summary: two people wrote in the same place. Choose what stands" in page.text


@pytest.mark.parametrize("person", ["panel-member", "auditor", "public-health-analyst"])
def test_only_who_records_sees_a_text_that_waits(listed: Panel, sign_in, person: str) -> None:
    sign_in(MANAGER).post(PAGE, PAGE, fields(summary="The manager's summary"))
    sign_in(ADMINISTRATOR).post(PAGE, PAGE, fields(summary="Another summary"))
    (text,) = waiting(listed)
    page = sign_in(person).get(f"{PAGE}/texts/{text.id}")
    assert page.status_code == 403
    assert "Another summary" not in page.text


def test_the_chairs_page_says_what_is_to_be_decided_and_what_is_in_the_way(listed: Panel, sign_in) -> None:
    form = replace(FORM, cause_of_death="Sepsis in leukaemia", actions=(AgreedAction("Do it"),))
    listed.act(MANAGER, save_analysis, case_reference=CASE, form=form, version=0)
    page = sign_in(CHAIR).get(f"/cases/{CASE}/chair").text
    assert "Quorate" in page
    assert "A malignancy is category 4" in page
    assert "Category 4, Malignancy, also applies" in page
    assert "AF-12" in page
    assert "The family has asked nothing so far" in page
    assert sign_in(MANAGER).get(f"/cases/{CASE}/chair").status_code == 403
    assert sign_in("panel-member").get(f"/cases/{CASE}/chair").status_code == 403


def test_a_member_records_nothing(listed: Panel, sign_in) -> None:
    member = sign_in("panel-member")
    assert member.get(PAGE).status_code == 403
    assert member.post(PAGE, f"/cases/{CASE}/interest", fields()).status_code == 403
    assert member.post(f"{PAGE}/sections/summary", f"/cases/{CASE}/interest", fields()).status_code == 403
    assert versions(listed) == []
