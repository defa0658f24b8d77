"""Percentages beside their base, and rates with exact intervals: of the counts as they are shown."""

from datetime import date
from pathlib import Path

import pytest

from services.theming.domain.statistics import percentages, rates
from services.theming.domain.statistics.held import Held, records_begin
from services.theming.domain.statistics.percentages import NotApplicable, Percentage, percentage_of
from services.theming.domain.statistics.rates import Denominator, NotShown, Rate, rate_of
from services.theming.domain.statistics.table_rules import table_rules
from services.theming.reference.denominators import Denominators
from services.theming.reference.reading import SHIPPED, read_reference
from shared.disclosure.cells import Missing, Suppressed, TrueZero, Value

RULES = table_rules("publishable", date(2026, 4, 1))
EVERY_DAY = Held(date(2000, 4, 1), date(2030, 3, 31))


def test_figure_d7_rounded_parts_need_not_add_to_100_and_none_is_adjusted() -> None:
    parts = [percentage_of(Value(n), Value(200), 10) for n in (54, 48, 82, 17)]
    shown = [percentages.as_text(part) for part in parts]
    assert shown == ["27.0", "24.0", "41.0", "8.5"]
    assert sum(float(each) for each in shown) == 100.5


def test_figure_b18_0_of_0_is_not_applicable() -> None:
    assert percentage_of(TrueZero(), TrueZero(), 10) == NotApplicable()
    assert percentages.as_text(NotApplicable()) == "N/A"


def test_a_percentage_says_its_base() -> None:
    assert percentages.as_json(percentage_of(Value(72), Value(107), 10)) == {"percent": 67.3, "n": 107}


@pytest.mark.parametrize(
    ("part", "whole"),
    [(Suppressed(), Value(100)), (Value(10), Suppressed()), (TrueZero(), Suppressed()), (Value(5), Value(9))],
)
def test_a_percentage_is_withheld_with_its_parts_and_of_a_small_base(part, whole) -> None:
    assert percentage_of(part, whole, RULES.least_denominator) == Suppressed()


def test_nobody_of_a_base_that_is_shown_is_0_per_cent() -> None:
    shown = percentage_of(TrueZero(), Value(40), 10)
    assert isinstance(shown, Percentage)
    assert percentages.as_text(shown) == "0.0"
    assert percentage_of(Missing(), Value(40), 10) == Missing()


# Exact intervals as printed in tables of the Poisson distribution (Garwood 1936; Documenta Geigy).
@pytest.mark.parametrize(
    ("deaths", "low", "high"), [(5, 1.6, 11.7), (10, 4.8, 18.4), (20, 12.2, 30.9), (50, 37.1, 65.9)]
)
def test_the_interval_of_a_rate_is_the_exact_one(deaths: int, low: float, high: float) -> None:
    rate = rate_of(Value(deaths), Denominator(100_000, 100_000), RULES)
    assert isinstance(rate, Rate)
    assert (round(rate.low, 1), round(rate.high, 1), rate.value) == (low, high, deaths)


def test_a_rate_is_marked_below_twenty_deaths_and_not_shown_below_three() -> None:
    among = Denominator(50_000, 100_000)
    assert rates.as_text(rate_of(Value(15), among, RULES)).endswith(" u")
    assert not rates.as_text(rate_of(Value(20), among, RULES)).endswith(" u")
    assert rate_of(TrueZero(), among, RULES) == NotShown()
    assert rates.as_text(NotShown()) == ":"
    assert rate_of(Suppressed(), among, RULES) == Suppressed()


def test_infants_by_age_are_per_thousand_live_births_and_all_others_per_hundred_thousand_children() -> None:
    known = Denominators(read_reference(SHIPPED), EVERY_DAY)
    infants, file = known.of(("age_band", "0-27 days", "period", "2024-25"))
    assert (infants.per, file.kind) == (1_000, "live_births")
    children, file = known.of(("category", "8", "period", "2024-25..2025-26", "sex", "female"))
    assert (children.per, file.kind) == (100_000, "population")
    one, _ = known.of(("period", "2024-25", "sex", "female"))
    assert children.people > 1.9 * one.people


def test_children_are_counted_for_the_days_that_are_held_alone() -> None:
    def people(first: date | None, last: date, period: str) -> float | None:
        found = Denominators(read_reference(SHIPPED), Held(first, last)).of(
            ("period", period, "sex", "female")
        )
        return found[0].people if found else None

    whole = people(date(2020, 1, 1), date(2030, 1, 1), "2024-25")
    # From 1 October: 182 of 365 days.
    assert people(date(2024, 10, 1), date(2030, 1, 1), "2024-25") == pytest.approx(whole * 182 / 365)
    assert people(date(2020, 1, 1), date(2024, 4, 10), "2024-25") == pytest.approx(whole * 10 / 365)
    # A year before anything is held adds no children, and need not be in any file.
    assert people(date(2024, 4, 1), date(2030, 1, 1), "2001-02..2009-10") is None
    both = people(date(2024, 10, 1), date(2030, 1, 1), "2018-19..2024-25")
    assert both == pytest.approx(whole * 182 / 365)
    assert people(None, date(2030, 1, 1), "2024-25") is None


def test_records_begin_with_a_month_and_not_with_the_day_of_one_child() -> None:
    assert records_begin(date(2024, 4, 20)) == date(2024, 4, 1)
    assert records_begin(date(2024, 4, 1)) == date(2024, 4, 1)
    assert records_begin(None) is None


def test_where_nobody_knows_how_many_there_are_no_rate_is_made() -> None:
    known = Denominators(read_reference(SHIPPED), EVERY_DAY)
    for cell in (
        ("area", "Other", "period", "2024-25"),
        ("period", "2024-25", "sex", "not_known"),
        ("period", "2001-02"),
        ("deprivation_quintile", "1", "period", "2024-25", "sex", "female"),
    ):
        assert known.of(cell) is None


def test_every_fault_of_a_reference_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text((SHIPPED / "live-births.toml").read_text())
    (tmp_path / "people.csv").write_text(
        "year,area,count\n2025,Leicester,10\n25,Leicester,10\n2025,,5\n2025,Rutland,-3\n2025,Leicester,11\n7,8\n"
    )
    (tmp_path / "bare.csv").write_text("ward,count\n")
    found = read_reference(tmp_path)
    assert found.files == ()
    said = "\n".join(found.faults)
    for part in (
        "bare.csv",
        "line 3",
        "line 4",
        "line 5",
        "line 6: this is counted",
        "line 7: it has 2 cells",
    ):
        assert part in said


def test_a_reference_file_is_known_by_its_bytes_and_says_that_it_is_invented() -> None:
    files = read_reference(SHIPPED).files
    assert len(files) == 3
    assert all(file.synthetic and "nvented" in file.source and len(file.sha256) == 64 for file in files)
