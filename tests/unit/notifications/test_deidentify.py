"""What the structured notification becomes before it leaves, and what it tells redaction to look for."""

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.reporting_form import REPORTING_FORM
from services.notifications.domain.material.case_names import case_dates, known_names
from services.notifications.domain.material.deidentify import deidentified, named_professionals
from services.notifications.domain.redaction import names_in_prose, redact

VALUES = {
    "child.family_name": "Okafor-Young",
    "child.given_names": "Amara Grace",
    "child.aliases": "Mimi, Baby Mimi",
    "child.nhs_number": "9990000018",
    "child.date_of_birth": "2026-05-29",
    "child.sex": "female",
    "child.ethnic_category": "N",
    "home.address": "14 Thistledown Road",
    "home.postcode": "LE2 7AB",
    "home.local_authority": "Leicester",
    "home.deprivation_quintile": "1",
    "death.died_at": "2026-06-12T04:15",
    "death.place_of_death": "home",
    "death.expected": "no",
    "death.events": ["sudden_unexpected_death"],
    "birth.gestation_weeks": "38",
    "family.other_children": "Zara (twin) and Kofi aged 4, both well",
    "notifier.name": "Dr Femi Marsh",
    "notifier.role": "paediatrician",
    "notifier.organisation": "Infirmary",
    "notifier.sector": "acute_hospital",
    "notifier.email": "femi.marsh@infirmary.example",
}
PROFESSIONALS = (
    {
        "role": "general_practitioner",
        "name": "PATEL, Priya",
        "organisation": "Rosehill Surgery",
        "telephone": "0116 496 0001",
    },
    {"role": "Aunt Josephine's friend", "name": "Jo Lowe"},
)
PARENTS = ({"name": "Chioma Okafor", "relation": "Mother"}, {"name": "Dan Young", "relation": "Dad"})


def answers(**changes: object) -> Answers:
    groups = {"professionals": PROFESSIONALS, "parents": PARENTS}
    return Answers("Child death notification form", "2026.1", {**VALUES, **changes}, groups)


def test_dates_become_age_and_month() -> None:
    fields = deidentified(answers())
    assert (fields.died_in, fields.age_text, fields.age_band) == ("2026-06", "14 days", "0-27 days")


def test_only_codes_of_the_lists_leave_whatever_was_typed() -> None:
    written = {
        "death.place_of_death": "St Oswin's",
        "notifier.role": "Aunt Jo",
        "home.local_authority": "14 Thistledown Road",
    }
    fields = deidentified(answers(**written))
    assert (fields.place_of_death, fields.notifier_role, fields.area) == ("not_known", "other", "not_known")


def test_not_answered_is_not_known_and_never_no() -> None:
    fields = deidentified(Answers("form", "1", {}))
    assert (fields.expected, fields.coroner_informed, fields.sex, fields.died_in) == (
        "not_known",
        "not_known",
        "not_known",
        None,
    )
    assert (fields.gestation_weeks, fields.deprivation_quintile, fields.ethnic_group) == (
        None,
        None,
        "Not known",
    )


def test_professionals_become_role_sector_and_an_opaque_id() -> None:
    assert [vars(source) for source in deidentified(answers()).sources] == [
        {"source_id": "s1", "role": "general_practitioner", "sector": "primary_care"},
        {"source_id": "s2", "role": "other", "sector": "not_known"},
    ]
    assert named_professionals(answers())[0].name == "PATEL, Priya"


def test_an_event_opens_its_supplementary_form_by_name() -> None:
    fields = deidentified(answers())
    assert fields.supplementary_forms == ("Sudden unexpected death",)
    assert fields.joint_agency_response


def test_nothing_of_the_fields_that_identify_is_in_the_deidentified_ones() -> None:
    told = str(deidentified(answers()).event_fields())
    hidden = (
        "Okafor",
        "Amara",
        "9990000018",
        "LE2",
        "Thistledown",
        "Patel",
        "Marsh",
        "Rosehill",
        "2026-05-29",
        "Zara",
    )
    assert [word for word in hidden if word in told] == []


def test_everybody_and_everything_on_the_form_is_looked_for_in_its_texts() -> None:
    text = (
        "Mimi and twin Zara live with Kofi at 14 Thistledown Road. Dan Young called; "
        "Priya Patel of Rosehill came. Write to femi.marsh@infirmary.example or ring 01164960001. "
        "Dr Marsh saw her on 10/6/26."
    )
    told = redact(text, known_names(answers()), case_dates(answers())).text
    hidden = (
        "Mimi",
        "Zara",
        "Kofi",
        "Thistledown",
        "Dan",
        "Young",
        "Patel",
        "Rosehill",
        "femi",
        "0116",
        "Marsh",
        "10/6",
    )
    assert [word for word in hidden if word in told] == [], told
    assert "12 days of age" in told


def test_names_are_found_in_a_free_list_of_other_children() -> None:
    found = names_in_prose(
        "Twin sister Zara, Kofi (4) and half-brother Mark. None at risk. Known to Health Visitor."
    )
    assert list(found) == ["Zara", "Kofi", "Mark"]


def test_the_identifying_section_of_the_reporting_form_is_marked_so() -> None:
    assert [section.id for section in REPORTING_FORM.sections if section.identifying] == ["a"]
