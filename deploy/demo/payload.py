"""The notification of a demonstration case, in the shape of the notification form."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from deploy.demo.case import Professional
from deploy.demo.data import Table, table
from deploy.demo.narrative import Circumstance
from deploy.demo.story import Said
from deploy.demo.timetable import Slot

_NOT_KNOWN = "not_known"
_CORONERS_HOLDS = ("inquest", "criminal")
_PARENTS_RELATED = {"affirmed": "yes", "negated": "no", "historical": "no", "other_person": "no"}


def payload_of(
    rng: Random,
    scenario: Table,
    slot: Slot,
    hold: str | None,
    about: Circumstance,
    people: list[Professional],
    text: str,
    said: Mapping[str, Said],
) -> dict[str, Any]:
    """The notification as a partner's system would send it. Local times carry no offset."""
    return {
        "child": _child(about),
        "home": _home(rng, about),
        "death": _death(rng, scenario, slot, hold),
        "birth": _birth(scenario, about),
        "circumstances": text,
        "family": _family(rng, about, said),
        "parents": list(_parents(about)),
        "notifier": _person(people[0]),
        "notified_at": f"{slot.notified_at:%Y-%m-%dT%H:%M}",
        "professionals": [_person(person) for person in people],
    }


def _child(about: Circumstance) -> dict[str, str]:
    family = about.family
    return {
        "family_name": family.family_name,
        "given_names": family.child,
        "date_of_birth": about.born_on.isoformat(),
        "nhs_number": family.nhs_number,
        "sex": family.sex,
        "ethnic_category": family.ethnic_category,
    }


def _home(rng: Random, about: Circumstance) -> dict[str, Any]:
    family, shares = about.family, table("forms")["deprivation"]
    return {
        "address": f"{family.address}, {family.town}",
        "postcode": family.postcode,
        "local_authority": family.area,
        "deprivation_quintile": rng.choices(shares["quintiles"], shares["shares"])[0],
    }


def _death(rng: Random, scenario: Table, slot: Slot, hold: str | None) -> dict[str, Any]:
    jar = bool(scenario.get("jar"))
    coroner = rng.random() < scenario.get("coroner", 0.15)
    found: dict[str, Any] = {
        "died_at": f"{slot.died_at:%Y-%m-%dT%H:%M}",
        "place_of_death": rng.choice(scenario["death_at"]),
        "place_of_event": rng.choice(scenario["event_at"]),
        "expected": "yes" if rng.random() < scenario["expected"] else "no",
        "events": list(dict.fromkeys(_events(scenario))),
        "coroner_informed": "yes" if coroner else rng.choice(("no", "no", _NOT_KNOWN)),
        "post_mortem": "yes" if jar else rng.choice(("no", "no", _NOT_KNOWN)),
        "joint_agency_response": "yes" if jar else "no",
    }
    if jar or hold in _CORONERS_HOLDS:  # whatever chance said
        found["coroner_informed"] = "yes"
    if slot.aware_at:
        found["aware_at"] = f"{slot.aware_at:%Y-%m-%dT%H:%M}"
    if slot.died_between:
        first, last = (day.isoformat() for day in slot.died_between)
        found |= {"died_at": _NOT_KNOWN, "earliest_on": first, "latest_on": last}
    return found


def _events(scenario: Table) -> Iterator[str]:
    yield from scenario.get("events", ())
    if scenario["stage"] == "newborn":
        yield "neonatal"
    known = table("forms")["events"]
    yield from (known[theme] for theme in scenario["core"] if theme in known)


def _birth(scenario: Table, about: Circumstance) -> dict[str, Any]:
    if scenario["stage"] not in ("newborn", "infant") and "weeks" not in scenario:
        return {}
    born = {"gestation_weeks": about.weeks}
    return {**born, "live_birth": "yes", "attended": "yes"} if scenario["stage"] == "newborn" else born


def _family(rng: Random, about: Circumstance, said: Mapping[str, Said]) -> dict[str, str]:
    consanguinity = said.get("consanguinity")
    related = _PARENTS_RELATED.get(consanguinity.assertion, _NOT_KNOWN) if consanguinity else ""
    return {
        "other_children": f"{about.family.sibling} {about.family.family_name}, aged {rng.randrange(2, 12)}.",
        "parents_related": related or rng.choice(("no", "no", _NOT_KNOWN)),
    }


def _parents(about: Circumstance) -> Iterator[dict[str, str]]:
    for name, relation in ((about.family.mother, "Mother"), (about.family.father, "Father")):
        yield {"name": f"{name} {about.family.family_name}", "relation": relation}


def _person(person: Professional) -> dict[str, str]:
    return {
        "name": person.name,
        "role": person.code,
        "organisation": person.organisation,
        "sector": person.sector,
        "email": person.email,
        "telephone": person.phone,
    }
