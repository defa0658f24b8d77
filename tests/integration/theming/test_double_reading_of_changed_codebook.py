"""Two people read a case, and between them the codebook changed: nobody denied what they could not choose."""

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.codebooks import try_codebook
from services.theming.actions.codebooks.adopt_codebook import adopt_codebook
from services.theming.actions.confirming.finish_reading import finish_reading
from services.theming.actions.confirming.read_as_second import read_as_second
from services.theming.actions.discovery.make_local_theme import make_local_theme
from services.theming.actions.discovery.withdraw_local_theme import withdraw_local_theme
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.domain.confirming.agreement import agreement
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.queries.codebooks import available_codebook, codebook_in_use
from services.theming.queries.double_reading import cases_read_twice
from services.theming.queries.opinions import said_of_themes
from shared.people import SYSTEM

from .conftest import Theming, enter, material, notified, reviewed

REFERENCES = [f"LLR-2026-{number:04d}" for number in range(1, 60)]
TWICE = next(case for case in REFERENCES if confirming_rules().is_read_twice(case))
FIRST, SECOND = "cdr-manager", "cdop-administrator"
OWN = "local_1"
MADE = {"label": "Car wash", "group": "local", "definition": "a car wash.", "patterns": ["car wash"]}


def use_the_newest(theming: Theming) -> None:
    while trial := theming.act(SYSTEM, try_codebook.take):
        theming.act(SYSTEM, try_codebook.record, trial=trial, affirmed=try_codebook.do(trial))
    theming.act(FIRST, adopt_codebook, version=theming.look(available_codebook).version)
    theming.read_texts()


@pytest.fixture
def told(theming: Theming) -> Theming:
    text = "She died of acute severe asthma after a day at a car wash."
    theming.tell(notified(TWICE), material(TWICE, text=text), reviewed(TWICE, summary="Nothing to add."))
    theming.read_texts()
    theming.act(FIRST, confirm_theme, case=TWICE, theme="asthma")
    return theming


def test_a_theme_made_after_the_first_reading_is_no_no_of_the_first_person(
    told: Theming, web: TestClient
) -> None:
    told.act(FIRST, finish_reading, case=TWICE)
    told.act(FIRST, make_local_theme, **MADE)
    use_the_newest(told)
    told.act(SECOND, read_as_second, case=TWICE, answers={"asthma": "yes", OWN: "yes"})
    readings = told.look(cases_read_twice)
    found = agreement(readings, told.look(codebook_in_use).themes)
    assert (found.both, found.first_only, found.second_only, found.kappa) == (1, 0, 0, 1)
    assert told.look(lambda tx: said_of_themes(tx, [OWN, "neglect"]))[OWN] == {}
    assert told.look(lambda tx: said_of_themes(tx, ["neglect"]))["neglect"] == {TWICE: False}
    enter(web, FIRST)
    page = web.get(f"/themes/cases/{TWICE}").text
    assert "Not compared: 1 theme made since the first person read the case (Car wash)." in page
    assert "They agree on every theme that both could choose" in page
    assert "Where the two readings differ" not in page
    assert "Car wash: 1 case" in web.get("/themes/trust").text


def test_a_theme_withdrawn_before_the_second_reading_is_not_compared_either(
    told: Theming, web: TestClient
) -> None:
    told.act(FIRST, make_local_theme, **MADE)
    use_the_newest(told)
    told.act(FIRST, confirm_theme, case=TWICE, theme=OWN)
    told.act(FIRST, add_theme, case=TWICE, theme="neglect", reason="Read in the return.")
    told.act(FIRST, finish_reading, case=TWICE)
    told.act(FIRST, withdraw_local_theme, theme=OWN, version=1, reason="It says nothing.")
    use_the_newest(told)
    told.act(SECOND, read_as_second, case=TWICE, answers={"asthma": "yes"})
    (both,) = told.look(cases_read_twice)
    assert OWN in both.first
    assert OWN not in both.of(both.first)
    enter(web, FIRST)
    page = web.get(f"/themes/cases/{TWICE}").text
    assert "Not compared: 1 theme withdrawn since the first person read the case" in page
    assert "Where the two readings differ" in page
