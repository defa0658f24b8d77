import json
import time
from collections.abc import Iterator
from io import StringIO

import pytest

from services.theming.lines_told import NoLineRead, Telling
from services.theming.theming_command import theme_lines


def answers(*lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in theme_lines(lines)]


def test_each_line_is_answered_with_its_id_and_its_themes() -> None:
    text = "Mother smokes. There was no co-sleeping."
    (answer,) = answers(json.dumps({"id": "a1", "text": text}))
    assert answer == {
        "id": "a1",
        "themes": [
            {
                "theme": "smoke_exposure",
                "assertion": "affirmed",
                "evidence": [{"start": 7, "end": 13, "text": "smokes"}],
            },
            {
                "theme": "unsafe_sleep_surface",
                "assertion": "negated",
                "evidence": [{"start": 28, "end": 39, "text": "co-sleeping"}],
            },
        ],
    }


def test_a_bad_line_gives_an_error_and_the_run_goes_on() -> None:
    given = [
        "not json",
        '["a"]',
        '{"id": 2}',
        '{"id": 3, "text": 7}',
        '{"id": 4, "text": null}',
        '{"id": 5, "text": ""}',
        "",
        "[" * 100_000,
    ]
    found = answers(*given)
    assert [one["id"] for one in found] == [None, None, 2, 3, 4, 5, None]
    assert all("error" in one for one in found if one["id"] != 5)
    assert found[5] == {"id": 5, "themes": [], "enough": False}
    assert found[0]["error"] == "Line 1: This line is not JSON."
    assert found[6]["error"] == "Line 8: This line is not JSON."
    assert all(one["themes"] == [] for one in found)


def test_half_a_character_does_not_stop_the_run_or_shift_what_follows() -> None:
    first, second = answers('{"id": 1, "text": "a\\ud800b. Mother smokes."}', '{"id": "\\ud800", "text": ""}')
    assert [one["evidence"] for one in first["themes"]] == [[{"start": 12, "end": 18, "text": "smokes"}]]  # type: ignore[attr-defined]
    assert second["themes"] == []


def test_several_processes_give_the_same_lines_in_the_same_order() -> None:
    lines = [json.dumps({"id": number, "text": "Mother smokes." * (number % 3)}) for number in range(400)]
    lines[7] = "not json"
    assert list(theme_lines(lines, processes=2)) == list(theme_lines(lines))


def test_an_answer_comes_before_the_next_line_is_sent() -> None:
    sent: list[int] = []

    def slowly() -> Iterator[str]:
        for number in range(1000):
            sent.append(number)
            yield json.dumps({"id": number, "text": "He drowned."})

    answers = theme_lines(slowly(), processes=2)
    assert json.loads(next(answers))["id"] == 0
    assert len(sent) < 1000
    answers.close()  # type: ignore[attr-defined]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: StringIO, *lines: str, patience: float | None = None) -> list[str]:
    telling = Telling(stream, patience=patience)
    with telling.watching():
        return list(telling.answered(theme_lines(telling.sent(lines))))


DROWNED = '{"id": 1, "text": "He drowned."}'


def test_a_terminal_is_told_how_far_the_run_has_come() -> None:
    stream = Terminal()
    assert told(stream, "no", DROWNED)
    assert stream.getvalue().endswith("2 texts, 1 of them could not be read\n")


def test_elsewhere_nothing_is_told_unless_a_line_was_at_fault() -> None:
    stream = StringIO()
    told(stream, DROWNED, "")
    assert stream.getvalue() == ""
    told(stream, DROWNED, "no")
    assert stream.getvalue() == "2 texts, 1 of them could not be read\n"


def test_where_not_one_line_could_be_read_the_command_fails() -> None:
    with pytest.raises(NoLineRead, match="2 texts, 2 of them could not be read"):
        told(StringIO(), "no", "", '{"id": 3}')
    assert told(StringIO()) == []


def test_an_id_that_comes_again_is_named_and_a_missing_one_is_none() -> None:
    stream = StringIO()
    assert len(told(stream, '{"text": "x"}', DROWNED, "", '{"text": "x"}', DROWNED)) == 4
    assert stream.getvalue() == "Line 5: The id is that of line 2 too; both are read.\n"


def test_what_takes_long_to_read_is_named_by_its_line() -> None:
    stream = StringIO()
    telling = Telling(stream, patience=0.05)
    with telling.watching():
        for _ in telling.sent(["", DROWNED]):
            time.sleep(0.2)
    assert "Line 2 is being read (32 characters)\n" in stream.getvalue()
