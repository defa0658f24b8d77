"""Addresses as they are written and looked up, how long an entry lasts, and the little that is told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.care_plans.addresses import (
    AskedAddress,
    address_faults,
    flat_key,
    house_key,
    is_near,
    is_same,
    postcode_key,
)
from services.notifications.domain.care_plans.asking import Answer, answer_of, asking_faults
from services.notifications.domain.care_plans.register import (
    CarePlanAddress,
    EntryHasEnded,
    WhyEnded,
    expiry_faults,
    latest_expiry,
)

TODAY = date(2026, 6, 15)


def entry(**given: Any) -> CarePlanAddress:
    facts = {
        "entry_id": "e1",
        "house": "14",
        "flat": "",
        "street": "Thistledown Road",
        "postcode": "LE2 7AB",
        "house_key": "14",
        "flat_key": "",
        "call_who": "Hospice nurse on call",
        "telephone": "0116 496 0123",
        "nhs_number": "9990000018",
        "valid_from": date(2026, 1, 1),
        "expires_on": date(2026, 12, 31),
        "entered_by": "Morgan",
        "entered_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return CarePlanAddress(**{**facts, **given})


def at(house: str, flat: str = "", postcode: str = "LE2 7AB") -> AskedAddress:
    return AskedAddress(house_key(house), postcode_key(postcode), flat_key(flat))


@pytest.mark.parametrize("written", ["LE2 7AB", "le27ab", " le2  7ab ", "LE2-7AB", "LE2 7AB."])
def test_a_postcode_is_one_however_it_is_typed(written: str) -> None:
    assert postcode_key(written) == "LE2 7AB"


@pytest.mark.parametrize(
    ("typed", "meant"), [("LE2 OAB", "LE2 0AB"), ("NG1O 1AA", "NG10 1AA"), ("LE1 5WW", "LE1 5WW")]
)
def test_letters_and_digits_typed_for_one_another_are_put_right_by_their_place(
    typed: str, meant: str
) -> None:
    assert postcode_key(typed) == meant


@pytest.mark.parametrize("written", ["LE2", "", "LE2 7", "Leicester", "2 7AB", "LE2 7AB LE2 7AC"])
def test_part_of_a_postcode_is_none(written: str) -> None:
    assert postcode_key(written) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14", "No. 14"),
        ("14a", "14 A"),
        ("014", "14"),
        ("Rose Cottage", "rose cottage"),
        ("O’Neill's", "ONEILLS"),
        ("Tŷ Gwyn", "ty gwyn"),
    ],
)
def test_a_house_is_one_however_it_is_typed(one: str, other: str) -> None:
    assert house_key(one) == house_key(other)


@pytest.mark.parametrize("house", ["", "  ", "LE2 7AB", "a", "%", "_", "*"])
def test_a_vague_address_is_refused(house: str) -> None:
    assert "house" in {fault.field for fault in address_faults(house, "LE2 7AB")}


def test_every_gap_of_a_question_is_named_at_once() -> None:
    faults = asking_faults("", "LE2", "curiosity", "The Okafors")
    assert [fault.field for fault in faults] == ["house", "postcode", "purpose", "reference"]
    assert asking_faults("14", "LE2 7AB", "welfare_check", "26-0000123") == []


def test_a_flat_counts_only_where_both_name_one() -> None:
    assert is_same(at("14", "Flat 2"), at("14"))
    assert is_same(at("14"), at("14", "2"))
    assert not is_same(at("14", "Flat 2"), at("14", "Apartment 3"))
    assert is_near(at("14", "Flat 2"), at("14", "3"))


@pytest.mark.parametrize(
    ("ours", "asked", "near"),
    [
        ("14", "14A", True),
        ("14A", "14B", True),
        ("14", "15", False),
        ("14", "114", False),
        ("1", "14", False),
        ("14", "14 Rose Street", True),
        ("14A", "Flat 3, 14a", True),
        ("14", "14-16", True),
        ("14", "15 Rose Street", False),
        ("Rose Cottage", "Rose Cottage, 14 Rose Street", True),
        ("Rose Cottage", "Rose Cottage Farm", True),
        ("The Rose Cottage", "Rose Cottage", True),
        ("Rose Cottage", "Ivy Cottage", False),
    ],
)
def test_only_what_is_easily_written_for_it_is_near_an_address(ours: str, asked: str, near: bool) -> None:
    assert is_near(at(ours), at(asked)) is near
    assert is_near(at(asked), at(ours)) is near


def test_another_postcode_is_never_near() -> None:
    assert not is_near(at("14"), at("14A", postcode="LE2 7AC"))


def test_the_answer_is_that_a_plan_may_be_in_place_and_whom_to_call_and_nothing_more() -> None:
    told = answer_of([entry()], at("14"), TODAY)
    assert told.answer is Answer.ENTRY
    assert told.sentence == "A plan may be in place at this address."
    assert told.call == (("Hospice nurse on call", "0116 496 0123"),)


def test_no_entry_does_not_say_that_there_is_no_plan() -> None:
    told = answer_of([entry()], at("16"), TODAY)
    assert told.sentence == "No entry. This doesn't mean that there is no plan."
    assert told.call == ()


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2025, 12, 31), Answer.NO_ENTRY),
        (date(2026, 1, 1), Answer.ENTRY),
        (date(2026, 12, 31), Answer.ENTRY),
        (date(2027, 1, 1), Answer.NO_ENTRY),
    ],
)
def test_an_entry_is_answered_from_its_first_day_to_its_last(day: date, answer: Answer) -> None:
    assert answer_of([entry()], at("14"), day).answer is answer


def test_an_entry_lasts_twelve_months_at_most_from_its_start() -> None:
    assert expiry_faults(date(2027, 6, 15), TODAY, TODAY) == []
    assert expiry_faults(date(2027, 6, 16), TODAY, TODAY)
    assert expiry_faults(date(2026, 6, 14), TODAY, TODAY)
    assert [each.field for each in expiry_faults(None, date(2046, 1, 1), TODAY)] == ["valid_from"]
    assert latest_expiry(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("expires_on", "standing"),
    [(date(2026, 6, 14), "expired"), (date(2026, 7, 15), "expiring"), (date(2026, 7, 16), "in_force")],
)
def test_an_entry_that_expires_within_thirty_days_is_pointed_out(expires_on: date, standing: str) -> None:
    assert entry(expires_on=expires_on).standing(TODAY) == standing


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"flat": "2", "flat_key": "2"}, "Flat 2, 14 Thistledown Road, LE2 7AB"),
        ({"flat": "Flat 2", "flat_key": "2"}, "Flat 2, 14 Thistledown Road, LE2 7AB"),
        ({"house": "Ivy Lodge", "house_key": "IVY LODGE"}, "Ivy Lodge, Thistledown Road, LE2 7AB"),
    ],
)
def test_an_address_is_written_as_people_write_it(given: dict[str, str], words: str) -> None:
    assert entry(**given).in_words == words


def test_when_an_entry_ends_its_address_child_and_number_go() -> None:
    ended = entry(flat="Flat 2")
    ended.end(because=WhyEnded.MOVED, by="Morgan", on=TODAY)
    left = {ended.house, ended.flat, ended.street, ended.postcode, ended.house_key, ended.flat_key}
    assert left | {ended.call_who, ended.telephone, ended.nhs_number} == {""}
    assert (ended.ended_because, ended.standing(TODAY)) == ("moved", "ended")
    with pytest.raises(EntryHasEnded):
        ended.renew(until=date(2027, 1, 1), on=TODAY)


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_typed_an_address_is_precise_or_refused_and_never_an_error(
    house: str, postcode: str
) -> None:
    refused = address_faults(house, postcode)
    assert refused or (house_key(house) and postcode_key(postcode))
    assert postcode_key(postcode_key(postcode)) == postcode_key(postcode)
