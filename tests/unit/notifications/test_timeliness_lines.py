"""``cdop timeliness``: JSON lines in, JSON lines out, and a bad line never stops the rest."""

import json
from datetime import datetime
from typing import Any

import pytest

from services.notifications.timeliness import judge_lines

NAMES = {"next_working_day", "24_hours", "48_hours"}


def answers(*lines: dict[str, Any] | str) -> list[dict[str, Any]]:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return [json.loads(line) for line in judge_lines(written)]


def answer(**line: Any) -> dict[str, Any]:
    return answers({"id": "a", **line})[0]


@pytest.mark.parametrize(
    ("died_at", "notified_at", "due_at", "met"),
    [
        ("2011-04-28", "2011-05-03T23:59:59", "2011-05-03T23:59:59+01:00", True),
        ("2011-04-28", "2011-05-04T00:00:00", "2011-05-03T23:59:59+01:00", False),
        ("2011-12-23T10:00", "2011-12-28T09:00", "2011-12-28T23:59:59+00:00", True),
        ("2012-03-31T03:00", "2012-04-02T17:00", "2012-04-02T23:59:59+01:00", True),
        ("2026-04-03T22:00", "2026-04-07T16:00", "2026-04-07T23:59:59+01:00", True),
        ("2026-06-11T23:30Z", "2026-06-15T10:00", "2026-06-15T23:59:59+01:00", True),
    ],
)
def test_the_next_working_day_is_due_at_its_end_in_london(
    died_at: str, notified_at: str, due_at: str, met: bool
) -> None:
    clock = answer(died_at=died_at, notified_at=notified_at)["clocks"]["next_working_day"]
    assert clock == {"due_at": due_at, "met": met, "starts_from": "death"}


def test_every_clock_has_exactly_the_agreed_form() -> None:
    given = answer(died_at="2026-06-10T09:00", notified_at="2026-06-10T10:00", aware_at=None)
    assert set(given) == {"id", "clocks"}
    assert set(given["clocks"]) == NAMES
    assert all(set(clock) == {"due_at", "met", "starts_from"} for clock in given["clocks"].values())


def test_an_unknown_date_of_death_gives_null_and_no_error() -> None:
    given = answer(died_at=None, notified_at="2010-05-04T10:00")
    assert "error" not in given
    assert {clock["met"] for clock in given["clocks"].values()} == {None}


def test_hours_are_due_at_an_instant_with_its_offset() -> None:
    due_at = answer(died_at="2026-03-28T12:00", notified_at="2026-03-28T13:00")["clocks"]["24_hours"][
        "due_at"
    ]
    assert datetime.fromisoformat(due_at) == datetime.fromisoformat("2026-03-29T12:00:00+00:00")


def test_a_bad_line_names_every_fault_and_the_next_line_is_still_judged() -> None:
    bad, good = answers(
        {"id": 7, "died_at": "2026-02-30", "aware_at": 5, "notified_at": ""},
        {"id": 8, "died_at": "2026-06-10", "notified_at": "2026-06-10"},
    )
    assert bad["id"] == 7
    assert all(name in bad["error"] for name in ("died_at", "aware_at", "notified_at"))
    assert {clock["met"] for clock in bad["clocks"].values()} == {None}
    assert good["clocks"]["next_working_day"]["met"] is True


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"died_at": "2026-06-10T10:00", "notified_at": "2026-06-10T09:59"}, "before the death"),
        ({"died_at": "2026-06-10", "notified_at": None}, "notified_at"),
        ({"notified_at": "2026-06-10"}, "died_at"),
        ({"died_at": "2026-03-29T01:30", "notified_at": "2026-03-30"}, "did not exist"),
        ({"died_at": "2099-01-05", "notified_at": "2099-01-06"}, "bank holiday calendar"),
        ({"died_at": "0001-01-01T00:00", "notified_at": "9999-12-31T23:59"}, "bank holiday calendar"),
        ({"died_at": "2030-12-31", "notified_at": "2030-12-31"}, "bank holiday calendar"),
        ({"died_at": ["2026"], "notified_at": True}, "as text"),
    ],
)
def test_what_cannot_be_right_is_an_error_in_plain_words(line: dict[str, Any], words: str) -> None:
    assert words in answer(**line)["error"]


def test_lines_that_are_not_json_objects_are_answered_too() -> None:
    given = answers(
        "nonsense",
        "[1]",
        "",
        '{"id": NaN}',
        "\ufeff" + json.dumps({"id": 1, "died_at": None, "notified_at": "2026-01-05"}),
    )
    assert ["error" in each for each in given] == [True, True, True, False]


def test_answers_never_fail_to_print() -> None:
    assert next(judge_lines(['{"id": "\\ud800", "died_at": null, "notified_at": "2026-01-05"}'])).isascii()
