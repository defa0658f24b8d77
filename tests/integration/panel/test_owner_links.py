"""Owners of actions are told with their day kept, and answer through a link that shows nothing of a case."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.reopen_review import reopen_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.cases.set_case_themes import set_case_themes
from services.panel.actions.learning.record_action_step import record_action_step
from services.panel.actions.meetings.invite_expert import invite_expert
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm, ContributoryFactor
from services.panel.domain.learning.action_log import LoggedAction, Said
from services.panel.domain.learning.action_steps import ActionState
from services.panel.domain.learning.owner_links import new_link
from services.panel.queries.action_log import logged_actions
from services.panel.queries.analyses import newest_analysis
from services.panel.queries.learning import earlier_learning
from services.panel.tables.actions import owner_link
from shared.messages.tables import message
from shared.storage.kernel_tables import audit_entry
from tests.integration.panel.conftest import CASE, NOW, Browser, Filled, Panel

ACTION = AgreedAction(
    "Offer smoking cessation",
    "Public health, city council",
    "local",
    date(2026, 7, 1),
    kind="system",
    themes=("smoke_exposure",),
    outputs="A leaflet in every clinic",
    budget="=1+1",
)
FORM = AnalysisForm(
    cause_of_death="Meningococcal sepsis",
    summary="A baby who became ill over a day.",
    category=9,
    factors=(ContributoryFactor("B", "Parental smoking", 2, "yes", "Page 1.1"),),
    modifiability="modifiable",
    learning=("Smoke-free homes matter",),
    actions=(ACTION,),
)
DUE = date(2026, 12, 1)
PLACE: dict[str, Any] = {"case_reference": CASE, "review_version": 1, "number": 0}
PATH = f"/actions/{CASE}/1/0"


@pytest.fixture
def completed(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_completed)


def make_completed(panel: Panel) -> None:
    """A completed review with one action due on 1 July; it is now 6 July."""
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    panel.act("cdr-manager", save_analysis, case_reference=CASE, form=FORM, version=0)
    panel.act("panel-chair", complete_review, case_reference=CASE)
    panel.at = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def manager(completed: Panel, sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("cdr-manager")


def the_action(panel: Panel) -> LoggedAction:
    [action] = panel.reading("cdr-manager", logged_actions)
    return action  # type: ignore[no-any-return]


def link_of(manager: Browser, email: str = "") -> str:
    """A new link's path below the service, as the page shows it."""
    answer = manager.post(f"{PATH}/links", PATH, {"email": email, "do": "send" if email else "make"})
    assert answer.status_code == 200, answer.text
    found = re.findall(r"/panel(/owner/[\w.~-]+)", answer.text)
    assert found, answer.text
    return str(found[0])


def test_check_20_actions_are_told_to_their_owners_with_the_date_kept(
    completed: Panel, manager: Browser
) -> None:
    assert the_action(completed).told_on is None
    assert "Owner not told (1)" in manager.get("/actions").text
    link_of(manager, "public.health@council.example")
    assert the_action(completed).told_on == date(2026, 7, 6)
    assert the_action(completed).state is ActionState.TOLD
    assert "Owner not told (0)" in manager.get("/actions").text
    with completed.database.session() as session:
        [sent] = session.execute(select(message)).mappings()
    assert sent["recipient"] == "public.health@council.example"
    assert sent["due_on"] == date(2026, 7, 20)
    assert not re.search(rf"{CASE}|smoking", f"{sent['subject']}{sent['body']}{sent['kind']}{sent['about']}")


def test_a_link_to_give_by_hand_is_never_said_to_have_been_sent_though_an_address_stands_there(
    completed: Panel, manager: Browser
) -> None:
    given = {"email": "public.health@council.example", "do": "make"}
    shown = manager.post(f"{PATH}/links", PATH, given).text
    assert "The link is made." in shown
    assert "on its way" not in shown
    assert the_action(completed).told_on is None
    with completed.database.session() as session:
        assert session.execute(select(message)).all() == []


def test_being_told_in_another_way_is_recorded_by_hand_with_its_own_day(
    completed: Panel, manager: Browser
) -> None:
    day = {"on-day": "18", "on-month": "6", "on-year": "2026"}
    wrong = manager.post(PATH, PATH, {"step": "told", **day})
    assert (wrong.status_code, "Choose how the owner was told" in wrong.text) == (422, True)
    manager.post(PATH, PATH, {"step": "told", "how": "letter", **day})
    assert the_action(completed).told_on == date(2026, 6, 18)


def test_the_owners_page_shows_the_action_and_nothing_of_the_case(completed: Panel, manager: Browser) -> None:
    link = link_of(manager)
    nobody = Browser(TestClient(manager.client.app, base_url="http://127.0.0.1:8000"))
    shown = nobody.get(link)
    assert shown.status_code == 200
    assert "Offer smoking cessation" in shown.text
    assert "Smoke exposure" in shown.text
    for hidden in (CASE, "Meningococcal", "A baby who became ill", "Parental smoking", "2026-04", "June"):
        assert hidden not in shown.text, hidden
    empty = nobody.post(link, link, {"step": "reported_done", "words": "Leaflets are out"})
    assert (empty.status_code, "Say what shows that it is done" in empty.text) == (422, True)
    assert "Leaflets are out" in empty.text
    done = {"step": "reported_done", "words": "Leaflets are out", "evidence": "Order of leaflets"}
    assert "received it" in nobody.post(link, link, done).text
    action = the_action(completed)
    assert (action.state, action.records[-1].by_owner) == (ActionState.REPORTED_DONE, True)
    assert not action.overdue(date(2026, 12, 1))


def test_an_owner_cannot_sign_off_and_writes_nothing_that_identifies(
    completed: Panel, manager: Browser
) -> None:
    link = link_of(manager)
    assert manager.post(link, link, {"step": "signed_off", "words": "It is done"}).status_code == 422
    told = manager.post(link, link, {"step": "progress", "words": "Ask ann@example.org"})
    assert "Take out what may identify somebody" in told.text
    assert the_action(completed).records == ()


@pytest.mark.parametrize(
    ("step", "asked"),
    [
        ("", "Choose what you want to tell the panel"),
        ("progress", "Say what has been done so far"),
        ("reported_done", "Say what was done"),
        ("declined", "Say why you cannot take it on, and who could"),
    ],
)
def test_what_is_missing_is_asked_for_as_the_owners_choice_says_and_not_as_the_office_is_asked(
    manager: Browser, step: str, asked: str
) -> None:
    link = link_of(manager)
    refused = manager.post(link, link, {"step": step, "words": ""})
    assert refused.status_code == 422
    linked = re.findall(r'href="#(?:step|words|evidence)[^"]*"\s*>\s*([^<]+?)\s*</a>', refused.text)
    also = " Say what shows that it is done, and where it is kept" if step == "reported_done" else ""
    assert " ".join(linked) == asked + also


def test_who_takes_it_on_need_say_no_more(completed: Panel, manager: Browser) -> None:
    link = link_of(manager)
    assert "received it" in manager.post(link, link, {"step": "accepted", "words": ""}).text
    assert the_action(completed).state is ActionState.ACCEPTED
    assert "We take it on." in manager.get(link).text


@pytest.mark.parametrize("field", ["words", "evidence"])
def test_an_exact_date_is_named_to_the_owner_with_whatever_else_identifies(
    completed: Panel, manager: Browser, field: str
) -> None:
    link = link_of(manager)
    told = {"step": "reported_done", "words": "It is done", "evidence": "A rota"}
    told[field] = "He died on 3 March 2026 at LE1 5WW"
    refused = manager.post(link, link, told).text
    assert "Take out what may identify somebody: postcode, exact date. Of a day, the month" in refused
    assert the_action(completed).records == ()
    by_office = Said("progress", "Trained on 3 July 2026")
    completed.act("cdr-manager", record_action_step, **PLACE, said=by_office)


def test_after_declining_nothing_is_asked_for_and_a_wrong_choice_is_put_right(
    completed: Panel, manager: Browser
) -> None:
    link = link_of(manager)
    assert "20 July 2026" in manager.get(link).text
    declined = manager.post(link, link, {"step": "declined", "words": "It is not ours"}).text
    assert "Nothing is waited for" in declined
    assert "Please answer by</dt>" in declined
    assert "October" not in declined
    assert "Was the wrong answer chosen" in declined
    for step, state in (
        ("progress", ActionState.UNDER_WAY),
        ("declined", ActionState.DECLINED),
        ("reported_done", ActionState.REPORTED_DONE),
        ("accepted", ActionState.ACCEPTED),
        ("reported_done", ActionState.REPORTED_DONE),
        ("progress", ActionState.UNDER_WAY),
    ):
        told = {"step": step, "words": f"Now {state}", "evidence": "A rota"}
        assert "received it" in manager.post(link, link, told).text
        completed.at += timedelta(minutes=1)
        assert the_action(completed).state is state
    assert "It is not ours" in manager.get(PATH).text


def test_a_wrong_choice_stays_once_the_office_has_signed_the_action_off(
    completed: Panel, manager: Browser
) -> None:
    link = link_of(manager)
    manager.post(link, link, {"step": "reported_done", "words": "Leaflets", "evidence": "An order"})
    completed.act("cdr-manager", record_action_step, **PLACE, said=Said("signed_off", "Seen"))
    shown = manager.get(link).text
    assert "There is nothing more to answer" in shown
    assert "Was the wrong answer chosen" not in shown


def test_a_day_that_has_passed_is_said_to_have_passed(completed: Panel, manager: Browser) -> None:
    assert "1 July 2026: this day has passed" in manager.get(link_of(manager)).text


def test_the_token_is_kept_nowhere_and_a_changed_one_opens_nothing(
    completed: Panel, manager: Browser
) -> None:
    link = link_of(manager)
    token = link.removeprefix("/owner/")
    with completed.database.session() as session:
        kept = session.execute(select(owner_link)).mappings().one()
        audited = session.execute(select(audit_entry)).all()
    assert token not in f"{dict(kept)}{audited}"
    assert manager.get(link[:-3] + "abc").status_code == 404
    assert manager.get("/owner/nonsense").status_code == 404


def test_a_link_that_was_taken_back_or_is_too_old_says_so_and_shows_no_action(
    completed: Panel, manager: Browser
) -> None:
    old = link_of(manager)
    completed.at += timedelta(minutes=1)
    back = link_of(manager)
    assert old != back
    with completed.database.session() as session:
        newest = session.scalars(select(owner_link.c.id).order_by(owner_link.c.made_at.desc())).first()
    manager.post(f"{PATH}/links/{newest}/revoke", PATH)
    assert [manager.get(old).status_code, manager.get(back).status_code] == [200, 404]
    completed.at += timedelta(days=61)
    for link in (old, back):
        spent = manager.get(link)
        assert spent.status_code == 404
        assert "Offer smoking" not in spent.text


@pytest.mark.parametrize("step", ["progress", "reported_done"])
def test_an_answer_that_is_sent_twice_is_one_record(completed: Panel, manager: Browser, step: str) -> None:
    link = link_of(manager)
    told = {"step": step, "words": "Half of the clinics, مرحبا", "evidence": "The rota"}
    for _ in range(2):
        assert "Thank you" in manager.post(link, link, told).text
    [action] = completed.reading("cdr-manager", logged_actions)
    assert [one.words for one in action.records if one.by_owner] == [told["words"]]
    manager.post(link, link, {**told, "words": "Now all of them"})  # something else is another record
    [action] = completed.reading("cdr-manager", logged_actions)
    assert sum(one.by_owner for one in action.records) == (2 if step == "progress" else 1)


def test_a_step_that_the_office_sends_twice_is_one_record(completed: Panel) -> None:
    said = Said("progress", "Heard by telephone")
    first = completed.act("cdr-manager", record_action_step, **PLACE, said=said)
    assert completed.act("cdr-manager", record_action_step, **PLACE, said=said).id == first.id
    completed.act("cdop-administrator", record_action_step, **PLACE, said=said)
    [action] = completed.reading("cdr-manager", logged_actions)
    assert len(action.records) == 2


def test_an_answer_as_long_as_a_book_is_refused_at_once_and_shown_again(manager: Browser) -> None:
    link = link_of(manager)
    told = "Half of the clinics do it. " * 4000
    refused = manager.post(link, link, {"step": "progress", "words": told})
    assert refused.status_code == 422
    assert "Use no more than 4,000 characters" in refused.text
    assert told.strip() in refused.text


def test_a_review_that_was_opened_again_keeps_what_was_recorded_and_its_links(
    completed: Panel, manager: Browser
) -> None:
    link = link_of(manager)
    completed.act("cdr-manager", record_action_step, **PLACE, said=Said("progress", "Training has begun"))
    completed.act("panel-chair", reopen_review, case_reference=CASE, reason="New information")
    saved = completed.reading("cdr-manager", lambda tx: newest_analysis(tx, CASE, 2))
    worded_anew = replace(saved.form.actions[0], text="Offer help to stop smoking")
    form = replace(
        saved.form, actions=(AgreedAction("Tell schools", "City council", "local", DUE), worded_anew)
    )
    completed.act("cdr-manager", save_analysis, case_reference=CASE, form=form, version=saved.version)
    completed.act("panel-chair", complete_review, case_reference=CASE)
    old, new = completed.reading("cdr-manager", logged_actions)
    assert [new.records, [one.words for one in old.records]] == [(), ["Training has begun"]]
    assert (old.review_version, old.number) == (2, 1)
    shown = manager.get(link)
    assert "Offer help to stop smoking" in shown.text
    manager.post(link, link, {"step": "progress", "words": "Half of the staff are trained"})
    old, _ = completed.reading("cdr-manager", logged_actions)
    assert [one.words for one in old.records] == ["Training has begun", "Half of the staff are trained"]


def test_the_action_plan_is_a_file_that_no_spreadsheet_runs_and_names_no_case(
    completed: Panel, manager: Browser
) -> None:
    shown = manager.get("/action-plan").text
    for heading in (
        "Lead organisation / officer",
        "Guidance reference",
        "Outcomes sought",
        "Other aligned work",
    ):
        assert f">{heading}</th>" in shown
    told = manager.get("/action-plan.csv").text
    assert told.lstrip("\ufeff").splitlines()[0] == (
        "Action,Lead organisation / officer,Guidance reference,Outputs intended,Outcomes sought,"
        "Key milestones and dates,Budget,Other aligned work,Links"
    )
    assert "'=1+1" in told
    assert CASE not in told + shown
    assert manager.get("/action-plan.xlsx").content[:2] == b"PK"
    assert manager.get("/action-plan.exe").status_code == 404


def test_what_was_recommended_before_is_found_by_theme_and_not_by_case(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    def found(person: str, case: str = "", theme: str = "smoke_exposure") -> list[str]:
        read = lambda tx: earlier_learning(tx, themes=(theme,), excluding_case=case)  # noqa: E731
        return [one.text for one in completed.reading(person, read)]

    assert found("panel-member") == ["Offer smoking cessation"]
    assert found("panel-member", CASE) == []
    assert found("panel-member", theme="drowning") == []
    page = sign_in("panel-member").get("/recommendations?theme=smoke_exposure").text
    assert page.count("Offer smoking cessation") == 1
    assert "agreed 2026." in page
    assert CASE not in page
    completed.act("panel-member", declare_interest, case_reference=CASE, reason="Treated the child")
    assert found("panel-member") == []
    assert found("designated-doctor") == ["Offer smoking cessation"]


def test_an_expert_reads_what_was_recommended_on_the_themes_of_their_case_alone(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    office, other = "cdr-manager", "LLR-2026-0108"
    day = {"held_on": completed.at.date() + timedelta(days=17), "starts": "09:30", "place": "Room 1"}
    [meeting] = completed.act(office, plan_meeting, **day)
    completed.notified(other)
    completed.act(office, mark_ready, case_reference=other)
    completed.act(office, put_case_on_agenda, meeting_id=meeting.id, case_reference=other)
    who = {"person_id": "invited-expert", "name": "An Expert", "email": "", "cases": [other]}
    works = {"organisation": "Network", "sector": "acute_hospital"}
    completed.act(office, invite_expert, meeting_id=meeting.id, **who, **works)
    completed.act(office, publish_agenda, meeting_id=meeting.id)
    expert, page = sign_in("invited-expert"), "/recommendations?theme=smoke_exposure"
    assert "Offer smoking cessation" not in expert.get(page).text
    completed.act(office, set_case_themes, case_reference=other, themes=["smoke_exposure"])
    shown = expert.get(page).text
    assert "Offer smoking cessation" in shown
    assert 'value="drowning"' not in shown
    bundle = expert.get(f"/cases/{other}/bundle").text
    assert "The CDR manager has noted as themes of this case: Smoke exposure." in bundle
    assert "Offer smoking cessation" in bundle


def test_the_office_reads_the_last_day_on_which_a_link_works() -> None:
    link = new_link(
        id="l", place=(CASE, 1, 1), key="k" * 40, by="o", at=NOW, until=date(2026, 8, 3), sent=False
    )
    assert link.last_day == date(2026, 8, 3)


def test_an_action_without_themes_of_its_own_is_found_by_those_of_its_case(panel: Panel) -> None:
    plain = AgreedAction("Teach cooling", "Fire service", "local", date(2026, 12, 1))
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    form = AnalysisForm(**{**FORM.__dict__, "actions": (plain,)})
    panel.act("cdr-manager", save_analysis, case_reference=CASE, form=form, version=0)
    panel.act("panel-chair", complete_review, case_reference=CASE)
    panel.act("cdr-manager", set_case_themes, case_reference=CASE, themes=["fire_burns"])
    read = lambda tx: earlier_learning(tx, themes=("fire_burns",), excluding_case="")  # noqa: E731
    [earlier] = panel.reading("panel-chair", read)
    assert (earlier.text, earlier.themes, earlier.agreed_in_words) == (
        "Teach cooling",
        ("fire_burns",),
        "June 2026",
    )
