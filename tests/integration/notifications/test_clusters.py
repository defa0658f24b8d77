"""Deaths that share a school, a product or an area: found in structured facts, decided by the manager."""

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from deploy.demo.family import nhs_numbers
from services.notifications.actions.identity.decide_cluster import decide_cluster
from services.notifications.domain.identity.clusters import DeathInPlace, clusters_of
from services.notifications.queries.clusters import cluster_decisions, deaths_in_place
from shared.errors import Conflict, Invalid, NotPermitted
from shared.people import Person, Role
from shared.storage import Database
from tests.integration.notifications.a_case import accepted, at_work, audited
from tests.integration.notifications.conftest import ANALYST, MANAGER, enter_as, token_on

ADMINISTRATOR = Person("cdop-administrator", "Ash Placeholder", frozenset({Role.CDOP_ADMINISTRATOR}))
SCHOOL = "Sampleton Primary School"


def death(number: int, on: date, **given: Any) -> DeathInPlace:
    facts = {"postcode": "", "product": "", "settings": ()} | given
    return DeathInPlace(f"LLR-2026-{number:04}", on, **facts)


def kinds_of(*deaths: DeathInPlace) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.kind.id, tuple(case[-4:] for case in each.cases)) for each in clusters_of(deaths)]


def test_one_school_is_one_however_it_is_written() -> None:
    one = death(1, date(2026, 1, 1), settings=("Sampleton Primary School",))
    other = death(2, date(2026, 9, 1), settings=("SAMPLETON PRIMARY SCHOOL.",))
    elsewhere = death(3, date(2026, 9, 1), settings=("Testham Primary School",))
    assert kinds_of(one, other, elsewhere) == [("setting", ("0001", "0002"))]


def test_the_same_school_three_years_apart_is_no_prompt() -> None:
    one = death(1, date(2023, 1, 1), settings=(SCHOOL,))
    assert kinds_of(one, death(2, date(2026, 1, 1), settings=(SCHOOL,))) == []


def test_one_product_is_found_by_alike_words_in_any_order() -> None:
    one = death(1, date(2024, 1, 1), product="Button battery, Acme CR2032")
    other = death(2, date(2026, 1, 1), product="acme cr2032 button battery")
    third = death(3, date(2026, 1, 1), product="A looped blind cord")
    assert kinds_of(one, other, third) == [("product", ("0001", "0002"))]


def test_a_small_area_needs_three_within_half_a_year_and_one_postcode_two() -> None:
    near = [death(n, date(2026, n, 1), postcode=f"LE1 5W{letter}") for n, letter in enumerate("ABC", 1)]
    assert kinds_of(*near) == [("postcode_sector", ("0001", "0002", "0003"))]
    assert kinds_of(*near[:2]) == []
    late = death(9, date(2026, 12, 1), postcode="LE1 5WC")
    assert kinds_of(*near[:2], late) == []
    assert kinds_of(near[0], death(9, date(2026, 12, 1), postcode="le15wa")) == [
        ("postcode", ("0001", "0009"))
    ]


def test_what_is_not_known_is_shared_by_nobody() -> None:
    assert kinds_of(*(death(n, date(2026, 1, n)) for n in range(1, 6))) == []


def two_of_one_school(database: Database) -> tuple[str, str]:
    teacher = {"role": "Teacher", "sector": "education", "organisation": SCHOOL, "name": "Ms T Example"}
    one = accepted(database, professionals=[teacher])
    child = {
        "family_name": "Placeholder",
        "given_names": "Other",
        "date_of_birth": "2019-02-03",
        "nhs_number": "9990000026",
        "sex": "male",
        "ethnic_category": "A",
    }
    home = {"address": "2 Other Street", "postcode": "LE9 9ZZ", "local_authority": "Leicester"}
    other = accepted(database, professionals=[teacher], child=child, home=home)
    return one, other


def test_the_manager_decides_on_the_page_and_is_not_asked_again(database: Database, web: TestClient) -> None:
    one, other = two_of_one_school(database)
    enter_as(web, MANAGER)
    shown = web.get("/notifications/clusters").text
    assert f"Same school or nursery: {SCHOOL}" in shown
    sent = {"csrf_token": token_on(shown), "kind": "setting", "cases": f"{one} {other}"}
    wrong = web.post("/notifications/clusters", data={**sent, "decision": "", "reason": "Different years"})
    assert wrong.status_code == 422
    assert "</span> Choose whether they belong together" in wrong.text, "at the field"
    assert 'href="#decision"' in wrong.text
    assert "Different years" in wrong.text
    kept = {**sent, "decision": "not_linked", "reason": "Different years"}
    decided = web.post("/notifications/clusters", data=kept).text
    assert "No prompt waits for you" in decided
    assert "Different years" in decided
    with at_work(database) as tx:
        assert [(each.decision, each.cases) for each in cluster_decisions(tx)] == [
            ("not_linked", sorted([one, other]))
        ]


def eleven_pairs(database: Database) -> None:
    """Twenty-two children, two and two from one postcode."""
    for number, nhs_number in enumerate(nhs_numbers(22)):
        child = {
            "family_name": f"Placeholder{'abcdefghijklmnopqrstuv'[number]}",
            "given_names": "Other",
            "date_of_birth": "2019-02-03",
            "nhs_number": nhs_number,
            "sex": "male",
            "ethnic_category": "A",
        }
        place = number // 2
        home = {"address": f"{number} Street", "postcode": f"LE{place + 1} 1ZZ"}
        accepted(database, child=child, home={**home, "local_authority": "Leicester"}, professionals=[])


def test_prompts_come_ten_on_a_page_and_a_decision_leads_back_to_its_page(
    database: Database, web: TestClient
) -> None:
    eleven_pairs(database)
    enter_as(web, MANAGER)
    first, second = (web.get(f"/notifications/clusters?number={number}").text for number in (1, 2))
    assert "11 prompts wait for you" in first
    assert (first.count("<section"), second.count("<section")) == (10, 1)
    assert second.count("Keep the decision") == 1
    cases = second.split('name="cases" value="')[1].split('"')[0]
    sent = {"csrf_token": token_on(second), "kind": "postcode", "cases": cases, "reason": "Two houses"}
    wrong = web.post("/notifications/clusters?number=2", data={**sent, "decision": ""})
    assert wrong.status_code == 422
    assert "Two houses" in wrong.text
    kept = web.post("/notifications/clusters?number=2", data={**sent, "decision": "not_linked"})
    assert kept.url.query == b"number=2"
    assert "10 prompts wait for you" in kept.text
    assert kept.text.count("<section") == 10, "the last page that there is"


def test_no_place_is_in_the_address_or_the_audit_of_what_is_decided(database: Database) -> None:
    one, other = two_of_one_school(database)
    with at_work(database) as tx:
        decide_cluster(tx, kind="setting", cases=[one, other], decision="linked", reason="One class")
    assert SCHOOL not in str(audited(database))


def test_cases_that_do_not_stand_together_are_refused(database: Database) -> None:
    one, other = two_of_one_school(database)
    with at_work(database) as tx, pytest.raises(Conflict):
        decide_cluster(tx, kind="product", cases=[one, other], decision="linked", reason="Known")
    with at_work(database) as tx, pytest.raises(Invalid) as refused:
        decide_cluster(tx, kind="nothing", cases=[], decision="", reason="")
    assert {fault.field for fault in refused.value.faults} == {"cases", "decision", "reason"}


def test_nobody_but_the_manager_sees_it(database: Database, web: TestClient) -> None:
    two_of_one_school(database)
    with at_work(database, person=ADMINISTRATOR) as tx, pytest.raises(NotPermitted):
        deaths_in_place(tx)
    enter_as(web, ANALYST)
    assert web.get("/notifications/clusters").status_code == 403
