"""Ages by the calendar."""

from datetime import date

import pytest

from services.notifications.domain.age import AGE_BANDS, age_band, age_text


@pytest.mark.parametrize(
    ("born", "died", "band", "text"),
    [
        (date(2026, 3, 10), date(2026, 3, 10), "0-27 days", "less than 1 day"),
        (date(2026, 3, 10), date(2026, 3, 11), "0-27 days", "1 day"),
        (date(2026, 3, 1), date(2026, 3, 28), "0-27 days", "27 days"),
        (date(2026, 3, 1), date(2026, 3, 29), "28-364 days", "4 weeks"),
        (date(2025, 3, 10), date(2026, 3, 9), "28-364 days", "11 months"),
        (date(2023, 3, 10), date(2024, 3, 9), "28-364 days", "11 months"),
        (date(2025, 3, 10), date(2026, 3, 10), "1-4 years", "1 year"),
        (date(2021, 3, 11), date(2026, 3, 10), "1-4 years", "4 years"),
        (date(2008, 3, 11), date(2026, 3, 10), "15-17 years", "17 years"),
        (date(2008, 3, 10), date(2026, 3, 10), "18 and over", "18 years"),
        (None, date(2026, 3, 10), "not known", "not known"),
    ],
)
def test_age_at_death(born: date | None, died: date, band: str, text: str) -> None:
    assert (age_band(born, died), age_text(born, died)) == (band, text)


def test_the_bands_are_in_order() -> None:
    assert AGE_BANDS[0] == "0-27 days"
    assert len(AGE_BANDS) == 6
