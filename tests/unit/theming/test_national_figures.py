"""Figures for England, as data with year and source."""

import pytest

from services.theming.domain.statistics.national_figures import national_figures, nearest


def test_every_figure_has_a_year_a_unit_and_a_source() -> None:
    assert len(national_figures()) > 5
    for figure in national_figures():
        assert 2010 <= figure.year <= 2030
        assert figure.unit
        assert len(figure.source) > 15
        assert figure.label


@pytest.mark.parametrize(
    ("year", "text"),
    [(2024, "48%"), (2025, "48%"), (2023, "48%"), (2022, None), (2017, "28%"), (2012, "22%")],
)
def test_a_year_is_compared_with_the_figure_of_nearly_the_same_year(year: int, text: str | None) -> None:
    found = nearest("modifiable", year)
    assert (found.text if found else None) == text


def test_a_figure_is_told_with_its_unit() -> None:
    found = nearest("infant_deaths_per_1000", 2024)
    assert found is not None
    assert (found.text, found.year_name) == ("3.8 per 1,000 live births", "2024-25")
