"""The attendance register over several meetings, and meetings held against plan."""

from datetime import date

import pytest

from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.register import register_of, register_table
from services.panel.domain.meetings.seats import Seat
from services.panel.domain.reports.meetings_held import MeetingLine, meetings_held
from shared.spreadsheet_files import as_csv

DAYS = [date(2011, month, 10) for month in (1, 2, 3, 4, 5)]


def thirty_five_seats() -> list[PanelMeeting]:
    """35 seats over 5 dates: 108 present, 19 apologies, 48 blank."""
    marks = [Mark.PRESENT] * 108 + [Mark.APOLOGIES] * 19 + [Mark.NOT_RECORDED] * 48
    meetings = [
        PanelMeeting(f"m{n}", day, "09:30", "Room", "all_deaths", "default") for n, day in enumerate(DAYS)
    ]
    for number, mark in enumerate(marks):
        seat = number // 5
        seats = meetings[number % 5].seats
        seats.append(Seat(f"p{seat}", f"Member {seat:02}", "police", f"Body {seat // 2:02}", "other", mark))
    return meetings


def test_thirty_five_seats_over_five_dates_have_their_totals_beneath_and_blanks_stay_blank() -> None:
    register = register_of(thirty_five_seats())
    assert (len(register.rows), len(register.days)) == (35, 5)
    overall = register.overall
    assert (overall[Mark.PRESENT], overall[Mark.APOLOGIES], overall[Mark.NOT_RECORDED]) == (108, 19, 48)
    assert [sum(total.values()) for total in register.totals] == [35] * 5
    table = register_table(register)
    cells = [cell for row in table[1:36] for cell in row[2:7]]
    assert (cells.count("✓"), cells.count("AP"), cells.count("")) == (108, 19, 48)
    assert table[-1][0] == "Not recorded"
    assert table[-1][-1] == 48
    assert b"Not recorded,," in as_csv("Register", table)


def test_a_seat_that_was_not_invited_is_not_a_blank() -> None:
    first, second = thirty_five_seats()[:2]
    second.seats = second.seats[:1]
    table = register_table(register_of([first, second]))
    assert table[1][2:4] == ("✓", "✓")
    assert {row[3] for row in table[2:36]} == {"–"}


def a_meeting(day: date, status: MeetingStatus = MeetingStatus.CLOSED, cases: int = 8) -> MeetingLine:
    return MeetingLine(day, status, cases, 8)


def test_twenty_meetings_in_two_years_are_four_fewer_than_one_each_month() -> None:
    every = [a_meeting(date(2009 + (3 + n) // 12, (3 + n) % 12 + 1, 9)) for n in range(20)]
    held = meetings_held(every, date(2009, 4, 1), date(2011, 3, 31), date(2011, 4, 1))
    assert (held.held, held.planned) == (20, 20)
    said = " ".join(held.sentences)
    assert "0.83" in said
    assert "4 fewer than one each month" in said


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (MeetingStatus.CANCELLED, (2, 1, 1, 0)),
        (MeetingStatus.AGENDA_PUBLISHED, (2, 1, 0, 1)),
        (MeetingStatus.CLOSED, (2, 2, 0, 0)),
    ],
)
def test_a_meeting_that_was_planned_and_not_held_is_counted_as_what_it_is(
    status: MeetingStatus, expected: tuple[int, int, int, int]
) -> None:
    some = [a_meeting(date(2026, 4, 9)), a_meeting(date(2026, 5, 9), status)]
    held = meetings_held(some, date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert (held.planned, held.held, held.cancelled, held.not_recorded) == expected


def test_a_small_agenda_is_counted_and_still_a_meeting() -> None:
    held = meetings_held([a_meeting(date(2026, 4, 9), cases=7)], date(2026, 4, 1), date(2026, 4, 30), DAYS[0])
    assert (held.held, held.below_target) == (1, 1)


def test_a_meeting_held_on_another_day_counts_where_it_was_held_and_where_it_was_called_for() -> None:
    early = MeetingLine(date(2026, 3, 30), MeetingStatus.CLOSED, 8, 8, planned_on=date(2026, 4, 9))
    march, april = ((date(2026, n, 1), date(2026, n, 30)) for n in (3, 4))
    in_march, in_april = (meetings_held([early], *some, date(2026, 7, 1)) for some in (march, april))
    assert (in_march.held, in_march.planned, in_march.on_another_day) == (1, 0, 1)
    assert (in_april.held, in_april.planned, in_april.not_recorded) == (0, 1, 0)
    assert "1 held on another day than planned." in in_march.sentences


def test_the_register_says_the_planned_day_beside_the_day_on_which_a_meeting_was_held() -> None:
    [first, *_] = thirty_five_seats()
    first.planned_on = date(2011, 1, 13)
    assert register_table(register_of([first]))[0][2] == "2011-01-10 (planned 2011-01-13)"
