"""The figures of the scorecard and the four kinds of cell."""

from datetime import date
from decimal import Decimal

import pytest

from services.theming.domain.statistics.scorecard import (
    NotifiedCase,
    half_years_with_data,
    latest_complete,
    scorecard,
)
from shared.disclosure.cells import Missing, Suppressed, TrueZero, Value, as_json, as_text, status_of
from shared.indicators import Timeliness, percentage, percentage_text, timeliness_of
from shared.periods import Period, parse_period

TODAY = date(2026, 11, 21)


def test_107_notifications_of_which_72_in_time_are_67_3_per_cent() -> None:
    figures = timeliness_of([True] * 72 + [False] * 35)
    assert (figures.received, figures.in_time, figures.late) == (107, 72, 35)
    assert figures.percent_in_time == Decimal("67.3")
    assert figures.percent_late == Decimal("32.7")
    assert figures.sentence == "107 notifications received. 72 within agreed timeframe."


def test_what_cannot_be_judged_is_neither_in_time_nor_late() -> None:
    figures = timeliness_of([True, False, None])
    assert (figures.received, figures.in_time, figures.late, figures.cannot_be_judged) == (3, 1, 1, 1)
    assert figures.percent_in_time == Decimal("50.0")


def test_0_of_0_is_not_applicable_and_0_of_5_is_0() -> None:
    assert percentage(0, 0) is None
    assert percentage_text(0, 0) == "N/A"
    assert percentage_text(0, 5) == "0.0%"
    assert Timeliness(0, 0).percent_in_time is None


def test_parts_need_not_add_to_100_and_none_is_adjusted() -> None:
    shares = [percentage(part, 3) for part in (1, 1, 1)]
    assert shares == [Decimal("33.3")] * 3
    assert sum(share for share in shares if share) == Decimal("99.9")


def test_halves_are_rounded_upwards() -> None:
    assert percentage(1, 16) == Decimal("6.3")


def test_road_deaths_are_counted_at_notification_and_after_review() -> None:
    cases = [NotifiedCase(date(2026, 4, day), True, day <= 3) for day in range(1, 11)]
    card = scorecard(Period(2026, "H", 1), cases, [date(2026, 9, 30), date(2026, 10, 1)], today=TODAY)
    assert (card.road_at_notification, card.road_after_review) == (3, 1)
    assert card.complete


def test_a_notification_belongs_to_one_half_year_only() -> None:
    cases = [NotifiedCase(day, True, False) for day in (date(2026, 3, 31), date(2026, 4, 1))]
    received = [
        scorecard(half, cases, [], today=TODAY).timeliness.received for half in half_years_with_data(cases)
    ]
    assert received == [1, 1]


def test_the_latest_complete_half_year_with_data_is_shown_first() -> None:
    half_years = [parse_period(name) for name in ("2026-27-H2", "2026-27-H1", "2025-26-H2")]
    assert latest_complete(half_years, today=TODAY).name == "2026-27-H1"
    assert latest_complete(half_years[:1], today=TODAY).name == "2026-27-H2"
    assert latest_complete([], today=TODAY).name == "2026-27-H2"


def test_the_four_kinds_of_cell_are_four_different_things_everywhere() -> None:
    cells = [Value(5), TrueZero(), Suppressed(), Missing()]
    assert [as_json(cell) for cell in cells] == [
        {"value": 5},
        {"value": 0},
        {"suppressed": True},
        {"missing": True},
    ]
    assert [as_text(cell) for cell in cells] == ["5", "0", "*", ":"]
    assert [status_of(cell) for cell in cells] == ["shown", "zero", "suppressed", "missing"]


def test_a_value_is_never_zero() -> None:
    with pytest.raises(ValueError, match="TrueZero"):
        Value(0)
