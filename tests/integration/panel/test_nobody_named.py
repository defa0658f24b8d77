"""Names and addresses do not leave a case unasked; who says that nobody is named is kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.record_provisional_decision import record_provisional_decision
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.learning.write_learning import write_learning
from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.ratings.ask_for_ratings import ask_for_ratings
from services.panel.domain.analysis.analysis import AgreedAction
from services.panel.domain.analysis.named_in_analysis import analysis_naming_faults
from shared.contracts import RecommendationFollowed
from shared.errors import Invalid
from tests.integration.panel.conftest import CASE, Browser, Filled, Panel
from tests.integration.panel.test_decisions import without_quorum
from tests.integration.panel.test_minutes import later_meeting
from tests.integration.panel.test_reviews import FORM, published, save

SignIn = Callable[[str], Browser]
NAMING = replace(
    FORM,
    summary="A baby who became ill over a day, as told by Mrs Jane Hollingworth of 12 Acacia Road.",
    actions=(replace(FORM.actions[0], text="Ask Jane Hollingworth's ward to look at it"),),
)
#: What a panel may well write, and the check takes for a name.
WARD = replace(FORM, summary="A baby who became ill on Robin Hood ward.")
SIGN_OFF = f"/cases/{CASE}/sign-off"
#: What the page sends that shows the analysis as first saved.
AS_SAVED = {"do": "sign_off", "form_version": "1"}


@pytest.fixture
def listed(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_listed)


def make_listed(panel: Panel) -> None:
    panel.notified()
    panel.everybody_present(panel.on_agenda())


def tick_on(page: str) -> str:
    found = re.search(r'name="names-nobody"[^>]*value="([0-9a-f]{64})"', page)
    assert found, page
    assert "checked" not in found[0]
    return found[1]


def said(panel: Panel, action: str) -> tuple[str, Any]:
    """Who did it last, and of which fields they said that nobody is named."""
    found = "SELECT person_id, detail FROM audit_entry WHERE action = :action ORDER BY id DESC LIMIT 1"
    with panel.database.engine.connect() as connection:
        person, detail = connection.execute(text(found), {"action": action}).one()
    return person, detail.get("names_nobody")


def test_a_review_with_a_name_in_it_is_not_signed_off_and_nothing_of_it_leaves(
    listed: Panel, sign_in: SignIn
) -> None:
    save(listed, NAMING)
    chair = sign_in("panel-chair")
    in_the_way = chair.get(SIGN_OFF).text
    assert "Summary may show a person&#39;s name" in in_the_way
    assert "Summary shows a street address" in in_the_way
    assert "Action 1 may show a person&#39;s name" in in_the_way
    assert "Nothing in the analysis" not in in_the_way
    refused = chair.post(SIGN_OFF, SIGN_OFF, AS_SAVED)
    assert refused.status_code == 422
    # An address is no matter of opinion: the tick does not let it pass.
    tick = tick_on(refused.text)
    still = chair.post(SIGN_OFF, SIGN_OFF, {**AS_SAVED, "names-nobody": tick})
    assert still.status_code == 422
    assert "Summary shows a street address" in still.text
    assert published(listed) == published(listed, RecommendationFollowed) == []


def test_the_chair_says_that_nobody_is_named_and_the_audit_keeps_who_said_so(
    listed: Panel, sign_in: SignIn
) -> None:
    save(listed, WARD)
    chair = sign_in("panel-chair")
    tick = tick_on(chair.get(SIGN_OFF).text)
    signed = chair.post(SIGN_OFF, SIGN_OFF, {**AS_SAVED, "names-nobody": tick})
    assert "The review is signed off and locked." in signed.text
    assert said(listed, "complete_review") == ("panel-chair", ["summary"])
    assert len(published(listed)) == 1
    finalise = sign_in("cdr-manager").get(f"/cases/{CASE}/finalise").text
    assert "may show" not in finalise


def test_a_tick_does_not_outlive_the_words_it_was_given_for(listed: Panel, sign_in: SignIn) -> None:
    save(listed, WARD)
    chair = sign_in("panel-chair")
    tick = tick_on(chair.get(SIGN_OFF).text)
    changed = replace(WARD, summary=f"{WARD.summary} Jane Hollingworth found her.")
    save(listed, changed, version=1)
    again = chair.post(SIGN_OFF, SIGN_OFF, {**AS_SAVED, "form_version": "2", "names-nobody": tick})
    assert again.status_code == 422
    assert tick_on(again.text) != tick


def test_no_audit_entry_says_it_where_nothing_was_asked(listed: Panel) -> None:
    save(listed)
    listed.act("panel-chair", complete_review, case_reference=CASE)
    assert said(listed, "complete_review") == ("panel-chair", None)


def test_why_somebody_signs_their_own_work_is_looked_at_for_it_stands_in_the_minutes(panel: Panel) -> None:
    make_listed(panel)
    panel.act("panel-chair", save_analysis, case_reference=CASE, form=FORM, version=0)
    because = {"own_work_because": "Jane Hollingworth is ill"}
    with pytest.raises(Invalid) as refused:
        panel.act("panel-chair", complete_review, case_reference=CASE, **because)
    [fault] = refused.value.faults
    assert fault.field == "own_work_because"


def test_a_provisional_decision_is_asked_about_in_the_same_way(listed: Panel) -> None:
    save(listed, WARD)
    without_quorum(listed)
    given = {"case_reference": CASE, "reason": "Snow"}
    with pytest.raises(Invalid, match="Summary may show"):
        listed.act("panel-chair", record_provisional_decision, **given)
    tick = next(iter(analysis_naming_faults(WARD))).words  # type: ignore[attr-defined]
    listed.act("panel-chair", record_provisional_decision, **given, nobody_in=tick)
    assert said(listed, "record_provisional_decision") == ("panel-chair", ["summary"])


@pytest.mark.parametrize(
    ("do", "field", "more"),
    [("discussed", "discussed_reason", {}), ("defer", "defer_reason", {"ground": "information_awaited"})],
)
def test_reasons_that_stand_in_the_minutes_are_asked_about(
    listed: Panel, sign_in: SignIn, do: str, field: str, more: dict[str, str]
) -> None:
    save(listed)
    chair, typed = sign_in("panel-chair"), {"do": do, field: "Robin Hood ward has not answered", **more}
    refused = chair.post(SIGN_OFF, SIGN_OFF, typed)
    assert refused.status_code == 422
    tick = tick_on(refused.text)
    answer = chair.post(SIGN_OFF, SIGN_OFF, {**typed, "names-nobody": tick})
    assert answer.status_code == 200
    assert said(listed, {"discussed": "record_discussion", "defer": "defer_case"}[do])[1] == ["reason"]


def test_a_rating_with_a_name_in_it_is_not_kept_until_its_member_says_that_nobody_is_named(
    panel: Panel, sign_in: SignIn
) -> None:
    make_listed(panel)
    save(panel)
    panel.act("cdr-manager", ask_for_ratings, case_reference=CASE)
    member, path = sign_in("panel-member"), f"/cases/{CASE}/ratings"
    rating = {
        "round": "1",
        "category": "9",
        "modifiability": "modifiable",
        "factor-0-grade": "2",
        "factor-0-modifiable": "yes",
    }
    named = member.post(path, path, {**rating, "comment": "Jane Hollingworth told me"})
    assert named.status_code == 422
    assert "Your rating is in" not in named.text
    tick = tick_on(named.text)
    other = member.post(path, path, {**rating, "comment": "Robin Hood ward was full", "names-nobody": tick})
    assert other.status_code == 422
    right = {**rating, "comment": "Robin Hood ward was full", "names-nobody": tick_on(other.text)}
    assert "Your rating is in" in member.post(path, path, right).text
    assert said(panel, "rate_case") == ("panel-member", ["comment"])


def test_corrections_of_minutes_are_asked_about(listed: Panel, sign_in: SignIn) -> None:
    save(listed)
    listed.act("panel-chair", complete_review, case_reference=CASE)
    with listed.database.engine.connect() as connection:
        meeting = connection.scalar(text("SELECT id FROM panel_meeting"))
    listed.act("panel-chair", close_meeting, meeting_id=meeting)
    typed = {"at_meeting": later_meeting(listed), "corrections": "Dr Sampleby sent apologies"}
    chair, page = sign_in("panel-chair"), f"/meetings/{meeting}/record"
    refused = chair.post(f"{page}/approve", page, typed)
    assert refused.status_code == 422
    done = chair.post(f"{page}/approve", page, {**typed, "names-nobody": tick_on(refused.text)})
    assert "The minutes are approved." in done.text
    assert said(listed, "approve_minutes") == ("panel-chair", ["corrections"])


def test_what_is_recorded_of_actions_and_learning_that_is_passed_on_are_asked_about(
    listed: Panel, sign_in: SignIn
) -> None:
    save(listed)
    listed.act("panel-chair", complete_review, case_reference=CASE)
    office, path = sign_in("cdr-manager"), f"/actions/{CASE}/1/0"
    step = {"step": "progress", "words": "Robin Hood ward has begun"}
    refused = office.post(path, path, step)
    assert refused.status_code == 422
    office.post(path, path, {**step, "names-nobody": tick_on(refused.text)})
    assert said(listed, "record_action_step") == ("cdr-manager", ["words"])
    written = {"kind": "good_practice", "title": "Home visits", "text": "Robin Hood ward visits."}
    refused = office.post("/learning/new", "/learning/new", written)
    assert refused.status_code == 422
    office.post("/learning/new", "/learning/new", {**written, "names-nobody": tick_on(refused.text)})
    assert said(listed, "write_learning") == ("cdr-manager", ["text"])
    with pytest.raises(Invalid):
        listed.act("cdr-manager", write_learning, **written, themes=[], cases=[])


def test_an_actions_words_that_name_nobody_are_agreed_unasked(listed: Panel) -> None:
    care = AgreedAction("Ask the Sister Unit of St Mary's Hospital", "Queen Elizabeth Hospital", "local")
    plain = replace(FORM, actions=(replace(care, due_on=FORM.actions[0].due_on),))
    save(listed, replace(plain, summary="Edwards syndrome was known; Wolff-Parkinson-White was not."))
    listed.act("panel-chair", complete_review, case_reference=CASE)
    assert len(published(listed, RecommendationFollowed)) == 1
