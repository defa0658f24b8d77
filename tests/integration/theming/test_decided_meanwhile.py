"""Two people on one case: a page that is older than a colleague's decision does not turn it round."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from deploy.personas import PERSONAS
from services.theming.actions.confirming.finish_reading import finish_reading
from services.theming.actions.confirming.judge_sentence import accept_sentence
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.confirming.places import places
from services.theming.domain.confirming.seen import DecidedMeanwhile, seen_as_sent
from services.theming.queries.cases import mentions_of, texts_of, themes_of
from services.theming.queries.decisions import decisions_of
from services.theming.queries.judging import (
    held_judgements,
    judgements_of,
    sentences_of_themes,
    text_to_judge,
)
from services.theming.queries.seen import seen_now
from shared.storage import Transaction

from .conftest import CASE, NOW, Theming, enter, form_on, material, notified, reviewed

ME, COLLEAGUE = "cdr-manager", "cdop-administrator"
STORY = "She died of acute severe asthma. Her asthma plan was old. Mother smoked. There was no drowning."
FIRST = "She died of acute severe asthma."
ASTHMA = {"case": CASE, "theme": "asthma"}
PAGE = f"/themes/cases/{CASE}"


@pytest.fixture
def themed(theming: Theming, web: TestClient) -> Theming:
    theming.tell(
        notified(), material(text=STORY), reviewed(summary="Nothing of note was said here at all today.")
    )
    theming.read_texts()
    enter(web, ME)
    return theming


def the_text(web: TestClient) -> str:
    """The address of the notification's text."""
    found = re.findall(rf"{PAGE}/texts/\d+", web.get(PAGE).text)
    return next(each for each in found if "Her" in web.get(each).text)


def kept(theming: Theming) -> tuple[dict[str, str], int, int]:
    """How each theme stands, and how many decisions and judgements there are."""
    standing = theming.look(lambda tx: themes_of(tx, CASE))
    return (
        {theme: str(each.status) for theme, each in standing.items()},
        len(theming.look(lambda tx: decisions_of(tx, CASE))),
        len(theming.look(lambda tx: judgements_of(tx, CASE))),
    )


@pytest.mark.parametrize(("mine", "theirs"), [("confirm", reject_theme), ("reject", confirm_theme)])
def test_a_page_opened_before_a_colleague_decided_changes_nothing_and_says_who_and_when(
    themed: Theming, web: TestClient, mine: str, theirs: object
) -> None:
    form = form_on(web.get(PAGE).text, f"/asthma/{mine}")
    themed.act(COLLEAGUE, theirs, **ASTHMA)
    before = kept(themed)
    answer = web.post(f"{PAGE}/themes/asthma/{mine}", data=form)
    assert answer.status_code == 409
    assert kept(themed) == before
    did = "rejected" if mine == "confirm" else "confirmed"
    assert "Nothing was changed." in answer.text
    assert f"Ash Sampleford (demo) {did} “Asthma”: 21 November 2026, 10:30 am" in answer.text
    assert 'href="#theme-asthma"' in answer.text


def test_whoever_has_been_told_may_decide_otherwise(themed: Theming, web: TestClient) -> None:
    form = form_on(web.get(PAGE).text, "/asthma/confirm")
    themed.act(COLLEAGUE, reject_theme, **ASTHMA)
    told = web.post(f"{PAGE}/themes/asthma/confirm", data=form)
    again = web.post(f"{PAGE}/themes/asthma/confirm", data=form_on(told.text, "/asthma/confirm"))
    assert again.status_code == 200
    assert kept(themed)[0]["asthma"] == "confirmed"


def test_a_colleagues_decision_on_another_theme_is_in_nobodys_way(themed: Theming, web: TestClient) -> None:
    form = form_on(web.get(PAGE).text, "/asthma/confirm")
    themed.act(COLLEAGUE, reject_theme, case=CASE, theme="smoke_exposure")
    assert web.post(f"{PAGE}/themes/asthma/confirm", data=form).status_code == 200
    assert kept(themed)[0] == {"asthma": "confirmed", "smoke_exposure": "rejected"}


def test_a_form_that_says_nothing_of_what_was_seen_changes_nothing(themed: Theming, web: TestClient) -> None:
    form = form_on(web.get(PAGE).text, "/asthma/confirm")
    del form["seen"], form["sentences"]
    assert web.post(f"{PAGE}/themes/asthma/confirm", data=form).status_code == 409
    assert kept(themed)[0]["asthma"] == "proposed"


def test_a_sentence_that_came_since_the_page_was_opened_is_not_accepted_unread(
    themed: Theming, web: TestClient
) -> None:
    form = form_on(web.get(PAGE).text, "/asthma/confirm")
    more = material(
        material_id="letter",
        title="Letter",
        kind="reporting_form",
        text="Her asthma had been poorly controlled.",
    )
    themed.tell(more)
    themed.read_texts()
    for how in ("confirm", "reject"):
        answer = web.post(f"{PAGE}/themes/asthma/{how}", data=form)
        assert answer.status_code == 409
        assert "other sentences show this theme" in answer.text
    assert kept(themed) == ({"asthma": "proposed", "smoke_exposure": "proposed"}, 0, 0)


@pytest.mark.parametrize(("mine", "theirs"), [("accept", reject_theme), ("reject", confirm_theme)])
def test_so_it_is_with_a_sentence_on_the_page_of_its_text(
    themed: Theming, web: TestClient, mine: str, theirs: object
) -> None:
    address = the_text(web)
    form = form_on(web.get(address).text, f"/places/0-asthma/{mine}")
    themed.act(COLLEAGUE, theirs, **ASTHMA)
    before = kept(themed)
    answer = web.post(f"{address}/places/0-asthma/{mine}", data=form)
    assert answer.status_code == 409
    assert "Nothing was changed." in answer.text
    assert "Ash Sampleford" in answer.text
    assert 'href="#place-0-asthma"' in answer.text
    assert kept(themed) == before


def test_what_was_typed_into_a_change_is_kept_when_somebody_came_before(
    themed: Theming, web: TestClient
) -> None:
    address = f"{the_text(web)}/places/0-asthma"
    form = form_on(web.get(address).text, "/places/0-asthma")
    themed.act(COLLEAGUE, reject_theme, **ASTHMA)
    before = kept(themed)
    typed = {"theme": "asthma", "assertion": "historical", "sentence": "0", "words": "severe asthma"}
    answer = web.post(address, data={**form, **typed})
    assert answer.status_code == 409
    assert 'value="severe asthma"' in answer.text
    assert "Ash Sampleford (demo) rejected “Asthma”" in answer.text
    assert kept(themed) == before
    again = web.post(address, data={**form_on(answer.text, "/places/0-asthma"), **typed})
    assert again.status_code == 200


def test_a_sentence_is_not_added_over_what_a_colleague_decided_of_its_theme(
    themed: Theming, web: TestClient
) -> None:
    address = the_text(web)
    form = form_on(web.get(address).text, "/places")
    themed.act(COLLEAGUE, reject_theme, case=CASE, theme="smoke_exposure")
    typed = {"theme": "smoke_exposure", "assertion": "affirmed", "sentence": "0", "words": "died"}
    answer = web.post(f"{address}/places", data={**form, **typed})
    assert answer.status_code == 409
    assert 'value="died"' in answer.text
    assert kept(themed)[0]["smoke_exposure"] == "rejected"


def test_a_theme_is_not_added_by_hand_over_what_a_colleague_decided(themed: Theming, web: TestClient) -> None:
    form = form_on(web.get(PAGE).text, f"{CASE}/themes")
    themed.act(COLLEAGUE, add_theme, case=CASE, theme="drowning", reason="Seen in the form")
    themed.act(COLLEAGUE, reject_theme, case=CASE, theme="drowning")
    typed = {"theme": "drowning", "reason": "By the pond"}
    answer = web.post(f"{PAGE}/themes", data={**form, **typed})
    assert answer.status_code == 409
    assert "By the pond" in answer.text
    assert kept(themed)[0]["drowning"] == "rejected"


def test_nobody_signs_that_they_have_read_what_they_have_not_seen(themed: Theming, web: TestClient) -> None:
    for theme in ("asthma", "smoke_exposure"):
        themed.act(ME, confirm_theme, case=CASE, theme=theme)
    form = form_on(web.get(PAGE).text, "/finish")
    themed.act(COLLEAGUE, reject_theme, **ASTHMA)
    answer = web.post(f"{PAGE}/finish", data=form)
    assert answer.status_code == 409
    assert "Ash Sampleford (demo) rejected “Asthma”" in answer.text
    themed.act(ME, finish_reading, case=CASE)  # whoever decides from no page is asked nothing


def confirm_now(tx: Transaction, *, seen: str) -> None:
    mark = sentences_of_themes(tx, CASE, ["asthma"])["asthma"].mark
    confirm_theme(tx, **ASTHMA, seen=seen_as_sent(seen, mark))


def accept_now(tx: Transaction, *, seen: str) -> None:
    number = next(each.id for each in texts_of(tx, CASE) if each.text == STORY)
    text = text_to_judge(tx, CASE, number)
    mine = [each for each in mentions_of(tx, CASE) if each.text_id == number]
    place = places(STORY, mine, held_judgements(tx, CASE))[0]
    accept_sentence(tx, text=text, place=place, seen=seen_as_sent(seen, place.mark_in(STORY)))


@pytest.mark.parametrize("mine", [confirm_now, accept_now])
def test_of_two_who_decide_at_once_the_second_is_told(themed: Theming, mine: Any) -> None:
    seen = themed.look(lambda tx: seen_now(tx, CASE)).numbers
    with ThreadPoolExecutor() as pool:
        with themed.database.transaction(person=PERSONAS[COLLEAGUE], at=NOW) as theirs:
            reject_theme(theirs, **ASTHMA)
            waits = pool.submit(themed.act, ME, mine, seen=seen)
            with pytest.raises(TimeoutError):
                waits.result(timeout=0.5)
        with pytest.raises(DecidedMeanwhile):
            waits.result(timeout=20)
    assert kept(themed)[0]["asthma"] == "rejected"
