"""What can be asked of the table maker, and what different answers say together."""

from datetime import date

import pytest

from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.statistics.linking import Asked as AskedCells
from services.theming.domain.statistics.linking import Linking, picture
from services.theming.domain.statistics.spans import parse_span
from services.theming.domain.statistics.table_question import Asked, TableQuestion, read_table_question
from services.theming.domain.themes.codebook import load_codebook
from shared.errors import Invalid

KNOWN = {name: dim for name, dim in dimensions(load_codebook()).items() if name != "area"}
TODAY = date(2026, 11, 21)


def read(**asked) -> TableQuestion:
    return read_table_question(
        KNOWN, Asked(**{"rows": "age_band", "period": "2025-26", **asked}), today=TODAY
    )


def faults(**asked) -> list[str]:
    with pytest.raises(Invalid) as refused:
        read(**asked)
    return [fault.field for fault in refused.value.faults]


def test_every_fault_of_a_table_is_named_at_once_in_the_order_of_the_form() -> None:
    assert faults(
        rows="shoe_size", columns="ward", filters=("name=x",), period="soon", area="Mars", basis="died",
        policy="none", measure="all", as_known_on="never",
    ) == [
        "rows", "columns", "filter", "period", "area", "basis", "policy", "measure", "as_known_on"
    ]  # fmt: skip


def test_what_was_typed_in_the_wrong_box_is_never_said_again() -> None:
    with pytest.raises(Invalid) as refused:
        read(rows="Jane Doe", filters=("Jane Doe=1",), area="Jane Doe", policy="Jane Doe")
    assert "Jane" not in str(refused.value)


def test_wards_and_dates_are_no_dimensions() -> None:
    for name in ("ward", "postcode", "date_of_death", "day", "case_reference", "year_of_birth"):
        assert faults(rows=name) == ["rows"]


def test_rutland_is_published_only_within_a_combined_area() -> None:
    assert faults(area="Rutland") == ["area"]
    assert faults(area="Leicestershire") == ["area"], "the county less Leicestershire would be Rutland"
    assert "Rutland" not in read(columns="area").columns.values
    assert read(area="rutland", policy="restricted_board").area == "Rutland"


def test_several_whole_years_can_be_taken_together() -> None:
    span = parse_span("2021-22..2025-26")
    assert (span.starts_on, span.ends_on, len(span.months)) == (date(2021, 4, 1), date(2026, 3, 31), 60)
    for wrong in ("2021-22-Q1..2022-23", "2022-23..2021-22", "2001-02..2025-26", "..", "2021-22.."):
        with pytest.raises(Invalid):
            parse_span(wrong)


def test_rows_and_columns_and_filters_are_of_different_dimensions() -> None:
    assert faults(columns="age_band") == ["columns"]
    assert faults(rows="theme", columns="theme_group") == ["columns"]
    assert faults(filters=("age_band=0-27 days",)) == ["filter"]
    assert faults(filters=("sex=female", "sex=male")) == ["filter"]
    assert faults(columns="area", area="Leicester") == ["area"]
    assert faults(columns="year") == ["period"]


def test_of_deaths_notified_no_category_is_asked() -> None:
    assert faults(rows="category", basis="notified") == ["basis"]


def test_a_day_in_a_quarter_is_no_day_to_ask_as_known_on() -> None:
    assert faults(as_known_on="2026-05-05") == ["as_known_on"]
    assert read(as_known_on="2026-06-30").known_on == date(2026, 6, 30)


def test_a_question_written_as_an_address_is_read_as_the_same_question() -> None:
    asked = read(columns="sex", filters=("category=8", "deprivation_quintile=1"), as_known_on="2026-06-30")
    query = asked.as_query()
    again = read(columns="sex", filters=tuple(query["filter"]), as_known_on=query["as_known_on"][0])
    assert again == asked


LINKING = Linking({"sex": frozenset({"female", "male", "not_known"}), "age": frozenset("abc")})


def cell(**held: str) -> tuple[str, ...]:
    return tuple(text for pair in sorted({"period": "2025-26", **held}.items()) for text in pair)


def left_over(asked: tuple[str, ...], before: tuple[str, ...]) -> list[tuple[str, ...]]:
    drawn = picture(
        AskedCells(frozenset({asked}), frozenset()), [AskedCells(frozenset({before}), frozenset())], LINKING
    )
    return sorted(drawn.unasked)


def test_all_and_girls_leave_all_others_over() -> None:
    assert left_over(cell(sex="female"), cell()) == [cell(sex="male|not_known")]


def test_a_year_and_its_first_half_leave_the_second_half_over() -> None:
    (rest,) = left_over(cell(period="2025-26-H1"), cell())
    assert LINKING.leaves("period", dict(zip(rest[::2], rest[1::2], strict=True))["period"]) == (
        parse_span("2025-26-H2").months
    )


def test_two_spans_that_overlap_leave_the_year_over_in_which_they_differ() -> None:
    (rest,) = left_over(cell(period="2023-24..2025-26"), cell(period="2024-25..2025-26"))
    assert LINKING.leaves("period", dict(zip(rest[::2], rest[1::2], strict=True))["period"]) == (
        parse_span("2023-24").months
    )


def test_everywhere_and_the_city_leave_everywhere_else_over() -> None:
    assert left_over(cell(area="Leicester"), cell()) == [cell(area="Leicestershire|Other|Rutland")]


def test_two_filters_at_once_are_reached_by_way_of_each() -> None:
    both = AskedCells(frozenset({cell(age="a", sex="female")}), frozenset({"age", "sex"}))
    drawn = picture(both, [AskedCells(frozenset({cell()}), frozenset())], LINKING)
    assert {cell(age="a"), cell(sex="female")} <= drawn.unasked


def test_cells_that_have_nothing_to_do_with_each_other_are_left_apart() -> None:
    assert left_over(cell(sex="female"), cell(age="a")) == []
    assert left_over(cell(), cell(period="2024-25")) == []
