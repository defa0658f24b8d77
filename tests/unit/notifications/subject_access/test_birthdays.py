"""A day on which somebody else of the case was born goes, whatever stands beside it."""

from datetime import date

import pytest

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.subject_access.birthdays import (
    Births,
    WrittenDay,
    birth_on,
    births_of,
    births_told_in,
    days_in,
    may_be_birth,
    of_others,
)
from services.notifications.domain.subject_access.found import FoundText, item_of

from .a_request import DATES, KNOWN, TODAY

BEN = birth_on(date(2020, 5, 3))
CHILD = birth_on(date(2026, 5, 29))


@pytest.mark.parametrize(
    "written",
    [
        *("3 May 2020", "the 3rd of May, 2020", "Sunday 3 May 2020", "3 MAY 20", "3 May", "2020-05-03"),
        *("03/05/2020", "3.5.20", "3-5-2020", "3/5/202"),
    ],
)
def test_a_day_of_birth_is_known_however_it_is_written(written: str) -> None:
    assert may_be_birth(written, [BEN])


@pytest.mark.parametrize(
    "written",
    ["4 May 2020", "3 May 2021", "3 June 2020", "03/05/2019", "5.3.20", "2020-03-05", "May 2020", "3 May 19"],
)
def test_another_day_and_a_month_alone_are_no_day_of_birth(written: str) -> None:
    assert not may_be_birth(written, [BEN])
    assert not may_be_birth("3 May 2020", [])


def test_a_month_with_a_letter_of_old_print_is_read() -> None:
    assert may_be_birth("3 Auguſt 2020", [birth_on(date(2020, 8, 3))])


def test_no_day_is_read_out_of_a_longer_word_or_number() -> None:
    assert list(days_in("3 marbles, 3 mayors, 113/5/2020, 3/5/20201, Ben is 3.")) == []
    assert list(days_in("3 Mar, 13/5/2020.")) == [WrittenDay(None, 3, 3), WrittenDay(2020, 5, 13)]
    assert list(days_in("3 May, 12 June 2018")) == [WrittenDay(None, 5, 3), WrittenDay(2018, 6, 12)]


def test_the_month_may_stand_first_where_no_month_has_that_number() -> None:
    assert may_be_birth("05/29/2026", [CHILD])
    assert may_be_birth("29 May 2026", [WrittenDay(26, 5, 29)])


def shown(text: str, births: Births) -> str | None:
    found = FoundText("1", "C", "A text", "A GP", TODAY, text)
    return item_of(found, ["Chioma Okafor"], KNOWN, DATES, births=births).shown


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Her cousin came on 3 May 2020.", "Her cousin came on [date]."),
        ("Seen on 03/05/2020 and on 04/05/2020.", "Seen on [date] and on 04/05/2020."),
        ("They met on 3 May.", "They met on [date]."),
        ("Seen on 29 May 2026.", "Seen on the day of birth."),
        ("Her sister (3 May 2020) was there.", "Her sister ([date]) was there."),
        ("Born on 3 May 2020.", "Born on [date of birth]."),
        ("Seen on 3 June 2026.", "Seen on 3 June 2026."),
    ],
)
def test_a_day_of_birth_of_somebody_else_goes_whatever_stands_beside_it(written: str, read: str) -> None:
    assert shown(written, [BEN, CHILD]) == read


def test_a_day_of_birth_after_the_death_is_not_told_by_the_death() -> None:
    later = "A baby came home on 3 August 2026."
    assert shown(later, []) == later
    assert shown(later, [birth_on(date(2026, 8, 3))]) == "A baby came home on [date]."


def test_what_a_text_calls_a_day_of_birth_is_one() -> None:
    text = (
        "Ben, DOB 3/5/20. Ada was born on Sunday 4 February 2018. Seen on 5 June 2026. Born 6 May. Dob: 2015"
    )
    assert list(births_told_in(text)) == [
        WrittenDay(20, 5, 3),
        WrittenDay(2018, 2, 4),
        WrittenDay(None, 5, 6),
    ]
    assert list(births_told_in("DOB 3/5/20 \x00")) == [], "what cannot be read is not given out either"


def test_a_notification_tells_of_births_in_rows_and_in_words() -> None:
    answers = Answers(
        "child-death-notification",
        "2026.2",
        {
            "child.date_of_birth": "2026-05-29",
            "family.other_children": "Ben, 3 May 2020; Ada (4.2.18), aged 8",
        },
        {"parents": ({"date_of_birth": "1990-06-04"}, {"date_of_birth": "not_known"}, {"name": "Obi"})},
    )
    assert set(births_of(answers)) == {CHILD, BEN, birth_on(date(1990, 6, 4)), WrittenDay(18, 2, 4)}


def test_the_day_of_the_death_and_the_readers_own_birth_are_of_nobody_else() -> None:
    own = birth_on(date(1990, 6, 4))
    assert of_others([CHILD, own, BEN], [own], None) == {CHILD, BEN}
    assert of_others([CHILD, WrittenDay(26, 5, 29), BEN], [], date(2026, 5, 29)) == {BEN}
