"""From the text as written to what the panel is given: nothing leaves without a person, no name leaves."""

import json

import pytest
from sqlalchemy import select

from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.gathering.record_nil_return import record_nil_return
from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.actions.material.mark_redaction import (
    put_back,
    remove_words,
    reopen_case_material,
)
from services.notifications.app import SERVICE
from services.notifications.domain.gathering.refusals import (
    AlreadyConfirmed,
    AlreadyWithheld,
    MaterialWithheld,
)
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.domain.redaction import Redacted
from services.notifications.queries.gathering import materials_of
from services.notifications.queries.known_names import known_in_case
from services.notifications.tables.gathering import redaction_hit
from shared.errors import Invalid, NotPermitted
from shared.storage import Database

from .a_case import (
    KEY,
    MEMBER,
    RETURN,
    Make,
    accepted,
    asked,
    at_work,
    events,
    payload,
    published,
    responding,
    squeezed,
    token_of,
)


@pytest.fixture
def database(database_for: Make) -> Database:
    return database_for(SERVICE)


def materials(database: Database, reference: str) -> list[CaseMaterial]:
    with at_work(database) as tx:
        return materials_of(tx, reference)


def test_accepting_publishes_no_text_until_a_person_confirms_it(database: Database) -> None:
    reference = accepted(database)
    assert events(database, "case-material-confirmed") == []
    (material,) = materials(database, reference)
    with at_work(database) as tx:
        confirm_case_material(tx, material_id=material.material_id)
    (told,) = events(database, "case-material-confirmed")
    assert told["text"] == (
        "The child was found in her Moses basket by her mother [name] at 04:15 on the day of the death."
    )
    assert (told["kind"], told["source_role"], told["version"], told["part"], told["parts"]) == (
        "notification",
        "paediatrician",
        1,
        1,
        1,
    )
    assert told["redactions"] == {"date": 1, "known_name": 2}


def test_every_removal_is_logged_with_its_rule_and_place(database: Database) -> None:
    reference = accepted(database)
    (material,) = materials(database, reference)
    with at_work(database) as tx:
        confirm_case_material(tx, material_id=material.material_id)
    with database.session() as session:
        rows = session.execute(select(redaction_hit).order_by(redaction_hit.c.number)).mappings().all()
    assert [(row["rule"], material.original[row["start"] : row["end"]]) for row in rows] == [
        ("known_name", "Amara Okafor"),
        ("known_name", "Chioma"),
        ("date", "11 June 2026"),
    ]


def test_a_panel_member_can_neither_see_nor_confirm_the_original(database: Database) -> None:
    reference = accepted(database)
    (material,) = materials(database, reference)
    with pytest.raises(NotPermitted), at_work(database, MEMBER) as tx:
        materials_of(tx, reference)
    with pytest.raises(NotPermitted), at_work(database, MEMBER) as tx:
        confirm_case_material(tx, material_id=material.material_id)


def test_words_marked_are_gone_from_what_is_published_and_false_hits_stay(database: Database) -> None:
    text = "They met at the purple caravan. Uncle Bolt helped."
    reference = accepted(database, circumstances=text)
    (material,) = materials(database, reference)
    bolt = text.index("Bolt")
    with at_work(database) as tx:
        remove_words(tx, material_id=material.material_id, words="purple caravan")
        put_back(tx, material_id=material.material_id, start=bolt, end=bolt + 4, rule="person")
    with at_work(database) as tx:
        confirm_case_material(tx, material_id=material.material_id)
    (told,) = events(database, "case-material-confirmed")
    assert told["text"] == "They met at the [removed]. Uncle Bolt helped."


def test_a_confirmed_text_is_changed_only_as_a_new_version(database: Database) -> None:
    reference = accepted(database)
    (material,) = materials(database, reference)
    with at_work(database) as tx:
        confirm_case_material(tx, material_id=material.material_id)
    with pytest.raises(AlreadyConfirmed), at_work(database) as tx:
        remove_words(tx, material_id=material.material_id, words="basket")
    with at_work(database) as tx:
        reopen_case_material(tx, material_id=material.material_id)
        remove_words(tx, material_id=material.material_id, words="Moses basket")
        confirm_case_material(tx, material_id=material.material_id)
    assert [one["version"] for one in events(database, "case-material-confirmed")] == [1, 2]
    assert "Moses" not in events(database, "case-material-confirmed")[1]["text"]


def test_an_unreadable_text_is_withheld_and_the_panel_is_told_that_alone(database: Database) -> None:
    reference = accepted(database, circumstances="Amara was found \ufffd\ufffd by Chioma.")
    (material,) = materials(database, reference)
    with pytest.raises(AlreadyWithheld), at_work(database) as tx:
        confirm_case_material(tx, material_id=material.material_id)
    with pytest.raises(MaterialWithheld), at_work(database) as tx:
        reopen_case_material(tx, material_id=material.material_id)
        confirm_case_material(tx, material_id=material.material_id)
    assert events(database, "case-material-confirmed") == []
    (told,) = events(database, "case-document-withheld")
    assert (told["because"], told["kind"], told["version"]) == ("redaction_failed", "notification", 1)


def test_a_long_text_goes_in_numbered_parts_that_join_to_the_whole(database: Database) -> None:
    paragraph = "The baby fed well and slept on her back in a clear cot. é" * 12 + "\n\n"
    reference, requests = asked(database)
    token = token_of(database, reference, requests["health_visitor"])
    narrative = (paragraph * 70)[:49_000]
    given = {f"{section}_narrative": narrative for section in "bcdef"} | {
        name: text for name, text in RETURN.items() if name.startswith("responder")
    }
    with responding(database) as tx:
        receive_reporting_form(tx, key=KEY, token=token, given=given)
    material = next(one for one in materials(database, reference) if one.kind == "reporting_form")
    with at_work(database) as tx:
        confirm_case_material(tx, material_id=material.material_id)
    told = events(database, "case-material-confirmed")
    assert [(one["part"], one["parts"]) for one in told] == [(1, 2), (2, 2)]
    assert all(len(one["text"].encode()) <= 200_000 for one in told)
    assert "".join(one["text"] for one in told).count("clear cot") == material.original.count("clear cot")


CANARY = {
    "names": (
        "Zephyrine",
        "Quillfeather",
        "Marmaduke",
        "Isoldebright",
        "Tamsinwick",
        "Bartholomewson",
        "Oakenshire",
    ),
    "numbers": ("9990000042", "LE45QX", "07700900987"),
}


def test_no_event_holds_a_canary_in_any_form_wherever_it_was_typed(database: Database) -> None:
    child, family, father, doctor, sibling, notifier, place = CANARY["names"]
    number, postcode, telephone = "999 000 0042", "LE4 5QX", "07700 900 987"
    everything = (
        f"{child} {family} ({number}) of 3 {place} Lane, {postcode}. {family.upper()}, {child}. "
        f"{father}'s car. "
        f"Dr {doctor} and nurse {notifier} came. {sibling} was away. "
        f"Call {telephone}, {child.lower()}@{place.lower()}.example. "
        f"{child[:4]}-\n{child[4:]} {family}s. 9990000042. {postcode.lower()}. Born 01/06/2026. "
        f"{child}{family}.pdf {' '.join(child)}. {number.replace(' ', '-')}"
    )
    named = {"name": f"Dr {doctor}", "organisation": f"{place} Surgery", "email": f"{doctor}@{place}.example"}
    base = payload()
    reference, requests = asked(
        database,
        child=base["child"]
        | {
            "family_name": family,
            "given_names": child,
            "aliases": f"{child[:5]}ie",
            "nhs_number": number,
            "date_of_birth": "2026-06-01",
            "ethnic_category": "N",
        },
        home={"address": f"3 {place} Lane", "postcode": postcode, "local_authority": "Leicester"},
        death=base["death"] | {"cause_1a": everything[:400], "died_at": "2026-06-10T04:15"},
        circumstances=everything,
        family={"other_children": f"{sibling}, aged 4", "parents_related": "not_known"},
        parents=[{"name": f"{father} {family}", "relation": "Father", "address": f"3 {place} Lane"}],
        professionals=[
            named | {"role": "general_practitioner", "telephone": telephone},
            named | {"role": f"{doctor} thing"},
        ],
        other_reviews=everything,
        actions_taken=everything,
        notifier=base["notifier"]
        | {"name": notifier, "organisation": f"{place} Hospital", "role": f"{notifier} helper"},
    )
    token = token_of(database, reference, requests["general_practitioner"])
    given = {f"{section}_narrative": everything for section in "bcdef"} | {
        "responder_name": doctor,
        "responder_role": everything[:400],
        "responder_contact": f"{doctor}@{place}.example",
        "last_contact": everything[:400],
        "medication": f"{child} 5 mg",
        "bereavement_support_kind": everything[:400],
        "learning": everything,
    }
    with responding(database) as tx:
        receive_reporting_form(tx, key=KEY, token=token, given=given)
    with at_work(database) as tx:
        record_nil_return(tx, request_id=requests["other"], reason=everything)
    for material in materials(database, reference):
        with at_work(database) as tx:
            confirm_case_material(tx, material_id=material.material_id)
    assert len(events(database, "case-material-confirmed")) == 2
    told = squeezed(json.dumps(published(database)))
    leaked = [name for name in (*CANARY["names"], *CANARY["numbers"]) if squeezed(name) in told]
    assert leaked == []
    bodies = json.dumps([envelope["data"] for envelope in published(database)])
    assert [day for day in ("2026-06-01", "01/06/2026", "2026-06-10") if day in bodies] == []


def test_words_that_are_left_to_look_at_are_looked_at_before_the_text_goes(database: Database) -> None:
    reference = accepted(
        database,
        circumstances="She was in the Young Parents team. Found at 07:10 in the cot.",
        professionals=[{"role": "health_visitor", "name": "Kim Young", "organisation": "Community team"}],
    )
    (material,) = materials(database, reference)
    with at_work(database) as tx:
        left = material.redacted(*known_in_case(tx, reference))
        assert isinstance(left, Redacted)
        assert left.doubts
        with pytest.raises(Invalid, match="Look at the words"):
            confirm_case_material(tx, material_id=material.material_id, looked_at_words=False)
    with at_work(database) as tx:
        assert confirm_case_material(tx, material_id=material.material_id).confirmed_on
