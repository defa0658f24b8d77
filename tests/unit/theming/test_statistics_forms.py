"""What the forms of the statistics offer and keep, and that nobody is told codes where there are words."""

from datetime import date

import pytest

from services.theming.domain.releases.cell_words import cell_in_words, value_in_words
from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.statistics.question import read_question
from services.theming.domain.themes.codebook import load_codebook
from services.theming.pages.choices import as_offered, beside_lists, spans_offered
from shared.errors import Fault, Invalid

TODAY, HELD_FROM = date(2026, 11, 22), date(2021, 5, 3)
KNOWN = dimensions(load_codebook())


def names(first: date | None = HELD_FROM, chosen: str = "") -> list[str]:
    return [name for name, _ in spans_offered(first, TODAY, chosen)]


def test_first_come_years_together_then_years_that_are_over_and_last_what_runs() -> None:
    offered = names()
    assert offered[:2] == ["2023-24..2025-26", "2021-22..2025-26"]
    singles = [name for name in offered if ".." not in name]
    assert singles[:3] == ["2025-26", "2024-25", "2023-24"]
    assert singles[5:7] == ["2026-27-H1", "2026-27-Q2"]
    assert singles[-3:] == ["2026-27", "2026-27-H2", "2026-27-Q3"]


def test_the_first_choice_is_over_also_where_little_or_nothing_is_held() -> None:
    assert names(date(2025, 8, 1))[0] == "2025-26"
    assert names(date(2026, 4, 2))[0] == "2026-27-H1"
    assert names(None)[0] == "2026-27-H1"


def test_two_years_are_offered_together_where_no_three_are_held() -> None:
    assert names(date(2024, 4, 3))[:2] == ["2024-25..2025-26", "2025-26"]
    assert "2024-25..2025-26" not in names(date(2023, 4, 3))


def test_what_was_asked_is_kept_though_the_list_would_not_offer_it() -> None:
    chosen = as_offered({"rows": "sex", "period": "2024-25..2025-26"})["period"]
    assert spans_offered(HELD_FROM, TODAY, chosen)[0] == (
        "2024-25..2025-26",
        "2 years, 2024-25 to 2025-26",
    )
    assert as_offered({"period": "2025-26-h1"}) == {"period": "2025-26-H1"}
    assert as_offered({"period": "Jane Doe"}) == {"period": "Jane Doe"}
    assert names(chosen="Jane Doe") == names()
    assert names(chosen="2025-26") == names()


def test_a_program_is_told_what_to_write_and_a_page_points_at_its_list() -> None:
    with pytest.raises(Invalid) as refused:
        read_question(KNOWN, by="Jane Doe", period="2025-26", policy="mine", as_known_on="x", today=TODAY)
    faults = refused.value.faults
    assert "Group of themes [theme_group]" in faults[0].message
    assert "Jane" not in str(refused.value)
    assert [each.message for each in beside_lists(faults)][:2] == [
        "By: this is not among the choices here.",
        "For whom: this is not among the choices here.",
    ]
    assert beside_lists(faults)[2] == Fault("as_known_on", faults[2].message)


def test_a_count_is_named_by_labels_who_then_where_then_when() -> None:
    key = ("area", "Leicester", "period", "2025-26", "sex", "female", "theme", "group:sleep")
    words = cell_in_words(key)
    assert words == f"Sex: Female, Group of themes: {load_codebook().groups['sleep']}, Leicester, 2025-26"
    assert cell_in_words(()) == "the total of everything"
    assert value_in_words("shoe", "42") == "shoe 42"
