"""Identifiers in text, marks in text, files for spreadsheets, likeness of cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.theming.domain.themes.highlighting import Mark, segments
from services.theming.domain.themes.theme_confirmation import THEME_TRANSITIONS, ThemeStatus
from shared.disclosure.spreadsheets import neutral
from shared.identifier_patterns import PATTERNS, identifiers_in, with_article


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NHS 999 000 0018", "NHS number"),
        ("nhs no 9990000018.", "NHS number"),
        ("999-000-0026", "NHS number"),
        ("lived at LE1 5WW", "postcode"),
        ("lived at le12 7tu.", "postcode"),
        ("LE15WW", "postcode"),
        ("born 03/03/2026", "exact date"),
        ("died 3rd of March 2026", "exact date"),
        ("seen March 3, 2026", "exact date"),
        ("on 2026-03-03", "exact date"),
        ("ring 0116 496 0000", "telephone number"),
        ("+44 7700 900123", "telephone number"),
        ("write to a.person@example.org", "email address"),
    ],
)
def test_an_identifier_left_in_a_text_is_seen(text: str, kind: str) -> None:
    assert kind in identifiers_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Born at 25+3 weeks, birth weight 780 g, Apgar 3/5/8.",
        "Given 0.5 mg at 10:05, then B12 3mg; saturation 88 to 92%.",
        "In March 2026 she was seen in clinic; reviewed again on day 12.",
        "Case LLR-2026-0107. Blood gas 7.02, lactate 14.5, 1234567890 was not recorded.",
        "[child] was taken to [hospital] by the ambulance service; category 1 call, H1N1 negative.",
    ],
)
def test_clinical_figures_are_no_identifiers(text: str) -> None:
    assert identifiers_in(text) == ()


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6))
def test_marking_a_text_changes_no_character_of_it(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, start + length, "Theme", "affirmed") for start, length in spans]
    assert "".join(segment.text for segment in segments(text, marks)) == text


def test_overlapping_marks_each_keep_their_label() -> None:
    marks = [Mark(0, 10, "Asthma", "affirmed"), Mark(5, 15, "Neglect", "negated")]
    cut = segments("0123456789abcdefghij", marks)
    assert [segment.text for segment in cut] == ["01234", "56789", "abcde", "fghij"]
    assert [[mark.label for mark in segment.ending] for segment in cut] == [[], ["Asthma"], ["Neglect"], []]
    assert [segment.kind for segment in cut] == ["affirmed", "affirmed", "negated", ""]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@sum", "\tx", " =HYPERLINK()", "\r=1"])
def test_no_cell_of_a_file_starts_a_formula(text: str) -> None:
    assert neutral(text) == f"'{text}"


def test_ordinary_labels_are_written_as_they_are() -> None:
    assert neutral("Asthma") == "Asthma"


def test_every_status_of_a_theme_is_in_the_transition_table() -> None:
    assert set(THEME_TRANSITIONS) == set(ThemeStatus)
    assert all(to != status for status, possible in THEME_TRANSITIONS.items() for to in possible)


def test_a_kind_of_identifier_has_its_article() -> None:
    told = {with_article(kind) for kind in PATTERNS}
    assert told == {"an NHS number", "a postcode", "a telephone number", "an email address", "an exact date"}
