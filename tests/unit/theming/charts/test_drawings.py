"""What every chart promises as a picture: read aloud, in grey, without colour, and never a hidden number."""

import re
from itertools import pairwise
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as xml

import pytest

from services.theming.charts import ages_and_themes, deprivation, timeliness
from services.theming.charts.ages_and_themes import ink_on
from services.theming.charts.beside import as_csv
from services.theming.charts.drawing import NAMESPACE
from services.theming.charts.look import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    QUIET,
    SHADES,
    SHAPES,
    WHITE,
    ticks,
    width_of,
    wrapped,
)
from services.theming.charts.titled import only_words, titled
from tests.unit.theming.charts.drawn import EVERY, deprived, heat, notified, theme, timely

SVG = f"{{{NAMESPACE}}}"
each_chart = pytest.mark.parametrize(("chart", "data"), EVERY.values(), ids=EVERY)
each_shape = pytest.mark.parametrize("shape", SHAPES)


def picture(chart: ModuleType, data: Any, shape: str = "wide") -> xml.Element:
    return xml.fromstring(chart.as_svg(data, shape))


def texts(image: xml.Element) -> list[str]:
    return [element.text or "" for element in image.iter(f"{SVG}text")]


def gaps(image: xml.Element) -> list[xml.Element]:
    return [box for box in image.iter(f"{SVG}rect") if box.get("stroke-dasharray")]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@each_chart
@each_shape
def test_a_chart_is_one_image_with_its_finding_as_title_and_its_numbers_as_description(
    chart: ModuleType, data: Any, shape: str
) -> None:
    image = picture(chart, data, shape)
    title, description = image.findall(f"{SVG}title")[0], image.findall(f"{SVG}desc")[0]
    assert image.get("role") == "img"
    assert image.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == chart.finding(data)
    assert description.text


@each_chart
def test_a_chart_asks_for_nothing_from_elsewhere(chart: ModuleType, data: Any) -> None:
    for shape in SHAPES:
        written = chart.as_svg(data, shape).replace(NAMESPACE, "")
        assert "http" not in written
        assert not re.search(r"href|<style|<script|@import|font-face|style=", written)
        assert set(re.findall(r"url\((.)", written)) <= {"#"}


@each_chart
def test_patterns_and_names_of_two_images_on_one_page_do_not_meet(chart: ModuleType, data: Any) -> None:
    names = [
        element.get("id")
        for shape in ("wide", "narrow")
        for element in picture(chart, data, shape).iter()
        if element.get("id")
    ]
    assert len(names) == len(set(names))


@each_chart
@each_shape
def test_no_text_leaves_its_image(chart: ModuleType, data: Any, shape: str) -> None:
    image = picture(chart, data, shape)
    wide, high, size = float(image.get("width", 0)), float(image.get("height", 0)), SHAPES[shape].size
    for text in image.iter(f"{SVG}text"):
        length = width_of(text.text or "", float(text.get("font-size", size)))
        before = {"start": 0.0, "middle": length / 2, "end": length}[text.get("text-anchor", "start")]
        left = float(text.get("x", 0)) - before
        assert left >= -2, text.text
        assert left + length <= wide + 2, text.text
        assert size * 0.5 <= float(text.get("y", 0)) <= high, text.text


@each_chart
@each_shape
def test_a_chart_that_stands_alone_has_its_finding_written_above_it(
    chart: ModuleType, data: Any, shape: str
) -> None:
    plain, image = picture(chart, data, shape), xml.fromstring(titled(chart.as_svg(data, shape), shape))
    lines = [text for text in image.findall(f"{SVG}text") if text.get("font-weight") == "bold"]
    assert " ".join(line.text or "" for line in lines) == chart.finding(data)
    assert float(image.get("height", 0)) > float(plain.get("height", 0))
    assert image.get("aria-labelledby") == plain.get("aria-labelledby")
    for line in lines:
        assert 1.15 * width_of(line.text or "", float(line.get("font-size", 0))) <= SHAPES[shape].width


def test_a_chart_for_boards_says_so_on_its_image_and_one_that_cannot_be_drawn_says_why() -> None:
    words = only_words("No.", "Too few.", "wide")
    assert "Too few." in texts(xml.fromstring(words))
    assert ">Not for publication.<" in titled(words, "wide", "Not for publication.")


@each_chart
def test_a_chart_is_the_same_bytes_however_often_it_is_drawn(chart: ModuleType, data: Any) -> None:
    assert chart.as_svg(data) == chart.as_svg(data)


@each_chart
def test_the_description_and_the_table_tell_what_is_not_shown_from_nobody(
    chart: ModuleType, data: Any
) -> None:
    description = picture(chart, data).findtext(f"{SVG}desc", "")
    assert "not shown" in description
    assert "suppressed" in as_csv(chart.table(data))
    assert ",*," in as_csv(chart.table(data))


def test_a_hidden_count_is_a_marked_gap_and_never_a_column_of_no_height() -> None:
    data = timely(notified("Q1", 12, 3, 0), notified("Q2", 12, 0, 0), year=notified("2025-26", 24, 12, 0))
    image = picture(timeliness, data)
    drawn = [box for box in image.iter(f"{SVG}rect") if "url(#stripes" in box.get("fill", "")]
    assert drawn == [], "one is hidden, of the other there is none: nothing has a height"
    assert len(gaps(image)) == 2, "the hidden one and its explanation"
    assert texts(image).count("*") == 2
    assert texts(image).count("0") == 1


def test_nobody_is_drawn_as_0_and_what_is_not_held_as_a_colon() -> None:
    data = timely(
        notified("Q1", 12, 0, 9), notified("Q2", None, None, None), year=notified("2025-26", 12, 0, 9)
    )
    image = picture(timeliness, data)
    assert texts(image).count("0") == 1
    assert texts(image).count(":") == 3
    assert gaps(image) == []


def test_a_row_that_nobody_needs_is_not_drawn() -> None:
    year = notified("2025-26", 12, 8, 0)
    assert "Cannot be judged" not in texts(picture(timeliness, timely(year=year)))


def test_the_cells_of_the_heat_table_are_numbers_stars_and_colons_as_well_as_shades() -> None:
    image = picture(ages_and_themes, heat(theme("Asthma", 0, 3, 6, 12, 24, None, total=45)))
    assert [text for text in texts(image) if text in "0*61224:45"] == [
        "0",
        "*",
        "6",
        "12",
        "24",
        ":",
        "45",
        "*",
    ]


def test_a_fifth_of_which_nothing_is_shown_has_no_mark() -> None:
    image = picture(deprivation, deprived(60, 40, 0, 3, 20))
    assert len(list(image.iter(f"{SVG}circle"))) == 3
    assert "too few for a rate" in texts(image)
    assert len(gaps(image)) == 2


@pytest.mark.parametrize("colour", [BLUE, ORANGE, GREY, INK, QUIET])
def test_colours_of_marks_stand_out_three_to_one_and_letters_more(colour: str) -> None:
    assert contrast(colour, WHITE) >= 3
    assert contrast(INK, WHITE) >= 7
    assert contrast(QUIET, WHITE) >= 4.5


@pytest.mark.parametrize("shade", SHADES)
def test_numbers_can_be_read_on_every_shade(shade: str) -> None:
    assert contrast(shade, ink_on(shade)) >= 4.5


def test_shades_grow_darker_in_grey_too() -> None:
    for lighter, darker in pairwise(SHADES):
        assert contrast(lighter, darker) > 1.15
        assert luminance(lighter) > luminance(darker)


def test_what_two_series_have_alike_in_grey_they_have_apart_in_pattern() -> None:
    fills = [fill for _, fill, _, _ in timeliness.BANDS]
    assert len(set(fills)) == len(fills)


@pytest.mark.parametrize(
    ("top", "most", "last"), [(0, 5, 1), (7, 5, 8), (47, 5, 50), (100, 6, 100), (130, 4, 150)]
)
def test_a_scale_ends_at_a_round_number(top: float, most: int, last: float) -> None:
    assert ticks(top, most)[-1] == last


def test_a_label_is_broken_between_words() -> None:
    assert wrapped("Chromosomal, genetic and congenital anomalies", 10, 160) == [
        "Chromosomal, genetic and",
        "congenital anomalies",
    ]
