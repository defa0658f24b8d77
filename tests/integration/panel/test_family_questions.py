"""A family's question at the panel: answered or declined before sign-off, shown wherever the case is read."""

import re
from datetime import date

import pytest

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.family.reply_to_family_question import reply_to_family_question
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.queries.family_questions import open_questions, questions_of
from shared.contracts import FamilyQuestionConfirmed, FamilyQuestionWithdrawn
from shared.errors import Invalid, NotPermitted
from tests.integration.panel.conftest import CASE, Filled, Panel
from tests.integration.panel.test_reviews import FORM

TEXT = "Why did nobody ring the mother before the operation?"


def asked(question_id: str = "q1", **given: object) -> FamilyQuestionConfirmed:
    facts = {"text": TEXT, "version": 1, "raised_on": date(2026, 5, 4), "case_reference": CASE}
    return FamilyQuestionConfirmed.model_validate({**facts, "question_id": question_id, **given})


def withdrawn(question_id: str = "q1") -> FamilyQuestionWithdrawn:
    return FamilyQuestionWithdrawn(
        case_reference=CASE, question_id=question_id, withdrawn_on=date(2026, 6, 1)
    )


def replied(panel: Panel, question_id: str = "q1", person: str = "panel-chair", **given: str) -> None:
    words = {"reply": "answered", "text": "The ward rang the wrong number. It has changed how it does this."}
    panel.act(person, reply_to_family_question, case_reference=CASE, question_id=question_id, **words | given)


def state(panel: Panel) -> list[str]:
    return [each.state for each in panel.reading("cdr-manager", lambda tx: questions_of(tx, CASE))]


@pytest.fixture
def sitting(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_sitting)


def make_sitting(panel: Panel) -> None:
    """A case discussed at a quorate meeting, its analysis saved, with one question of the family."""
    panel.notified()
    panel.tell(asked())
    panel.everybody_present(panel.on_agenda())
    panel.act("cdr-manager", save_analysis, case_reference=CASE, form=FORM, version=0)


def test_a_review_is_not_signed_off_while_a_question_of_the_family_is_open(sitting: Panel) -> None:
    with pytest.raises(Invalid) as refused:
        sitting.act("panel-chair", complete_review, case_reference=CASE)
    (fault,) = refused.value.faults
    assert fault.field == "family-questions"
    assert "question 1" in fault.message
    assert "Why did nobody ring the mother" in fault.message


@pytest.mark.parametrize("reply", ["answered", "declined"])
def test_a_review_is_signed_off_once_each_question_has_its_reply(sitting: Panel, reply: str) -> None:
    replied(sitting, reply=reply)
    sitting.act("panel-chair", complete_review, case_reference=CASE)
    assert state(sitting) == [reply]


def test_a_withdrawn_question_stands_in_nobodys_way(sitting: Panel) -> None:
    sitting.tell(withdrawn())
    sitting.act("panel-chair", complete_review, case_reference=CASE)
    assert state(sitting) == ["withdrawn"]


def test_a_question_that_comes_after_completion_needs_an_answer_and_gets_it(sitting: Panel) -> None:
    replied(sitting)
    sitting.act("panel-chair", complete_review, case_reference=CASE)
    sitting.tell(asked("q2", text="Could it happen to our other child?"))
    assert [one.question_id for one in sitting.reading("cdr-manager", open_questions)] == ["q2"]
    replied(sitting, "q2", person="cdr-manager")
    assert sitting.reading("cdr-manager", open_questions) == []


def test_a_later_reply_replaces_the_earlier_and_both_are_kept_with_who_and_when(sitting: Panel) -> None:
    replied(sitting, reply="declined", text="It is for the coroner.")
    replied(sitting, person="cdr-manager", text="The inquest is over: the ward has changed how it rings.")
    (question,) = sitting.reading("cdr-manager", lambda tx: questions_of(tx, CASE))
    assert question.state == "answered"
    assert [(one.reply, one.by) for one in question.answers] == [
        ("declined", "panel-chair"),
        ("answered", "cdr-manager"),
    ]
    assert {one.at for one in question.answers} == {sitting.at}


def test_a_corrected_text_replaces_the_earlier_and_an_older_one_does_not(panel: Panel) -> None:
    panel.notified()
    panel.tell(asked(), asked(text="Why did nobody ring her?", version=2), asked())
    (question,) = panel.reading("cdr-manager", lambda tx: questions_of(tx, CASE))
    assert (question.text, question.version) == ("Why did nobody ring her?", 2)


def test_every_fault_of_a_reply_is_named_and_nothing_identifying_is_kept(sitting: Panel) -> None:
    with pytest.raises(Invalid) as refused:
        replied(sitting, reply="", text="Ring 0116 496 0000")
    assert [fault.field for fault in refused.value.faults] == ["reply-q1", "words-q1"]
    assert state(sitting) == ["open"]


def test_whoever_has_an_interest_in_the_case_does_not_answer_for_the_panel(sitting: Panel) -> None:
    sitting.act("panel-chair", declare_interest, case_reference=CASE, reason="Saw the child")
    with pytest.raises(NotPermitted):
        replied(sitting)


def test_who_sees_the_case_reads_its_questions_everywhere_and_a_member_does_not_reply(
    sitting: Panel, sign_in
) -> None:
    chair, office = sign_in("panel-chair"), sign_in("cdr-manager")
    assert TEXT in chair.get(f"/cases/{CASE}/bundle").text
    assert TEXT in chair.get(f"/cases/{CASE}/review").text
    for page in (chair.get(f"/cases/{CASE}"), chair.get(_meeting(office)), office.get("/cases")):
        assert "Needs an answer" in page.text
    assert TEXT in office.get("/family-questions").text
    member = sign_in("panel-member").get(f"/cases/{CASE}/family-questions").text
    assert f'href="/panel/cases/{CASE}/bundle"' in member
    assert TEXT in member
    assert "Keep this reply" not in member
    with pytest.raises(NotPermitted):
        replied(sitting, person="panel-member")


def _meeting(office) -> str:
    found = re.search(r"/panel(/meetings/[0-9a-f-]{36})\"", office.get("/meetings").text)
    assert found
    return found[1]


def test_a_sign_off_refused_leads_to_the_question_and_a_reply_refused_shows_what_was_typed(
    sitting: Panel, sign_in
) -> None:
    chair, path = sign_in("panel-chair"), f"/cases/{CASE}/family-questions"
    sign_off = f"/cases/{CASE}/sign-off"
    refused = chair.post(sign_off, sign_off, {"do": "sign_off", "form_version": "1"})
    assert refused.status_code == 422
    assert 'href="#family-questions"' in refused.text
    answer = chair.post(f"{path}/q1", path, {"words-q1": "Because of the on-call list."})
    assert answer.status_code == 422
    assert "Because of the on-call list." in answer.text
    assert "Say whether the question is answered or declined" in answer.text
    kept = chair.post(f"{path}/q1", path, {"reply-q1": "answered", "words-q1": "Because of the list."})
    assert "Answered" in kept.text
