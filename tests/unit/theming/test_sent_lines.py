"""What the commands that are sent lines of texts say of lines that are wrong, and that none is lost."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.theming.comparing.command import compare_lines
from services.theming.discovery.command import discover_lines
from services.theming.discovery.hidden_themes import unknown_theme
from services.theming.theming_command import theme_lines

RIGHT = '{"id": "last", "text": "He drowned."}'


def themed(lines: list[str]) -> list[Any]:
    return [json.loads(line) for line in theme_lines(lines)]


def compared(lines: list[str]) -> list[Any]:
    return [json.loads(line) for line in compare_lines(lines, most=1)]


def discovered(lines: list[str]) -> list[Any]:
    """What was told of each line, as the others tell it, and how many texts were read."""
    told: list[str] = []
    (answer,) = [json.loads(line) for line in discover_lines(lines, fault=told.append)]
    return [*({"error": each} for each in told), answer]


WRONG = {
    "not json": "This line is not JSON.",
    '{"id": 1, "text": "x"': "This line is not JSON.",
    "[" * 100_000: "This line is not JSON.",
    '{"id": NaN, "text": "x"}': "This line is not JSON.",
    '{"id": 1, "text": "x", "weight": Infinity}': "This line is not JSON.",
    "[1, 2]": "This line is not a JSON object with an id and a text.",
    '"asthma"': "This line is not a JSON object with an id and a text.",
    '{"id": 2}': "There is no text.",
    '{"id": 2, "text": null}': "There is no text.",
    '{"id": 2, "text": 7}': "The text is not a string.",
}


@pytest.mark.parametrize("read", [themed, compared, discovered])
def test_each_fault_is_named_with_its_line_and_the_others_go_on(
    read: Callable[[list[str]], list[Any]],
) -> None:
    lines = ["", *WRONG, "   ", RIGHT]
    *faults, last = read(lines)
    assert [each["error"] for each in faults] == [
        f"Line {number}: {because}" for number, because in enumerate(WRONG.values(), 2)
    ]
    assert "error" not in last
    assert last.get("texts") == 1 if read is discovered else last["id"] == "last"


@pytest.mark.parametrize("read", [compared, discovered])
def test_every_fault_of_one_line_is_named(read: Callable[[list[str]], list[Any]]) -> None:
    assert read(['{"text": 7}', RIGHT])[0]["error"] == "Line 1: There is no id. The text is not a string."


@pytest.mark.parametrize("read", [themed, compared, discovered])
def test_the_mark_that_some_programs_write_first_spoils_no_line(
    read: Callable[[list[str]], list[Any]],
) -> None:
    assert not [each for each in read([f"\ufeff{RIGHT}\r\n", RIGHT.replace("last", "x")]) if "error" in each]


def test_an_id_that_comes_again_is_told_and_both_texts_are_read() -> None:
    told, answer = discovered([RIGHT, "", RIGHT])
    assert told["error"] == "Line 3: The id is that of line 1 too; both are read."
    assert answer["texts"] == 2


def test_an_id_that_comes_again_is_told_beside_what_is_compared() -> None:
    told: list[str] = []
    assert len(list(compare_lines([RIGHT, "no", RIGHT], most=1, twice=told.append))) == 3
    assert told == ["Line 3: The id is that of line 1 too; both are compared."]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Drowning", "Nearest: drowning;"),
        ("drowning,asthma", "For several: --without drowning --without asthma"),
        ("smoke exposure", "Nearest: smoke_exposure"),
        ("drownin", "Nearest: drowning"),
        ("zzz", "files in services/theming/nlp/codebook"),
    ],
)
def test_of_a_theme_that_is_not_there_the_nearest_are_named(said: str, told: str) -> None:
    assert told in unknown_theme(said)
