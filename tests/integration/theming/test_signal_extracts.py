"""Extracts of series that rest on texts: the same for everybody, and never 0 where children died."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert
from sqlalchemy.exc import ProgrammingError

from services.theming.actions.signals import look_for_signals, make_extracts
from services.theming.actions.signals.read_extract import read_extract
from services.theming.domain.signals.extract import window_of
from services.theming.domain.signals.series import watched_series
from services.theming.queries.codebooks import codebook_in_use
from services.theming.tables import signal_extract
from shared.people import SYSTEM
from shared.storage import Transaction
from tests.integration.theming.conftest import NOW, Theming, enter, material, notified
from tests.integration.theming.test_signals import errand

TODAY = NOW.date()
ASTHMA, RESPIRATORY, BUTTON = "theme-asthma", "circumstance-respiratory", "theme-button_battery_magnet"
INFECTION = "She died of sepsis. The sepsis followed bronchiolitis."
READERS = ("public-health-analyst", "cdr-manager", "cdop-administrator")


def told(theming: Theming) -> None:
    """Twelve deaths from asthma and ten in which the text of an infection names the lungs."""
    for number in range(22):
        case = f"LLR-2026-{number:04}"
        theming.tell(notified(case, on=TODAY - timedelta(days=20 + number)))
        theming.tell(material(case) if number < 12 else material(case, text=INFECTION))


@pytest.fixture
def counted(theming: Theming) -> Theming:
    told(theming)
    theming.read_texts()
    assert errand(theming, look_for_signals)
    return theming


def total(theming: Theming, series: str, person: str = "public-health-analyst") -> object:
    made = theming.act(person, read_extract, series=series)
    return made and made.contents["total"]


@pytest.mark.parametrize("first", READERS)
@pytest.mark.parametrize(("series", "number"), [(ASTHMA, 10), (RESPIRATORY, 20), ("all", 20)])
def test_an_extract_that_rests_on_texts_says_the_same_whoever_opens_it_first(
    counted: Theming, first: str, series: str, number: int
) -> None:
    """As the application's own role, to which the database shows no text while an analyst acts."""
    assert errand(counted, make_extracts)
    assert [total(counted, series, who) for who in (first, *READERS)] == [{"value": number}] * 4


def test_every_series_that_was_looked_at_has_an_extract_and_opening_it_makes_none(counted: Theming) -> None:
    every = counted.look(lambda tx: watched_series(codebook_in_use(tx)))
    assert {total(counted, each) for each in every} == {None}
    assert errand(counted, make_extracts)
    assert all(total(counted, each) for each in every)
    assert total(counted, BUTTON) == {"value": 0}, "a true nought stays one"
    assert not errand(counted, make_extracts)


def test_until_it_is_made_the_page_says_so_and_no_number(counted: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    page = web.get(f"/themes/signals/series/{ASTHMA}/extract")
    assert page.status_code == 200
    assert "This extract is not made yet. That says nothing of how many there are." in page.text
    assert web.get(f"/themes/signals/series/{ASTHMA}/extract.csv").status_code == 404
    assert web.get("/themes/signals/series/nothing/extract").status_code == 404


def test_extracts_wait_for_texts_that_are_not_read_yet(theming: Theming) -> None:
    """Themes of a text that nobody has read are none, and would be kept as none for four weeks."""
    told(theming)
    assert errand(theming, look_for_signals)
    assert not errand(theming, make_extracts)
    theming.read_texts()
    assert errand(theming, make_extracts)
    assert total(theming, ASTHMA) == {"value": 10}


def test_extracts_wait_until_it_is_known_what_is_usual(theming: Theming) -> None:
    told(theming)
    theming.read_texts()
    assert not errand(theming, make_extracts)


@pytest.mark.parametrize("person", READERS)
def test_a_wrong_extract_that_was_kept_is_shown_to_nobody_and_made_anew(
    counted: Theming, person: str
) -> None:
    keep_as_owner(counted, ASTHMA, by=person)
    assert total(counted, ASTHMA) is None
    assert errand(counted, make_extracts)
    assert total(counted, ASTHMA) == {"value": 10}


def test_an_extract_that_rests_on_no_text_and_was_kept_by_somebody_stays(counted: Theming) -> None:
    """It was right, and another one of nearly the same weeks would show single deaths by subtraction."""
    keep_as_owner(counted, "circumstance-drowning", by="public-health-analyst", number=15)
    assert errand(counted, make_extracts)
    assert total(counted, "circumstance-drowning") == {"value": 15}


@pytest.mark.parametrize("person", READERS)
def test_the_database_lets_nobody_but_the_system_keep_an_extract(counted: Theming, person: str) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        counted.act(person, keep, series=ASTHMA, by="system")


def keep(tx: Transaction, *, series: str, by: str, number: int = 0) -> None:
    first, last = window_of(TODAY)
    said = {"label": series, "first": str(first), "last": str(last), "usual_a_year": {"value": 15}}
    row = {"series": series, "last_day": last, "policy": "publishable", "policy_version": 1, "checksum": "0"}
    made = {"made_by": by, "made_by_name": by, "made_at": NOW}
    contents = {**said, "total": {"value": number}, "splits": []}
    tx.session.execute(insert(signal_extract).values(**row, **made, contents=contents))


def keep_as_owner(theming: Theming, series: str, *, by: str, number: int = 0) -> None:
    """As the version before kept it, which the database lets nobody do any more."""
    theming.act(SYSTEM, keep, series=series, by=by, number=number)
