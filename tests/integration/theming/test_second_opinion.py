"""A second opinion from models that learn at night from what people decided, and only from that."""

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from fastapi.testclient import TestClient

from deploy.host import Installation
from deploy.learning import example_lines, learn_now
from services.theming.actions.opinions.form_opinions import form_opinions
from services.theming.actions.opinions.learn_from_decisions import learn_at_night
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.queries.cases import themes_of
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.opinions import (
    cases_spoken_of,
    examples_got_wrong,
    last_learning,
    possible_themes,
)
from shared.people import SYSTEM
from shared.service import Errand
from shared.settings import Settings

from .conftest import Theming, enter, material, notified

REFERENCES = [f"LLR-2026-{n:04d}" for n in range(1, 200)]
CASES = [case for case in REFERENCES if not confirming_rules().is_read_twice(case)]
WITH = "He coughed at night with wheeze and his blue inhaler was empty when the ambulance came."
WITHOUT = "She was found in the garden pond behind the house when the ambulance came."


def run(theming: Theming, errand: Errand) -> int:
    """Do the errand until there is nothing left; how often there was something to do."""
    times = 0
    while (taken := theming.act(SYSTEM, errand.take)) is not None:
        outcome = errand.do(taken)
        theming.act(SYSTEM, lambda tx, taken=taken, outcome=outcome: errand.record(tx, taken, outcome))
        times += 1
    return times


def next_night(theming: Theming) -> None:
    theming.at += timedelta(days=1)


def tell(theming: Theming, case: str, text: str) -> None:
    theming.tell(notified(case), material(case, text=text))


@pytest.fixture
def taught(theming: Theming, tmp_path: Path) -> Theming:
    """People found the theme true of 50 cases and not true of 50: no rule had proposed it in any."""
    theme = {"theme": "poverty_housing_environment"}

    def decide(tx) -> None:  # type: ignore[no-untyped-def]
        for number, case in enumerate(CASES[:100]):
            add_theme(tx, case=case, reason="As the text tells.", **theme)
            if number % 2:
                reject_theme(tx, case=case, **theme)

    for number, case in enumerate(CASES[:100]):
        tell(theming, case, WITHOUT if number % 2 else WITH)
    theming.read_texts()
    theming.act("cdr-manager", decide)
    next_night(theming)
    assert run(theming, learn_at_night(str(tmp_path))) == 1
    return theming


def test_from_fifty_confirmed_cases_on_a_theme_is_possible_where_no_sentence_shows_it(
    taught: Theming, tmp_path: Path, web: TestClient
) -> None:
    tell(taught, CASES[150], WITH)
    tell(taught, CASES[151], WITHOUT)
    taught.read_texts()
    assert run(taught, form_opinions(str(tmp_path))) >= 1
    found = taught.look(lambda tx: possible_themes(tx, CASES[150]))
    assert list(found) == ["poverty_housing_environment"]
    assert taught.look(lambda tx: possible_themes(tx, CASES[151])) == {}
    enter(web, "cdr-manager")
    page = web.get(f"/themes/cases/{CASES[150]}").text
    after = page[page.index("Possible, no sentence") :]
    assert "probable" in after
    assert "Possible, no sentence" not in web.get(f"/themes/cases/{CASES[151]}").text
    page = web.get("/themes/trust").text
    assert "Brier" in page
    assert "Report card" in page
    assert "Not enough: 0 cases confirmed, 50 are needed" in page


def test_the_trust_page_says_in_which_cases_a_model_speaks_where_nobody_else_does(
    taught: Theming, tmp_path: Path, web: TestClient
) -> None:
    spoken_of, decided, restricted = CASES[150], CASES[151], CASES[152]
    for case in (spoken_of, decided, restricted):
        tell(taught, case, WITH)
    taught.read_texts()
    run(taught, form_opinions(str(tmp_path)))
    taught.act("cdr-manager", add_theme, case=decided, theme="poverty_housing_environment", reason="So.")
    closed = {"reason": "Known here.", "people": {"somebody-else": "Somebody Else"}}
    taught.act("cdr-manager", restrict_case, case=restricted, **closed)
    assert taught.look(cases_spoken_of, "cdop-administrator") == {"poverty_housing_environment": [spoken_of]}
    enter(web, "cdop-administrator")
    page = web.get("/themes/trust").text
    assert "Cases where it is shown now" in page
    assert "In 1 case a model finds a theme possible that no sentence shows" in page
    assert f'/themes/cases/{spoken_of}">{spoken_of}</a>' in page
    assert decided not in page


def test_the_numbers_of_what_rules_got_wrong_add_up_and_are_told_in_words(
    theming: Theming, tmp_path: Path, web: TestClient
) -> None:
    told = ("She died of acute severe asthma.", "She died of  acute severe asthma.", "His asthma killed him.")
    for case, sentence in zip(CASES, told, strict=False):
        tell(theming, case, sentence)
    theming.read_texts()
    for case in CASES[: len(told)]:
        theming.act("cdr-manager", reject_theme, case=case, theme="asthma")
    next_night(theming)
    run(theming, learn_at_night(str(tmp_path)))
    assert len(theming.look(examples_got_wrong).wrong) == 3
    enter(web, "cdr-manager")
    page = " ".join(web.get("/themes/trust").text.split())
    assert (
        "3 rejections are kept as examples. In 3 of 3 the present rules make the same mistake still" in page
    )
    assert "2 different sentences, some of which people rejected in several cases." in page
    assert "these add up to 3" in page
    assert "Asthma: 2 different sentences, rejected 3 times" in page
    assert "Still read as Asthma" in page
    assert "asthma." not in page.replace("asthma.</", "").replace("acute severe asthma.", "")


def test_it_is_no_proposal_and_a_new_text_is_read_by_the_models_too(taught: Theming, tmp_path: Path) -> None:
    case = CASES[150]
    tell(taught, case, WITHOUT)
    taught.read_texts()
    run(taught, form_opinions(str(tmp_path)))
    taught.tell(material(case, text=WITH, version=2))
    taught.read_texts()
    assert run(taught, form_opinions(str(tmp_path))) == 1
    assert taught.look(lambda tx: possible_themes(tx, case))
    assert "poverty_housing_environment" not in taught.look(lambda tx: themes_of(tx, case))


def test_the_file_says_where_it_comes_from_and_is_not_used_when_changed(
    taught: Theming, tmp_path: Path
) -> None:
    (model,) = taught.look(last_learning).shown
    told = json.loads((tmp_path / model.file).read_text())
    assert told["provenance"].keys() >= {"decisions_until", "codebook", "sklearn", "seed", "agreement"}
    assert told["report_card"]["positives"] == 50
    (tmp_path / model.file).write_text(json.dumps(told))
    run(taught, form_opinions(str(tmp_path)))
    assert taught.look(lambda tx: possible_themes(tx, CASES[0])) == {}


def test_it_learns_once_a_night_and_only_where_something_was_decided(taught: Theming, tmp_path: Path) -> None:
    errand = learn_at_night(str(tmp_path))
    taught.act("cdr-manager", reject_theme, case=CASES[0], theme="poverty_housing_environment")
    assert run(taught, errand) == 0
    next_night(taught)
    assert run(taught, errand) == 1
    next_night(taught)
    assert run(taught, errand) == 0
    models = {model.theme: model for model in taught.look(last_learning).models}
    assert models["poverty_housing_environment"].none_because.startswith("Not enough: 49 cases")


def test_without_a_folder_nothing_is_learnt_and_that_is_said(theming: Theming) -> None:
    tell(theming, CASES[0], "She died of acute severe asthma.")
    theming.read_texts()
    theming.act("cdr-manager", confirm_theme, case=CASES[0], theme="asthma")
    next_night(theming)
    assert run(theming, learn_at_night("")) == 1
    assert run(theming, form_opinions("")) == 0
    assert theming.look(last_learning).shown == []


def test_every_rejection_is_an_example_that_night_until_it_is_taken_back(
    theming: Theming, tmp_path: Path
) -> None:
    case, errand = CASES[0], learn_at_night(str(tmp_path))
    tell(theming, case, "She died of acute severe asthma. Both parents smoked indoors throughout her life.")
    theming.read_texts()
    theming.act("cdr-manager", reject_theme, case=case, theme="asthma")
    assert theming.look(examples_got_wrong).kept == 0
    next_night(theming)
    run(theming, errand)
    (example,) = theming.look(examples_got_wrong).wrong
    assert (example.theme, example.sentence) == ("asthma", "She died of acute severe asthma.")
    assert example.still_wrong_by.startswith("asthma.")
    theming.act("cdr-manager", confirm_theme, case=case, theme="asthma")
    next_night(theming)
    run(theming, errand)
    assert theming.look(examples_got_wrong).kept == 0


def test_the_words_of_an_example_go_when_its_text_changes(theming: Theming, tmp_path: Path) -> None:
    tell(theming, CASES[0], "She died of acute severe asthma.")
    theming.read_texts()
    theming.act("cdr-manager", reject_theme, case=CASES[0], theme="asthma")
    next_night(theming)
    run(theming, learn_at_night(str(tmp_path)))
    theming.tell(material(CASES[0], text="Something else was written.", version=2))
    theming.read_texts()
    assert theming.look(examples_got_wrong).kept == 0


def test_the_command_line_learns_at_once_and_writes_the_examples(
    theming: Theming, settings: Settings, tmp_path: Path
) -> None:
    tell(theming, CASES[0], "She died of acute severe asthma.")
    theming.read_texts()
    theming.act("cdr-manager", reject_theme, case=CASES[0], theme="asthma")
    with_folder = settings.model_copy(update={"models_folder": str(tmp_path)})
    place = cast(Installation, SimpleNamespace(settings=with_folder, databases={"theming": theming.database}))
    said: list[str] = []
    learn_now(place, said.append)
    themes = len(theming.look(codebook_in_use).themes)
    assert [line.split(":")[0] for line in said[:themes]] == [
        f"{at} of {themes} themes" for at in range(1, themes + 1)
    ], "how far it is stands in a line of each theme"
    assert all("no model (" in line for line in said[:themes]), "one rejection teaches no model"
    assert said[themes] == "trying the rules on 1 rejected sentences"
    assert said[themes + 2 :] == ["1 of 1 rejected sentences are still read as before"]
    (line,) = map(json.loads, example_lines(place))
    assert (line["theme"], line["text"]) == ("asthma", "She died of acute severe asthma.")
    assert line["expected"] == "not affirmed"
    assert CASES[0] not in json.dumps(line)
