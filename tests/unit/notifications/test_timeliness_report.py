"""The figures of the report on timeliness, and what a board may see of them."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from scipy.optimize import linprog

from services.notifications.domain.clocks.clock_rows import NOTIFICATION_CLOCKS
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.domain.timeliness.notified_death import (
    COUNTED,
    NotifiedDeath,
    notified_death,
)
from services.notifications.domain.timeliness.protecting import (
    Counts,
    protect_lines,
    protect_numbers,
    protect_total,
)
from services.notifications.domain.timeliness.report import report_on
from services.notifications.domain.timeliness.showing import for_board, for_office
from services.notifications.domain.timeliness.spans import Span, read_span, span_of
from services.notifications.report_files import as_csv, as_xlsx, file_name
from shared.disclosure.policies import POLICIES, policy_on
from shared.errors import Invalid
from shared.periods import parse_period

H1 = span_of(parse_period("2011-12-H1"))
RUN = date(2026, 6, 15)
RESTRICTED, PUBLISHABLE = policy_on("restricted_board", RUN), policy_on("publishable", RUN)


def death(number: int = 0, met: bool | None = True, **changes: Any) -> NotifiedDeath:
    given: dict[str, Any] = {
        "reference": f"LLR-2011-{number:04d}",
        "notified_on": date(2011, 4, 1) + timedelta(days=number % 180),
        "standing": COUNTED,
        "met": {clock.id: met for clock in NOTIFICATION_CLOCKS},
        "hours": float(number + 1),
        "sector": "acute_hospital",
        "organisation": "A trust",
        "place": "neonatal_unit",
        "on_the_road": False,
        "reasons": {},
    }
    return NotifiedDeath(**{**given, **changes})


def scorecard_deaths() -> list[NotifiedDeath]:
    """107 received, 72 of them in time, 3 on the road; 2 transferred and 1 merged beside them."""
    counted = [death(number, met=number < 72, on_the_road=number % 50 == 0) for number in range(107)]
    return [
        *counted,
        *(death(number, standing="transferred") for number in (1, 2)),
        death(3, standing="merged"),
    ]


def test_a1_a3_the_scorecard_block_says_exactly_what_the_board_was_given() -> None:
    shown = for_office(report_on(scorecard_deaths(), H1, as_of=RUN))
    assert shown.sentence == "107 notifications received. 72 within agreed timeframe."
    assert shown.total.texts[:6] == ("107", "72", "67.3%", "35", "32.7%", "0")
    assert (H1.frequency, H1.starts_on, H1.ends_on) == ("Half Year", date(2011, 4, 1), date(2011, 9, 30))
    assert shown.on_the_road == "3"
    assert shown.not_counted == "2 transferred, 1 merged"


def test_a21_what_cannot_be_judged_has_its_own_column_and_is_in_no_share() -> None:
    line = for_office(report_on([death(1), death(2, False), death(3, None)], H1, as_of=RUN)).total
    assert line.texts[:6] == ("3", "1", "50.0%", "1", "50.0%", "1")


def test_b18_a_share_of_nothing_is_not_applicable_and_d2_nobody_is_shown_as_0() -> None:
    shown = for_office(report_on([death(1)], H1, as_of=RUN))
    sectors = next(table for table in shown.tables if table.id == "sector")
    education = next(line for line in sectors.lines if line.label == "Education")
    assert education.texts == ("0", "0", "N/A", "0", "N/A", "0", "0", "", "")


def test_hours_are_of_those_with_exact_times_and_say_how_many() -> None:
    deaths = [
        death(number, hours=float(hours)) for number, hours in enumerate((1, 2, 3, 4, 5, 6, 7, 8, 9, 100))
    ]
    line = for_office(report_on([*deaths, death(1, hours=None)], H1, as_of=RUN)).total
    assert line.texts[-3:] == ("10", "5.5", "9.0")


def test_organisations_are_told_apart_by_name_alone_and_the_unknown_stand_last() -> None:
    deaths = [death(1, organisation="b Trust"), death(2, organisation="B trust"), death(3, organisation="")]
    shown = for_office(report_on([*deaths, death(4, organisation="A trust")], H1, as_of=RUN))
    table = next(table for table in shown.tables if table.id == "organisation")
    assert [(line.label, line.texts[0]) for line in table.lines] == [
        ("A trust", "1"),
        ("B trust", "2"),
        ("Not recorded", "1"),
    ]


def test_every_breach_has_a_reason_or_is_said_to_have_none() -> None:
    deaths = [
        death(1, False, reasons={"next_working_day": "office_closed"}),
        death(2, None),
        death(3, True, reasons={"next_working_day": "office_closed"}),
    ]
    shown = for_office(report_on(deaths, H1, as_of=RUN))
    assert [number for _, number in shown.reasons] == ["1", "1"]
    assert shown.reasons[-1][0] == "No reason recorded"


def notification(**changes: Any) -> ChildDeathNotification:
    answers = read_form(
        {
            "child.family_name": "Specimen",
            "child.given_names": "Tilly",
            "child.nhs_number": "9990000018",
            "child.date_of_birth": "2026-05-31",
            "child.sex": "female",
            "child.ethnic_category": "A",
            "home.postcode": "not_known",
            "home.local_authority": "Leicester",
            "death.died_at": "2026-06-05T22:00",
            "death.place_of_death": "home",
            "death.expected": "no",
            "death.events": ["road_traffic_collision"],
            "circumstances": "not_known",
            "notifier.name": "A",
            "notifier.role": "GP",
            "notifier.organisation": " A   trust ",
            "notifier.sector": "school",
            "notified_at": "2026-06-08T09:00",
            **changes,
        },
        now=datetime(2026, 6, 15, tzinfo=UTC),
        demonstration=True,
    )
    at = datetime(2026, 6, 8, 8, tzinfo=UTC)
    return ChildDeathNotification("LLR-2026-0001", answers, at, at, "manager", "form")


def test_a_notification_is_counted_as_it_stood_on_the_day() -> None:
    made = notification()
    made.move_to(Status.ACCEPTED, by="Morgan", at=datetime(2026, 6, 9, 12, tzinfo=UTC))
    standing = [notified_death(made, as_of=date(2026, 6, day)) for day in (7, 8, 9)]
    assert [each and each.standing for each in standing] == [None, "waiting", "counted"]


def test_what_is_read_off_a_notification() -> None:
    made = notified_death(notification(), as_of=RUN)
    assert made is not None
    assert (made.hours, made.sector, made.organisation, made.place) == (59.0, "education", "A trust", "home")
    assert made.met["next_working_day"] is True
    assert made.met["24_hours"] is False
    assert made.on_the_road


def test_a_time_that_is_not_known_gives_no_hours() -> None:
    made = notified_death(notification(**{"death.died_at": "2026-06-05"}), as_of=RUN)
    assert made is not None
    assert made.hours is None


def test_an_unattended_stillbirth_is_never_counted() -> None:
    made = notification()
    made.move_to(Status.ACCEPTED, by="Morgan", at=datetime(2026, 6, 9, tzinfo=UTC))
    made.scope_rule = "unattended_stillbirth"
    found = notified_death(made, as_of=RUN)
    assert found is not None
    assert found.standing == "unattended_stillbirth"


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (("2026-13", None, None), ["period"]),
        (("", date(2026, 5, 1), date(2026, 4, 1)), ["last"]),
        (("", None, None), ["first", "last"]),
        (("", date(1990, 1, 1), date(2026, 4, 1)), ["last"]),
        (("", date(9999, 12, 31), date(9999, 12, 31)), ["first", "last"]),
    ],
)
def test_a_span_that_makes_no_sense_is_refused_by_its_field(
    given: tuple[Any, ...], fields: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        read_span(*given)
    assert [fault.field for fault in refused.value.faults] == fields


def test_a_board_never_sees_a_small_number_nor_0_in_its_place() -> None:
    deaths = [
        *scorecard_deaths(),
        *(death(number, sector="police", place="home") for number in range(3)),
        *(death(number, sector="coroner", place="home", met=None) for number in range(2)),
    ]
    shown = for_board(report_on(deaths, H1, as_of=RUN), RESTRICTED)
    sectors = {
        line.label: line.texts for table in shown.tables for line in table.lines if table.id == "sector"
    }
    assert set(sectors["Police"]) == {"*"}
    assert sectors["Education"][0] == "0"
    assert shown.on_the_road == "*"
    assert shown.not_counted == "* transferred, * merged"
    assert [table.id for table in shown.tables] == ["sector", "place_group"]


def test_published_numbers_are_rounded_and_their_shares_come_from_what_is_shown() -> None:
    shown = for_board(report_on(scorecard_deaths(), H1, as_of=RUN), PUBLISHABLE)
    assert shown.sentence == "105 notifications received. 70 within agreed timeframe."
    assert shown.total.texts[:6] == ("105", "70", "66.7%", "35", "33.3%", "0")


COUNT = st.one_of(st.integers(0, 9), st.integers(0, 40))
LINES = st.lists(st.tuples(COUNT, COUNT, COUNT), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(LINES, st.sampled_from(POLICIES))
def test_no_hidden_number_can_be_worked_out_from_the_sums(lines: list[tuple[int, ...]], policy: Any) -> None:
    """A reader solves the whole table by linear programs: a hidden number stays as wide as the policy."""
    rows = [Counts(sum(parts), *parts) for parts in lines]
    total = Counts(*(sum(row[column] for row in rows) for column in range(4)))
    hidden_total = protect_total(policy, total)
    hidden = protect_lines(policy, total, hidden_total, rows)
    table = [*rows, total]
    secret = {(place, column) for place in hidden for column in range(4)}
    secret |= {(len(rows), column) for column in hidden_total}
    shown_small = [
        table[place][column]
        for place in range(len(table))
        for column in range(4)
        if (place, column) not in secret and policy.is_small(table[place][column])
    ]
    assert shown_small == []
    for cell in secret:
        if policy.is_small(table[cell[0]][cell[1]]):
            lowest, highest = _range(table, secret, cell, filled=len(hidden) < len(rows))
            assert highest - lowest >= policy.suppress_to - policy.suppress_from - 1e-6, (cell, table)


def _range(
    table: Sequence[Counts], secret: set[tuple[int, int]], cell: tuple[int, int], *, filled: bool
) -> tuple[float, float]:
    """What a reader can say of a cell who knows every shown one exactly, and that a 0 would be shown.

    Unless every line is hidden (not ``filled``): then any of them may be empty.
    """
    place = {(row, column): number for number, (row, column) in enumerate(np.ndindex(len(table), 4))}
    sums, last = [], len(table) - 1
    for row in range(len(table)):
        sums.append([(place[row, 0], 1)] + [(place[row, column], -1) for column in (1, 2, 3)])
    for column in range(4):
        sums.append([(place[last, column], 1)] + [(place[row, column], -1) for row in range(last)])
    matrix = np.zeros((len(sums), len(place)))
    for number, entries in enumerate(sums):
        for column, sign in entries:
            matrix[number, column] = sign
    bounds = [
        (int(each[0] == last or (filled and each[1] == 0)), 500)
        if each in secret
        else (table[each[0]][each[1]],) * 2
        for each in place
    ]
    ends = []
    for sign in (1, -1):
        costs = np.zeros(len(place))
        costs[place[cell]] = sign
        solved = linprog(costs, A_eq=matrix, b_eq=np.zeros(len(sums)), bounds=bounds, method="highs")
        ends.append(sign * solved.fun)
    return ends[0], ends[1]


@settings(max_examples=200, derandomize=True)
@given(st.lists(COUNT, max_size=8), st.sampled_from(POLICIES))
def test_single_numbers_are_never_left_alone_with_their_sum(numbers: list[int], policy: Any) -> None:
    hidden = protect_numbers(policy, numbers)
    small = {place for place, number in enumerate(numbers) if policy.is_small(number)}
    assert small <= hidden
    if small and len(hidden) < len(numbers):
        together = sum(numbers[place] for place in hidden)
        assert len(hidden) > 1
        assert together - (len(hidden) - 1) >= policy.suppress_to


def test_the_files_say_what_they_are_and_run_nothing() -> None:
    deaths = [*scorecard_deaths(), death(1, organisation='=HYPERLINK("http://x")', met=False)]
    shown = for_office(report_on(deaths, H1, as_of=RUN))
    text = as_csv(shown, area="@Our panel", run_on=RUN)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    said = {row[0]: row[1] for row in rows if len(row) == 2}
    assert said["Period starts"] == "2011-04-01"
    assert said["Run on"] == "2026-06-15"
    assert said["Cohort"].startswith("Deaths notified")
    assert "exact" in said["Disclosure policy"]
    assert said["Area"] == "'@Our panel"
    assert "'=HYPERLINK" in text.replace('"', "")
    sheet = load_workbook(io.BytesIO(as_xlsx(shown, area="=1", run_on=RUN))).active
    cells = [cell for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert 107 + 1 in [cell.value for cell in cells]
    assert file_name(shown, "csv") == "timeliness-2011-12-h1-office.csv"


def test_a_closed_period_gives_the_same_answer_when_it_is_run_again() -> None:
    deaths = scorecard_deaths()
    shuffled = deaths.copy()
    Random(1).shuffle(shuffled)
    assert for_office(report_on(shuffled, H1, as_of=RUN)) == for_office(report_on(deaths, H1, as_of=RUN))


def test_dates_as_given_are_a_span_of_their_own() -> None:
    span = Span(date(2011, 4, 1), date(2011, 4, 30))
    assert (span.frequency, span.name) == ("Dates as given", "2011-04-01-to-2011-04-30")
    assert report_on(scorecard_deaths(), span, as_of=RUN).total.timeliness.received == 30
