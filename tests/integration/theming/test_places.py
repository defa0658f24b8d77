"""Deciding on a text place by place: what a person says of a sentence holds for its words."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.themes.add_theme import add_theme
from services.theming.domain.confirming.steps_taken import StepTaken, steps_taken
from services.theming.pages.told_decisions import told_decisions
from services.theming.queries.cases import texts_of, themes_of
from services.theming.queries.decisions import decisions_of, sentence_decisions_of
from services.theming.queries.judging import judgements_of
from services.theming.queries.stale_evidence import themes_with_stale_evidence
from shared.contracts import CaseDocumentWithheld
from shared.storage import Transaction

from .conftest import CASE, Theming, csrf_in, enter, form_on, material, notified, reviewed

STORY = "She died of acute severe asthma. Her asthma plan was old. Mother smoked. There was no drowning."
FIRST, SECOND = "She died of acute severe asthma.", "Her asthma plan was old."


@pytest.fixture
def themed(theming: Theming) -> Theming:
    theming.tell(
        notified(), material(text=STORY), reviewed(summary="Nothing of note was said here at all today.")
    )
    theming.read_texts()
    return theming


@pytest.fixture
def page(themed: Theming, web: TestClient) -> "Page":
    enter(web, "cdr-manager")
    return Page(themed, web)


class Page:
    """The page of the notification's text, as the manager sees it."""

    def __init__(self, theming: Theming, web: TestClient) -> None:
        self.theming, self.web = theming, web

    @property
    def address(self) -> str:
        texts = re.findall(rf"/themes/cases/{CASE}/texts/\d+", self.web.get(f"/themes/cases/{CASE}").text)
        return next(each for each in texts if "She died of" in self.web.get(each).text)

    @property
    def html(self) -> str:
        return self.web.get(self.address).text

    def place(self, theme: str, sentence: str) -> str:
        return f"{STORY.index(sentence)}-{theme}"

    def press(self, what: str, theme: str, sentence: str = FIRST) -> str:
        return self.send(f"/places/{self.place(theme, sentence)}/{what}")

    def send(self, path: str, status: int = 200, **typed: str) -> str:
        address, changing = self.address, path.rsplit("/", 1)[-1][0].isdigit()
        form = form_on(self.web.get(address + path if changing else address).text, path)
        answer = self.web.post(address + path, data={**form, **typed})
        assert answer.status_code == status, answer.text
        return answer.text

    def status(self, theme: str) -> str | None:
        found = self.theming.look(lambda tx: themes_of(tx, CASE)).get(theme)
        return str(found.status) if found else None


def test_the_whole_text_is_shown_with_numbered_places_and_the_rule_on_demand(page: Page) -> None:
    html = page.html
    assert re.search(r"<mark [^>]*>asthma</mark>.*?<a href=\"#place-\d+-asthma\">1 Asthma</a>", html, re.S)
    assert "2 Asthma" in html
    assert re.search(r"Drowning: said not to be so", html)
    assert "Why it is marked" in html
    assert "asthma." in html
    assert "3 places wait for a decision." in html


def test_accepting_one_sentence_confirms_the_theme_with_who_and_when(page: Page) -> None:
    assert "Accepted: Asthma." in page.press("accept", "asthma")
    assert page.status("asthma") == "confirmed"
    assert "Accepted by Morgan Testerley" in page.html
    (step,) = page.theming.look(lambda tx: decisions_of(tx, CASE))
    assert (step.theme, step.step, step.decided_by) == ("asthma", "confirmed", "cdr-manager")


def test_a_theme_is_rejected_only_when_its_last_sentence_is(page: Page) -> None:
    page.press("reject", "asthma")
    assert page.status("asthma") == "proposed"
    page.press("reject", "asthma", SECOND)
    assert page.status("asthma") == "rejected"


def test_a_rejected_sentence_does_not_come_back_in_a_newer_version_with_the_same_words(page: Page) -> None:
    page.press("reject", "asthma")
    page.press("reject", "smoke_exposure", "Mother smoked.")
    moved = "An opening line was added.  " + STORY.replace("acute severe", "acute\nsevere")
    page.theming.tell(material(text=moved, version=2))
    page.theming.read_texts()
    html = page.html
    assert "1 Asthma: rejected" in html
    assert page.status("smoke_exposure") == "rejected"
    assert page.status("asthma") == "proposed"  # its other sentence was not judged


def test_a_renamed_proposal_goes_to_its_new_theme_and_does_not_come_back(page: Page) -> None:
    typed = {"theme": "poverty_housing_environment", "assertion": "affirmed", "words": "smoked"}
    typed["sentence"] = str(STORY.index("Mother smoked."))
    page.send(f"/places/{page.place('smoke_exposure', 'Mother smoked.')}", **typed)
    assert page.status("smoke_exposure") == "rejected"
    assert page.status("poverty_housing_environment") == "confirmed"
    page.theming.tell(material(text=STORY + " More.", version=2))
    page.theming.read_texts()
    assert page.status("smoke_exposure") == "rejected"
    assert page.status("poverty_housing_environment") == "confirmed"
    steps = page.theming.look(lambda tx: decisions_of(tx, CASE))
    assert ("renamed", "poverty_housing_environment") in [(each.step, each.renamed_to) for each in steps]


def test_another_reading_of_the_same_sentence_no_longer_affirms(page: Page) -> None:
    typed = {"theme": "smoke_exposure", "assertion": "historical", "words": ""}
    typed["sentence"] = str(STORY.index("Mother smoked."))
    page.send(f"/places/{page.place('smoke_exposure', 'Mother smoked.')}", **typed)
    assert page.status("smoke_exposure") == "rejected"
    assert "in the past" in page.html


def test_a_theme_is_added_with_its_words_without_any_script(page: Page) -> None:
    at = str(STORY.index(SECOND))
    typed = {
        "theme": "late_recognition_escalation",
        "assertion": "affirmed",
        "sentence": at,
        "words": "plan was old",
    }
    assert "Added: " in page.send("/places", **typed)
    assert page.status("late_recognition_escalation") == "confirmed"
    assert re.search(r"<mark [^>]*>plan was old</mark>", page.html)


def test_what_is_typed_wrongly_is_named_at_once_and_nothing_is_lost(page: Page) -> None:
    typed = {
        "theme": "luck",
        "assertion": "",
        "sentence": "7",
        "words": "not there",
        "reason": "call 01162345678",
    }
    html = page.send("/places", 422, **typed)
    for said in ("Choose a theme", "Say how the sentence speaks", "Choose the sentence", "telephone number"):
        assert said in html
    assert 'value="not there"' in html
    typed = {"theme": "asthma", "assertion": "affirmed", "sentence": "0", "words": "not there"}
    assert "must stand in the sentence" in page.send("/places", 422, **typed)


def test_confirmed_evidence_that_a_newer_version_lacks_is_flagged_and_its_words_go(page: Page) -> None:
    page.press("accept", "smoke_exposure", "Mother smoked.")
    page.theming.tell(material(text="She died of acute severe asthma.", version=2))
    page.theming.read_texts()
    assert page.status("smoke_exposure") == "confirmed"
    stale = page.theming.look(themes_with_stale_evidence)
    assert stale == [(CASE, "smoke_exposure")]
    assert "Evidence out of date" in page.web.get(f"/themes/cases/{CASE}").text
    assert "evidence is out of date" in page.web.get("/themes/").text
    held = page.theming.look(lambda tx: judgements_of(tx, CASE))
    assert [(each.sentence, each.by) for each in held] == [("", "cdr-manager")]


def test_the_words_of_a_withdrawn_text_go_from_the_judgements_too(page: Page) -> None:
    page.press("reject", "smoke_exposure", "Mother smoked.")
    withheld = CaseDocumentWithheld(
        case_reference=CASE,
        material_id=f"notification-{CASE}",
        kind="notification",
        version=2,
        source_role="paediatrician",
        because="office_decision",
        withheld_on=date(2026, 9, 1),
    )
    page.theming.tell(withheld)
    assert {each.sentence for each in page.theming.look(lambda tx: judgements_of(tx, CASE))} == {""}


def test_the_parts_of_a_newer_version_are_waited_for(page: Page) -> None:
    page.press("accept", "smoke_exposure", "Mother smoked.")
    page.theming.tell(material(text="She died of acute severe asthma.", version=2, part=1, parts=2))
    page.theming.read_texts()
    assert page.theming.look(themes_with_stale_evidence) == []
    page.theming.tell(material(text="Mother smoked.", version=2, part=2, parts=2))
    page.theming.read_texts()
    assert page.theming.look(themes_with_stale_evidence) == []


def test_confirming_a_theme_accepts_every_sentence_shown_and_rejecting_it_takes_that_back(page: Page) -> None:
    for how in ("confirm", "reject", "confirm"):
        form = form_on(page.web.get(f"/themes/cases/{CASE}").text, f"/asthma/{how}")
        page.web.post(f"/themes/cases/{CASE}/themes/asthma/{how}", data=form)
        affirms = [each.affirms for each in page.theming.look(lambda tx: judgements_of(tx, CASE))[-2:]]
        assert affirms == [how == "confirm"] * 2


def test_a_text_too_thin_to_say_anything_says_so(theming: Theming, web: TestClient) -> None:
    theming.tell(notified(), material(text="See letter."))
    theming.read_texts()
    enter(web, "cdr-manager")
    assert "Not enough to go by" in web.get(f"/themes/cases/{CASE}").text


def test_the_text_of_a_case_not_reviewed_is_labelled_so(theming: Theming, web: TestClient) -> None:
    theming.tell(notified(), material(text=STORY))
    theming.read_texts()
    enter(web, "cdr-manager")
    page = Page(theming, web)
    assert "Not yet reviewed" in page.html
    after = web.get(f"/themes/cases/{CASE}").text
    assert after.index('id="text-') < after.index("Not yet reviewed", after.index('id="text-'))


@pytest.mark.parametrize("person", ["panel-member", "auditor", "public-health-analyst"])
def test_nobody_else_reads_a_text(page: Page, person: str) -> None:
    address = page.address
    enter(page.web, person)
    assert page.web.get(address).status_code == 403
    assert page.web.get(f"{address}/places/{page.place('asthma', FIRST)}").status_code == 403


def test_a_text_or_a_place_that_is_not_there_is_not_found(page: Page) -> None:
    address = page.address
    for wrong in ("texts/999999", "texts/x", "texts/%00"):
        assert page.web.get(f"/themes/cases/{CASE}/{wrong}").status_code == 404
    assert page.web.get(f"{address}/places/4-asthma").status_code == 404


def test_what_was_typed_is_shown_again_where_the_text_has_been_replaced_meanwhile(page: Page) -> None:
    address, token = page.address, csrf_in(page.html)
    page.theming.tell(material(text=f"{STORY} He was seen once.", version=2))
    typed = {"csrf_token": token, "words": "Mother smoked", "reason": "Said by two of them"}
    for form in ("places", f"places/{page.place('asthma', FIRST)}"):
        answer = page.web.post(f"{address}/{form}", data=typed)
        assert answer.status_code == 404
        assert "Mother smoked" in answer.text
        assert "Said by two of them" in answer.text
        assert f'href="/themes/cases/{CASE}"' in answer.text
        assert "Nothing was saved" in answer.text


def test_what_is_said_not_to_be_so_is_turned_round_by_its_own_button_and_by_no_key(page: Page) -> None:
    place = re.escape(page.place("drowning", "There was no drowning."))
    (did,) = re.findall(rf"/places/{place}/accept\" data-do=\"([a-z-]+)\"", page.html)
    assert did not in ("accept", "reject", "change")
    assert "It does show it" in page.html
    (did,) = re.findall(rf"/places/{page.place('asthma', FIRST)}/accept\" data-do=\"([a-z-]+)\"", page.html)
    assert did == "accept"


@pytest.mark.parametrize("words", ["asthma", "  ASTHMA "])
def test_a_change_that_changes_nothing_says_so_and_decides_nothing(page: Page, words: str) -> None:
    typed = {"theme": "asthma", "assertion": "affirmed", "sentence": "0", "words": words}
    html = page.send(f"/places/{page.place('asthma', FIRST)}", 422, **typed, reason="As it is")
    assert "Nothing is changed in the theme" in html
    assert "As it is" in html
    assert page.status("asthma") == "proposed"
    assert page.theming.look(lambda tx: judgements_of(tx, CASE)) == []
    assert "Changed: Asthma." in page.send(
        f"/places/{page.place('asthma', FIRST)}", **typed | {"words": "acute severe asthma"}
    )


def test_where_words_together_showed_a_theme_it_is_said_which_of_them_did(
    theming: Theming, web: TestClient
) -> None:
    story = "Nothing else is known of him. He was victim of exploiters who retaliated."
    theming.tell(notified(), material(text=story))
    theming.read_texts()
    enter(web, "cdr-manager")
    html = web.get(re.findall(rf"/themes/cases/{CASE}/texts/\d+", web.get(f"/themes/cases/{CASE}").text)[0])
    place = html.text[html.text.index("Youth violence or exploitation", html.text.index("<ol")) :]
    said = place[place.index("Why it is marked") : place.index("Known to the program as")]
    assert "words together are like those of sentences that showed this theme in other accounts" in said
    for word in ("victim", "exploiters", "retaliated"):
        assert f"“{word}”" in said
    assert "told_words" not in said


def test_where_a_rule_found_it_its_words_are_said_to_stand_in_the_codebook(page: Page) -> None:
    said = page.html[page.html.index("Why it is marked") :]
    assert (
        "The marked words stand in the codebook for this theme."
        in said[: said.index("Known to the program as")]
    )


def test_every_decision_on_the_case_tells_those_on_single_sentences_too(page: Page) -> None:
    page.press("reject", "asthma")
    page.theming.at += timedelta(minutes=5)
    page.press("reject", "asthma", SECOND)
    shown = page.web.get(f"/themes/cases/{CASE}").text.split("Every decision on this case (")[1]
    told = " ".join(unescape(re.sub("<[^>]+>", " ", shown)).split())
    assert f"“{FIRST}” ( Notification )" in told
    assert f"“{SECOND}” ( Notification )" in told
    assert "Morgan Testerley" in told
    assert re.search(r"/texts/\d+", shown)


def steps_of_case(tx: Transaction) -> list[StepTaken]:
    return steps_taken(decisions_of(tx, CASE), sentence_decisions_of(tx, CASE))


def test_decisions_are_told_newest_first_with_what_was_said_of_which_sentence(page: Page) -> None:
    texts, labels = page.theming.look(lambda tx: texts_of(tx, CASE)), {"asthma": "Asthma"}
    page.press("reject", "asthma")
    (first,) = told_decisions(page.theming.look(steps_of_case), labels, texts)
    assert (first.decision, first.theme) == ("Sentence rejected", "Asthma")
    assert first.who == "Morgan Testerley (demo)"
    assert [(each.words, each.title) for each in first.sentences] == [(FIRST, "Notification")]
    (gone,) = told_decisions(page.theming.look(steps_of_case), labels, [])
    assert [each.text_id for each in gone.sentences] == [None]
    page.theming.act(
        "cdr-manager", add_theme, case=CASE, theme="neglect", reason="Read in the return of the school."
    )
    told = {each.theme: each for each in told_decisions(page.theming.look(steps_of_case), labels, texts)}
    assert told["neglect"].decision == "Theme added by hand"
    assert told["neglect"].sentences == []
    assert told["neglect"].reason == "Read in the return of the school."
