"""The one validator of the notification form: for the page and for partner systems."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.form_definition import LISTS, notification_form
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from shared.errors import Fault, Invalid

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)


def payload(**changes: Any) -> dict[str, Any]:
    """A complete notification as a partner sends it; ``changes`` by dotted name, __ for the dot."""
    sent: dict[str, Any] = {
        "child": {
            "family_name": "Testcase",
            "given_names": "Sample",
            "date_of_birth": "2026-05-31",
            "nhs_number": "999 000 0018",
            "sex": "female",
            "ethnic_category": "A",
        },
        "home": {"postcode": "LE1 5WW", "local_authority": "Leicester"},
        "death": {
            "died_at": "2026-06-12T22:00",
            "aware_at": None,
            "place_of_death": "home",
            "expected": "no",
        },
        "circumstances": "Found unresponsive.",
        "notifier": {
            "name": "Dr A Sample",
            "role": "Paediatrician",
            "organisation": "A trust",
            "sector": "acute",
        },
        "notified_at": "2026-06-15T09:00",
        "professionals": [{"role": "GP", "name": "Dr B Example"}],
    }
    for name, value in changes.items():
        place = sent
        *parents, last = name.split("__")
        for parent in parents:
            place = place[parent]
        place[last] = value
    return sent


def read(**changes: Any) -> Answers:
    return read_form(flat(payload(**changes)), now=NOW, demonstration=True)


def faults(**changes: Any) -> list[Fault]:
    with pytest.raises(Invalid) as refused:
        read(**changes)
    return list(refused.value.faults)


def fields(**changes: Any) -> list[str]:
    return [fault.field for fault in faults(**changes)]


def test_a_complete_notification_is_read_into_codes() -> None:
    answers = read()
    assert answers.get("child.nhs_number") == "9990000018"
    assert answers.choice("notifier.role") == "paediatrician"
    assert answers.choice("notifier.sector") == "acute_hospital"
    assert answers.rows[0] == {"role": "general_practitioner", "name": "Dr B Example"}


def test_the_answers_remember_which_form_they_were_given_in() -> None:
    form = notification_form()
    assert (read().form_name, read().form_version) == (form.name, form.version)


def test_an_empty_form_names_every_required_question_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_form({}, now=NOW, demonstration=True)
    required = [question.name for question in notification_form().fields() if question.required]
    assert [fault.field for fault in refused.value.faults] == required


def test_several_faults_are_named_together_and_in_plain_words() -> None:
    found = faults(
        child__nhs_number="1234567890", child__date_of_birth="2026-02-30", home__postcode="nowhere"
    )
    assert [fault.field for fault in found] == ["child.nhs_number", "child.date_of_birth", "home.postcode"]
    assert all("1234567890" not in fault.message for fault in found)


@pytest.mark.parametrize(
    "field",
    [
        question.name
        for question in notification_form().fields()
        if question.required and question.name != "notified_at"
    ],
)
def test_every_required_question_can_be_answered_not_known(field: str) -> None:
    assert read(**{field.replace(".", "__"): "not_known"}).get(field) in ("", "99")


def test_not_known_and_no_answer_are_different() -> None:
    assert read(home__alternative_postcode="not_known").values["home.alternative_postcode"] == "not_known"
    assert "home.alternative_postcode" not in read().values


def test_a_tick_for_not_known_counts_but_not_beside_an_answer() -> None:
    given = flat(payload())
    del given["home.postcode"]
    ticked = given | {"home.postcode-not_known": "yes"}
    assert read_form(ticked, now=NOW, demonstration=True).values["home.postcode"] == "not_known"
    with pytest.raises(Invalid, match="not both"):
        read_form(ticked | {"home.postcode": "LE1 5WW"}, now=NOW, demonstration=True)


def test_an_absent_nhs_number_needs_its_reason_or_to_be_not_known() -> None:
    assert fields(child__nhs_number="") == ["child.nhs_number"]
    sent = payload(child__nhs_number="", child__nhs_number_absent_reason="not_resident_in_england")
    assert read_form(flat(sent), now=NOW, demonstration=True).identity.nhs_number == ""


@pytest.mark.parametrize(("number", "demonstration"), [("999 000 0018", False), ("401 023 2137", True)])
def test_test_numbers_are_for_demonstrations_and_real_ones_are_not(number: str, demonstration: bool) -> None:
    with pytest.raises(Invalid, match="999"):
        read_form(flat(payload(child__nhs_number=number)), now=NOW, demonstration=demonstration)


@pytest.mark.parametrize(
    ("written", "code"),
    [(True, "yes"), (False, "no"), ("unexpected", "no"), ("Expected", "yes"), (None, "not_known")],
)
def test_expected_is_understood_however_it_is_sent(written: Any, code: str) -> None:
    assert read(death__expected=written).choice("death.expected") == code


def test_words_outside_a_list_become_other_and_are_kept() -> None:
    answers = read(death__place_of_death="A narrowboat", home__local_authority="Nottingham")
    assert answers.choice("death.place_of_death") == "other"
    assert answers.shown("death.place_of_death") == "Other (A narrowboat)"
    assert answers.choice("home.local_authority") == "Other"


def test_a_word_outside_a_closed_list_is_a_fault() -> None:
    assert fields(child__sex="blue", child__ethnic_category="Q") == ["child.sex", "child.ethnic_category"]


def test_a_field_the_form_does_not_have_is_kept_and_named() -> None:
    answers = read(child__shoe_size="12")
    assert answers.not_understood == {"child.shoe_size": "12"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"child__date_of_birth": "2026-06-14"}, "child.date_of_birth"),
        ({"notified_at": "2026-06-12T21:59"}, "notified_at"),
        ({"notified_at": "2026-06-15T13:00"}, "notified_at"),
        ({"death__aware_at": "2026-06-12T21:00"}, "death.aware_at"),
        ({"death__died_at": "2026-03-29T01:30"}, "death.died_at"),
        (
            {
                "death__died_at": "not_known",
                "death__earliest_on": "2026-06-10",
                "death__latest_on": "2026-06-01",
            },
            "death.latest_on",
        ),
        ({"child__nhs_number_absent_reason": "forgot"}, "child.nhs_number_absent_reason"),
        ({"birth": {"gestation_weeks": 60}}, "birth.gestation_weeks"),
        ({"circumstances": "x" * 50_001}, "circumstances"),
        ({"notifier__email": "not an address"}, "notifier.email"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert fields(**changes)[0] == field


def test_a_baby_of_21_weeks_who_lived_40_minutes_is_accepted() -> None:
    answers = read(
        child__date_of_birth="2026-06-12",
        death__died_at="2026-06-12T03:40",
        birth={"gestation_weeks": 21, "gestation_days": 3, "live_birth": "yes"},
    )
    assert answers.number("birth.gestation_weeks") == 21
    assert answers.scope_facts.live_birth == "yes"


def test_an_unknown_date_of_death_keeps_its_bounds() -> None:
    answers = read(death__died_at=None, death__earliest_on="2026-06-10", death__latest_on="2026-06-11")
    assert answers.died_on is None
    assert (str(answers.times.death.first_date), str(answers.times.death.last_date)) == (
        "2026-06-10",
        "2026-06-11",
    )


def test_unprintable_characters_are_taken_out() -> None:
    assert read(circumstances="a\x00b\r\nc").get("circumstances") == "ab\nc"


def test_telephone_numbers_are_found_under_other_names() -> None:
    assert read(notifier__phone="01632 960 000").get("notifier.telephone") == "01632 960 000"


def test_every_choice_has_a_list_that_exists() -> None:
    form = notification_form()
    questions = [*form.fields(), *(each for group in form.groups for each in group.fields)]
    ticked = [question for question in questions if not question.typed]
    assert all(question.allowed.terms for question in ticked)
    assert all(question.list in LISTS for question in ticked if question.list)
    assert len({question.name for question in form.fields()}) == len(list(form.fields()))


NAMES = [question.name for question in notification_form().fields()]
SENT = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.dates().map(str)
)
VALUES = st.recursive(
    SENT, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
)


@given(
    st.dictionaries(st.sampled_from([*NAMES, "professionals", "parents.0.name", "child"]), VALUES, max_size=8)
)
def test_whatever_is_sent_instead_is_refused_in_words_and_never_breaks(sent: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        read_form(flat(sent), now=NOW, demonstration=True)
    assert all(fault.message for fault in refused.value.faults)


@pytest.mark.parametrize("written", ["N/K", "n/k", "Not known", "not_known"])
def test_the_ways_to_write_not_known_are_one_answer(written: str) -> None:
    answers = read(child__family_name=written, child__nhs_number=written, home__postcode=written)
    names = ("child.family_name", "child.nhs_number", "home.postcode")
    assert {answers.values[name] for name in names} == {"not_known"}
