"""The board report: joint is the sum of the parts, a closed period stays, nothing small is worked out."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.holds import Hold
from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.agreed_action import AgreedAction
from services.panel.domain.reports.as_of import CaseRecord, Place, backlog_on
from services.panel.domain.reports.board_report import BOARDS, JOINT, BoardReport, board_report, up_to
from services.panel.domain.reports.indicators import AreaFigures, CompletedReview
from services.panel.domain.reports.protecting import Key, Line, protect
from services.panel.domain.reports.report_table import as_rows
from shared.disclosure.cells import Suppressed, TrueZero, Value
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.periods import parse_period

PERIOD = parse_period("2025-26-H1")
RUN = date(2025, 11, 3)
S = CaseStatus
PUBLISHABLE = policy_on("publishable", RUN)
BOARD = policy_on("restricted_board", RUN)


def a_case(
    number: int, area: str, *changes: tuple[date, CaseStatus], holds: tuple[Hold, ...] = ()
) -> CaseRecord:
    return CaseRecord(f"LLR-2025-{number:04}", area, date(2025, 4, 1), changes, holds)


def a_hold(placed: date, lifted: date | None = None) -> Hold:
    return Hold("h", "inquest", "", placed, "m", lifted)


def figures(area: str, completed: int, waiting: int) -> AreaFigures:
    done = [a_case(number, area, (date(2025, 8, 1), S.COMPLETED)) for number in range(completed)]
    still = [a_case(100 + number, area, (date(2025, 4, 2), S.GATHERING)) for number in range(waiting)]
    reviews = [
        CompletedReview(one, date(2025, 8, 1), ("modifiable", "none", "inadequate_information")[n % 3], 9)
        for n, one in enumerate(done)
    ]
    action = AgreedAction("Do it", "Public health", "local", date(2025, 9, 1))
    actions = [LoggedAction(one.reference, 1, 0, action, date(2025, 8, 1)) for one in done[:2]]
    return AreaFigures(PERIOD, PERIOD.ends_on, [*done, *still], reviews, actions)


def a_report(policy: DisclosurePolicy | None) -> BoardReport:
    by_part = {
        "leicester": figures("Leicester", 12, 9),
        "county": figures("Rutland", 3, 20),
        "elsewhere": figures("Other", 0, 0),
    }
    return board_report(by_part, policy=policy, run_on=RUN)


def line(report: BoardReport, indicator: str) -> dict[str, tuple[str, str, str, str]]:
    found = next(one for one in report.lines if one.indicator.id == indicator)
    return {part: shown.texts for part, shown in found.by_part.items()}


def test_the_joint_figure_is_the_sum_of_the_parts() -> None:
    report = a_report(None)
    for one in report.lines:
        parts = [shown for part, shown in one.by_part.items() if part != JOINT]
        assert sum(int(shown.texts[0]) for shown in parts) == int(one.by_part[JOINT].texts[0])
    assert line(report, "modifiable")[JOINT] == ("5", "15", "5", "50.0%")


def test_none_of_none_is_not_applicable_and_zero_is_shown() -> None:
    assert line(a_report(None), "within_12")["elsewhere"] == ("0", "0", "0", "N/A")
    assert line(a_report(PUBLISHABLE), "within_12")["elsewhere"] == ("0", "0", "0", "N/A")


def test_the_publishable_version_shows_no_count_from_one_to_seven_and_never_a_zero_for_one() -> None:
    exact, shown = a_report(None), a_report(PUBLISHABLE)
    for before, after in zip(exact.lines, shown.lines, strict=True):
        for part, cells in before.by_part.items():
            number, said = cells.texts[0], after.by_part[part].texts[0]
            assert said == "*" if 1 <= int(number) <= 7 else said in ("*", number) or int(said) % 5 == 0
            assert (number == "0") == (said == "0")


def test_exceptions_come_first_in_the_file_and_a_hidden_one_is_still_named() -> None:
    report = a_report(PUBLISHABLE)
    assert [one.indicator.id for one in report.exceptions] == ["overdue", "not_told"]
    rows = as_rows(report, "Area", "Publishable")
    heads = [
        number for number, row in enumerate(rows) if row[:1] in (("Exceptions first",), ("All figures",))
    ]
    assert rows[heads[0] + 2][0] == "Actions overdue without feedback"
    assert heads[0] < heads[1]
    assert ("Period", "Half-year 1 of 2025-26: 1 April 2025 to 30 September 2025") in rows


def test_a_period_that_is_over_is_final_and_one_under_way_a_draft() -> None:
    assert a_report(None).final
    now = replace(figures("Leicester", 1, 0), on=date(2025, 6, 1))
    assert not board_report({"leicester": now}, policy=None, run_on=date(2025, 6, 1)).final


def test_each_area_belongs_to_one_part_and_rutland_to_the_county() -> None:
    both = figures("Rutland", 2, 1)
    parts = {part: len(up_to(both, part).cases) for part in BOARDS}
    assert parts == {"leicester": 0, "county": 3, "elsewhere": 0}
    assert len(up_to(both, "county").actions) == 2


LINES = [
    Line(("a", "joint"), (("a", "x"), ("a", "y"), ("a", "z"))),
    Line(("b", "joint"), (("b", "x"), ("b", "y"), ("b", "z"))),
    *(Line(("all", part), (("a", part), ("b", part))) for part in ("x", "y", "z", "joint")),
    Line(("all", "joint"), (("all", "x"), ("all", "y"), ("all", "z"))),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=6, max_size=6), st.sampled_from([PUBLISHABLE, BOARD]))
def test_in_no_sum_is_exactly_one_count_hidden(numbers: list[int], policy: DisclosurePolicy) -> None:
    counts: dict[Key, int] = {
        (row, part): numbers[3 * n + m] for n, row in enumerate("ab") for m, part in enumerate("xyz")
    }
    counts |= {(row, "joint"): sum(counts[row, part] for part in "xyz") for row in "ab"}
    counts |= {("all", part): counts["a", part] + counts["b", part] for part in ("x", "y", "z", "joint")}
    cells = protect(counts, LINES, policy)
    for one in LINES:
        assert sum(isinstance(cells[key], Suppressed) for key in one.keys) != 1
    for key, count in counts.items():
        assert isinstance(cells[key], TrueZero) <= (count == 0)
        assert not (isinstance(cells[key], Value) and policy.is_small(count))


def test_a_small_count_cannot_be_told_from_the_sums_by_trying_every_possibility() -> None:
    keys = [(row, part) for row in "ab" for part in "xy"]
    counts: dict[Key, int] = dict(zip(keys, (2, 11, 9, 14), strict=True))
    sums = {("a", "joint"): 13, ("b", "joint"): 23, ("all", "x"): 11, ("all", "y"): 25, ("all", "joint"): 36}
    lines = [
        *(Line((row, "joint"), ((row, "x"), (row, "y"))) for row in "ab"),
        *(Line(("all", part), (("a", part), ("b", part))) for part in ("x", "y", "joint")),
        Line(("all", "joint"), (("all", "x"), ("all", "y"))),
    ]
    cells = protect(counts | sums, lines, BOARD)
    hidden = [key for key in keys if isinstance(cells[key], Suppressed)]
    possible = set()
    for tried in product(range(26), repeat=4):
        guess = dict(zip(keys, tried, strict=True))
        guess |= {(row, "joint"): guess[row, "x"] + guess[row, "y"] for row in "ab"}
        guess |= {("all", part): guess["a", part] + guess["b", part] for part in ("x", "y", "joint")}
        shown = ((key, cell.count) for key, cell in cells.items() if isinstance(cell, Value))
        if all(guess[key] == count for key, count in shown):
            possible.add(tuple(guess[key] for key in hidden))
    assert ("a", "x") in hidden
    assert len({one[hidden.index(("a", "x"))] for one in possible}) >= 4


@pytest.mark.parametrize(
    ("case", "place"),
    [
        (a_case(1, "Leicester"), Place.WAITING),
        (a_case(2, "Leicester", (date(2025, 4, 2), S.READY_FOR_PANEL)), Place.READY),
        (a_case(3, "Leicester", (date(2025, 4, 2), S.DEFERRED)), Place.READY),
        (
            a_case(4, "Leicester", (date(2025, 4, 2), S.GATHERING), holds=(a_hold(date(2025, 4, 3)),)),
            Place.ON_HOLD,
        ),
        (a_case(5, "Leicester", (date(2025, 4, 2), S.REVIEWED)), Place.LISTED),
        (a_case(6, "Leicester", (date(2025, 4, 2), S.COMPLETED)), None),
        (a_case(7, "Leicester", (date(2025, 7, 2), S.COMPLETED)), Place.WAITING),
    ],
)
def test_each_open_case_is_in_one_place_of_the_backlog(case: CaseRecord, place: Place | None) -> None:
    assert case.place_on(date(2025, 6, 1)) is place


def test_the_lines_of_the_backlog_add_up_to_the_open_cases_and_ages_are_net_of_holds() -> None:
    held = a_case(
        1, "Leicester", holds=(a_hold(date(2025, 4, 11), date(2025, 4, 21)), a_hold(date(2025, 5, 1)))
    )
    some = [held, a_case(2, "Rutland"), a_case(3, "Rutland", (date(2025, 4, 2), S.COMPLETED))]
    lines = {one.place: one for one in backlog_on(some, date(2025, 5, 11))}
    assert sum(one.cases for one in lines.values()) == 2
    on_hold = lines[Place.ON_HOLD]
    assert (on_hold.oldest_age, on_hold.oldest_net_age) == (40, 20)
    assert lines[Place.READY].median_age is None


def test_what_happens_after_a_day_does_not_change_how_things_stood_on_it() -> None:
    before = a_case(1, "Leicester", (date(2025, 4, 2), S.READY_FOR_PANEL), holds=(a_hold(date(2025, 4, 3)),))
    after = replace(
        before,
        changes=(*before.changes, (date(2025, 10, 5), S.LISTED), (date(2025, 10, 9), S.COMPLETED)),
        holds=(a_hold(date(2025, 4, 3), date(2025, 10, 1)), a_hold(date(2025, 10, 2))),
    )
    for day in (date(2025, 4, 2), date(2025, 9, 30)):
        assert after.place_on(day) is before.place_on(day)
        assert after.net_age_on(day) == before.net_age_on(day)
