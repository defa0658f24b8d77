"""A mapping turns a row of cells into what the form reads; each fault leads back to its cell."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.importing.cells import Cell, CellKind, Row, text_cell
from services.notifications.domain.importing.choosing import choices, chosen_mapping
from services.notifications.domain.importing.dates import day_of, moment_of, time_of
from services.notifications.domain.importing.mapping import (
    as_written,
    is_question,
    place,
    read_mapping,
    shipped,
    unanswered,
)
from services.notifications.domain.importing.reading import faults_on_cells, fingerprint, read_row
from shared.errors import Invalid

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
LOG = next(each for each in shipped() if each.id == "panel_log")
EXTRACT = next(each for each in shipped() if each.id == "notification_extract")


def row(**texts: str | Cell) -> Row:
    cells = {letters: text if isinstance(text, Cell) else text_cell(text) for letters, text in texts.items()}
    return {letters: cell for letters, cell in cells.items() if cell}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("10/03/2026", "2026-03-10"),
        ("1.3.2026", "2026-03-01"),
        ("2026-03-10", "2026-03-10"),
        ("10 March 2026", "2026-03-10"),
        ("10-Mar-2026", "2026-03-10"),
        ("Tuesday 10th March 2026", "2026-03-10"),
        ("10/03/2026 22:05", "2026-03-10T22:05"),
        ("2026-03-10T22:05:00", "2026-03-10T22:05"),
        ("10 Sept 2026, 9.05", "2026-09-10T09:05"),
    ],
)
def test_dates_are_read_day_first(text: str, says: str) -> None:
    assert moment_of(Cell(CellKind.TEXT, text)) == says


@pytest.mark.parametrize(
    ("number", "says"),
    [("46091", "2026-03-10"), ("46091.92013888889", "2026-03-10T22:05"), ("39845", "2009-02-01")],
)
def test_days_that_are_counted_are_dates(number: str, says: str) -> None:
    assert moment_of(Cell(CellKind.NUMBER, number)) == says


@pytest.mark.parametrize(
    "text", ["03/14/2026", "31/02/2026", "10/03/26", "March", "10 Floreal 2026", "12", "?"]
)
def test_what_could_be_meant_in_two_ways_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        day_of(Cell(CellKind.TEXT, text))


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (Cell(CellKind.TEXT, "22:05"), "22:05"),
        (Cell(CellKind.TEXT, "2205"), "22:05"),
        (Cell(CellKind.TEXT, "9.05"), "09:05"),
        (Cell(CellKind.NUMBER, "905"), "09:05"),
        (Cell(CellKind.NUMBER, "0.9201388888888888"), "22:05"),
        (Cell(CellKind.DATE, "1900-01-01T22:05"), "22:05"),
    ],
)
def test_times_are_read(cell: Cell, says: str) -> None:
    assert time_of(cell) == says


@pytest.mark.parametrize("text", ["25:00", "12:60", "noon", "10 pm"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="24-hour"):
        time_of(Cell(CellKind.TEXT, text))


def test_columns_are_found_by_heading_whatever_its_capitals_and_signs() -> None:
    placed = place(LOG, {"A": "SURNAME:", "B": " d.o.b ", "C": "Shoe size", "D": "surname"})
    assert {letters: each.question for letters, each in placed.columns.items()} == {
        "A": "child.family_name",
        "B": "child.date_of_birth",
    }
    assert placed.unused == {"C": "Shoe size", "D": "surname"}


def test_a_moment_in_two_columns_is_one_and_an_unknown_time_leaves_the_date() -> None:
    placed = place(LOG, {"A": "Date of death", "B": "Time of death"})
    for time, says in (("22:05", "2026-06-01T22:05"), ("n/k", "2026-06-01"), ("", "2026-06-01")):
        assert read_row(LOG, placed, row(A="1/6/2026", B=time)).given["death.died_at"] == says


def test_a_blank_is_not_known_only_where_the_mapping_says_so() -> None:
    placed = place(LOG, {"A": "Surname", "B": "NHS number"})
    given = read_row(LOG, placed, row(A="Specimen")).given
    assert given["home.postcode"] == "not_known"
    assert given["child.nhs_number_absent_reason"] == "not_currently_available"
    assert "child.nhs_number" not in given
    assert "notified_at" not in given
    plain = replace(LOG, blank_means_not_known=False, always={})
    assert read_row(plain, placed, row(A="Specimen")).given == {"child.family_name": "Specimen"}


def test_a_reason_for_no_nhs_number_is_not_said_beside_a_number() -> None:
    given = read_row(LOG, place(LOG, {"A": "NHS number"}), row(A=Cell(CellKind.NUMBER, "9990000018.0"))).given
    assert given["child.nhs_number"] == "9990000018"
    assert "child.nhs_number_absent_reason" not in given


def test_the_words_of_a_log_mean_answers_and_columns_nobody_mapped_are_kept() -> None:
    placed = place(LOG, {"A": "Expected/unexpected", "B": "Coroner", "C": "File no"})
    given = read_row(LOG, placed, row(A="u", B="Y", C="12/2019")).given
    assert (given["death.expected"], given["death.coroner_informed"]) == ("no", "yes")
    assert given["spreadsheet.File no"] == "12/2019"


def test_every_fault_of_a_row_is_named_at_once_with_its_column() -> None:
    headings = {"A": "Surname", "B": "NHS number", "C": "DOB", "D": "Date of death", "E": "Date notified"}
    reading = read_row(
        LOG,
        place(LOG, headings),
        row(A=Cell(CellKind.FORMULA, "formula"), B="9990000019", C="x", D="2/6/2026", E="1/6/2026"),
    )
    with pytest.raises(Invalid) as refused:
        read_form(reading.given, now=NOW, demonstration=True)
    faults = faults_on_cells(reading, refused.value.faults)
    assert {fault.column for fault in faults} == {"A", "B", "C", "E"}


def test_the_same_answers_have_the_same_fingerprint_in_any_order() -> None:
    assert fingerprint({"a": "1", "b": ["x"]}) == fingerprint({"b": ["x"], "a": "1"})
    assert fingerprint({"a": "1"}) != fingerprint({"a": "2"})


@pytest.mark.parametrize("mapping", shipped(), ids=lambda each: each.id)
def test_a_shipped_mapping_asks_only_what_the_form_asks_and_survives_being_kept(mapping: object) -> None:
    assert read_mapping(as_written(mapping)) == mapping  # type: ignore[arg-type]
    assert all(is_question(each.question) for each in mapping.columns)  # type: ignore[attr-defined]


def test_a_question_the_form_has_not_is_refused_by_name() -> None:
    written = as_written(LOG)
    written["columns"][0]["question"] = "child.shoe_size"
    with pytest.raises(LookupError, match="shoe_size"):
        read_mapping(written)


def test_what_no_column_answers_is_known_before_a_row_is_read() -> None:
    assert unanswered(LOG, ["child.family_name"]) == ("notified_at",)
    assert "child.sex" in unanswered(EXTRACT, ["child.family_name", "notified_at"])
    assert unanswered(EXTRACT, notification_form().required) == ()


def test_everything_on_the_form_can_be_chosen_for_a_column() -> None:
    keys = {key for key, _ in choices()}
    assert set(notification_form().names) - {key for key in notification_form().names if "#" in key} <= keys
    assert {"death.died_at:time", "parents.0.name", "professionals.3.email"} <= keys


def test_chosen_columns_keep_the_words_of_the_mapping_and_what_this_sheet_has_not() -> None:
    made = chosen_mapping(
        LOG, {"A": "Exp", "B": "Surname"}, {"A": "death.expected", "B": ""}, blank_means_not_known=False
    )
    assert made.column("death.expected").words["U"] == "no"  # type: ignore[union-attr]
    assert "Exp" in made.column("death.expected").headings  # type: ignore[union-attr]
    assert "Surname" not in made.column("child.family_name").headings  # type: ignore[union-attr]
    assert made.blank_means_not_known is False
    assert set(place(made, {"A": "Exp", "B": "Surname"}).columns) == {"A"}


def test_two_columns_with_one_heading_cannot_both_be_mapped() -> None:
    with pytest.raises(Invalid) as refused:
        chosen_mapping(
            LOG,
            {"A": "Date", "B": "date"},
            {"A": "death.died_at:date", "B": "notified_at:date"},
            blank_means_not_known=True,
        )
    assert [fault.field for fault in refused.value.faults] == ["column.A", "column.B"]
