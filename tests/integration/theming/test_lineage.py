"""The data dictionary says from which field of an event each fact comes: that is what happens."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from services.theming.domain.dictionary.definitions import written
from shared.contracts import ChildDeathNotified, Event, ReviewCompleted
from shared.contracts.death_notifications import ClockOutcome, InformationSource
from shared.contracts.death_reviews import ReviewedAction, ReviewedFactor

from .conftest import CASE, Theming, notified, reviewed

# Another value of every field: what else it could have said.
NOTIFIED: dict[str, Any] = {
    "notified_on": date(2026, 1, 3),
    "died_in": "2025-12",
    "age_band": "5-9 years",
    "age_text": "6 years",
    "sex": "male",
    "ethnic_category": "H",
    "ethnic_group": "Asian or Asian British",
    "area": "Rutland",
    "deprivation_quintile": 5,
    "place_of_death": "hospice",
    "place_of_event": "hospice",
    "expected": "yes",
    "gestation_weeks": 30,
    "clocks": (ClockOutcome(clock="next_working_day", met=False, starts_from="awareness"),),
    "notifier_sector": "police",
    "notifier_role": "coroner's officer",
    "events": ("drowning",),
    "supplementary_forms": ("Asthma and anaphylaxis",),
    "joint_agency_response": False,
    "coroner_informed": "no",
    "sources": (InformationSource(source_id="s1", role="paediatrician", sector="acute_hospital"),),
}
REVIEWED: dict[str, Any] = {
    "review_version": 2,
    "completed_on": date(2026, 9, 9),
    "category": 9,
    "secondary_categories": (8,),
    "category_scale": "2018",
    "overridden": True,
    "factors": (ReviewedFactor(domain="B", factor="Smoking", grade=2, modifiable="yes"),),
    "modifiability": "none",
    "summary": "He died of sepsis.",
    "learning": ("Share what is known.",),
    "actions": (ReviewedAction(text="Train", owner="Trust", due_on=date(2027, 1, 1), level="local"),),
}


def facts(theming: Theming, case: str, *events: Event) -> dict[str, Any]:
    theming.tell(*events)
    with theming.database.engine.connect() as connection:
        found = connection.execute(
            text("SELECT * FROM case_facts WHERE case_reference = :case"), {"case": case}
        )
        return {name: value for name, value in found.mappings().one().items() if name != "case_reference"}


def said_to_come_from(field: str) -> set[str]:
    return {fact for fact, said in written()["fact"].items() if field in said["events"]}


def test_every_field_of_the_events_that_facts_come_from_is_tried() -> None:
    tried = ((ChildDeathNotified, NOTIFIED), (ReviewCompleted, REVIEWED))
    for event, values in tried:
        assert set(values) == set(event.model_fields) - {"case_reference"}, event.__name__


@pytest.mark.parametrize("field", NOTIFIED)
def test_a_fact_follows_the_field_of_the_notification_that_the_dictionary_names(
    theming: Theming, field: str
) -> None:
    first = facts(theming, CASE, notified())
    other = facts(
        theming, "LLR-2026-0108", notified("LLR-2026-0108").model_copy(update={field: NOTIFIED[field]})
    )
    assert {name for name in first if first[name] != other[name]} == said_to_come_from(
        f"ChildDeathNotified.{field}"
    )


@pytest.mark.parametrize("field", REVIEWED)
def test_a_fact_follows_the_field_of_the_review_that_the_dictionary_names(
    theming: Theming, field: str
) -> None:
    first = facts(theming, CASE, reviewed())
    other = facts(
        theming, "LLR-2026-0108", reviewed("LLR-2026-0108").model_copy(update={field: REVIEWED[field]})
    )
    assert {name for name in first if first[name] != other[name]} == said_to_come_from(
        f"ReviewCompleted.{field}"
    )
