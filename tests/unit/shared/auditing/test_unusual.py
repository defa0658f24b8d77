"""Rules about unusual reading, each with what it finds and what it does not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.auditing.reading.unusual import (
    LABELS,
    MEANS,
    RULES,
    SAID,
    DayRead,
    Found,
    Near,
    Reader,
    Reading,
    found_on,
    is_out_of_hours,
    much,
)

wall = datetime.fromisoformat  # as a clock in London shows it
MONDAY = wall("2026-06-15 10:00")
OFFICE, MEMBER = Reader(frozenset({"cdr_manager"})), Reader(frozenset({"panel_member"}))
COUNTS = some.lists(some.integers(1, 60), max_size=40)


def read(
    case: str = "A", hour: datetime = MONDAY, number: int = 1, person: str = "p", name: str = "Alex Smith"
) -> Reading:
    return Reading(person, name, case, hour, number)


def rules_in(found: Sequence[Found]) -> list[str]:
    return [each.rule for each in found]


def test_every_rule_has_words() -> None:
    assert RULES.keys() == LABELS.keys() == MEANS.keys()


def test_the_words_say_the_numbers_that_are_gone_by() -> None:
    assert (SAID["hours"]["begins"], SAID["hours"]["ends"]) == (7, 20)
    assert "before 7 am or after 8 pm" in MEANS["out_of_hours"]
    volume = SAID["volume"]
    assert (volume["at_least"], volume["times_own"], volume["times_role"]) == (15, 3, 2)
    assert "At least 15" in MEANS["volume"]
    assert SAID["no_part"]["pages"] == 3


def test_an_ordinary_day_has_no_finding() -> None:
    assert found_on(DayRead([read(number=9)], readers={"p": MEMBER})) == []
    assert found_on(DayRead([])) == []


def test_the_surname_of_the_family_is_found_by_what_it_is_compared_as() -> None:
    near = Near(surnames={"A": frozenset({"smith"}), "B": frozenset({"jones"})})
    day = DayRead(
        [read("A", number=2), read("B")], near=near, surname_of=lambda name: name.split()[-1].lower()
    )
    assert found_on(day) == [Found("same_surname", "p", "Alex Smith", "A", 2)]


def test_a_name_without_a_surname_is_nobodys() -> None:
    near = Near(surnames={"A": frozenset({"smith"})})
    assert found_on(DayRead([read()], near=near, surname_of=lambda name: "")) == []


def test_the_case_of_the_readers_own_organisation_is_found() -> None:
    near = Near(units={"A": frozenset({"trust"}), "B": frozenset({"council"})})
    reader = replace(MEMBER, organisations=frozenset({"trust"}))
    day = DayRead([read("A"), read("B"), read("A", person="q")], readers={"p": reader}, near=near)
    assert [(each.rule, each.person_id, each.case) for each in found_on(day)] == [
        ("own_organisation", "p", "A")
    ]


@pytest.mark.parametrize(
    ("hour", "out"),
    [
        (wall("2026-06-15 06:00"), True),
        (wall("2026-06-15 07:00"), False),
        (wall("2026-06-15 19:00"), False),
        (wall("2026-06-15 20:00"), True),
        (wall("2026-06-13 12:00"), True),  # a Saturday
        (wall("2026-05-25 12:00"), True),  # the Spring bank holiday
        (wall("2026-12-25 12:00"), True),
        (wall("2026-12-28 12:00"), True),  # Boxing Day is on a Saturday: the Monday instead
        (wall("2199-06-14 12:00"), False),  # past the calendar, a Friday
        (wall("2199-06-15 12:00"), True),
    ],
)
def test_hours_are_those_of_london_on_working_days(hour: datetime, out: bool) -> None:
    assert is_out_of_hours(hour) is out
    assert bool(found_on(DayRead([read(hour=hour)]))) is out


def test_reading_out_of_hours_is_one_finding_for_a_person_and_day() -> None:
    night = MONDAY.replace(hour=23)
    found = found_on(DayRead([read("A", night, 2), read("B", night, 3), read("B", MONDAY, 50)]))
    assert found == [Found("out_of_hours", "p", "Alex Smith", None, 5)]


def test_a_restricted_case_is_a_finding_of_its_own_and_in_no_other_number() -> None:
    night = MONDAY.replace(hour=23)
    found = found_on(DayRead([read("A", night, 2), read("B", night, 3)], restricted={"B"}))
    assert [(each.case, each.number) for each in found] == [(None, 2), ("B", 3)]
    many = [read(str(number)) for number in range(40)]
    most = found_on(DayRead(many, restricted={str(number) for number in range(30)}))
    assert most == []


def test_many_cases_are_much_where_nothing_usual_is_known() -> None:
    assert rules_in(found_on(DayRead([read(str(n)) for n in range(31)]))) == ["volume"]
    assert found_on(DayRead([read(str(n)) for n in range(30)])) == []


def test_what_is_usual_for_the_reader_and_for_the_role_both_count() -> None:
    assert much(16, [5] * 5, []) == 5
    assert much(15, [5] * 5, []) is None
    assert much(16, [5] * 5, [8] * 5) is None
    assert much(17, [5] * 5, [8] * 5) == 8
    assert much(14, [1] * 5, [1] * 5) is None  # few are never much
    assert much(30, [1] * 4, []) is None  # too few days to know what is usual


def test_only_people_with_a_role_in_common_say_what_is_usual_for_it() -> None:
    usual = {"p": [5] * 5, "q": [20] * 5, "r": [4] * 5}
    readers = {"p": OFFICE, "q": MEMBER, "r": OFFICE}
    day = DayRead([read(str(n)) for n in range(16)], readers=readers, usual=usual)
    assert [(each.rule, each.number, each.usual) for each in found_on(day)] == [("volume", 16, 5)]
    assert found_on(replace(day, readers={**readers, "q": OFFICE})) == []


@given(some.integers(0, 200), COUNTS, COUNTS)
def test_if_so_many_are_much_one_more_is_too(cases: int, own: list[int], role: list[int]) -> None:
    if much(cases, own, role) is not None:
        assert much(cases + 1, own, role) is not None
        assert cases >= SAID["volume"]["at_least"]


@given(some.integers(0, 200), COUNTS.filter(lambda days: len(days) >= 5), COUNTS, some.integers(1, 50))
def test_who_usually_reads_more_is_never_found_sooner(
    cases: int, own: list[int], role: list[int], more: int
) -> None:
    if much(cases, [each + more for each in own], role) is not None:
        assert much(cases, own, role) is not None


def test_the_office_reading_where_it_has_no_part_is_found() -> None:
    day = DayRead([read("A", number=2), read("A", MONDAY.replace(hour=11)), read("B", number=2)])
    day = replace(day, readers={"p": OFFICE})
    assert [(each.rule, each.case, each.number) for each in found_on(day)] == [("no_part", "A", 3)]
    assert found_on(replace(day, changed={("p", "A")})) == []
    assert found_on(replace(day, readers={"p": MEMBER})) == []
