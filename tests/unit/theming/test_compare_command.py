"""``cdop compare``: JSON lines in, the nearest of them out, with the reasons."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from services.theming.comparing.command import compare_lines
from services.theming.comparing.nearest import Nearest
from services.theming.domain.comparables.likeness import CaseProfile, likeness

TEXTS = {
    "a1": "She died of acute severe asthma; her inhaler was empty.",
    "a2": "He collapsed with wheeze and died of asthma.",
    "s1": "The baby was found on the sofa, asleep with his father.",
    "s2": "He was co-sleeping with his mother after a feed.",
    "n1": "No asthma, and no co-sleeping: a kite touched the railway cable.",
    "n2": "The string of the kite had caught a cable of the railway.",
    "x": "A tile fell in a storm.",
}


def compared(lines: list[str], most: int = 2, processes: int = 1) -> list[dict[str, Any]]:
    return [json.loads(line) for line in compare_lines(lines, most=most, processes=processes)]


def lines_of(texts: dict[str, str], **more: Any) -> list[str]:
    return [json.dumps({"id": id, "text": text, **more}) for id, text in texts.items()]


@pytest.fixture(scope="module")
def answers() -> dict[str, list[dict[str, Any]]]:
    return {each["id"]: each["nearest"] for each in compared(lines_of(TEXTS))}


def test_lines_come_in_order_each_with_its_nearest(answers: dict[str, Any]) -> None:
    assert list(answers) == list(TEXTS)
    firsts = {id: found[0]["id"] for id, found in answers.items() if found}
    assert firsts == {"a1": "a2", "a2": "a1", "s1": "s2", "s2": "s1", "n1": "n2", "n2": "n1"}


def test_a_text_like_none_has_none(answers: dict[str, Any]) -> None:
    assert answers["x"] == []


def test_reasons_are_themes_affirmed_and_words_as_they_stood(answers: dict[str, Any]) -> None:
    assert ("theme", ["asthma"]) in [(r["kind"], r["values"]) for r in answers["a1"][0]["reasons"]]
    (words,) = answers["n1"][0]["reasons"]
    assert words["kind"] == "words"
    assert {"kite", "railway", "cable"} <= set(words["values"])


def test_themes_and_age_that_are_sent_are_taken() -> None:
    texts = {"a": "One thing.", "b": "Another matter."}
    first, second = compared(lines_of(texts, themes=["drowning"], age_band="1-4 years"))
    assert {r["kind"] for r in first["nearest"][0]["reasons"]} == {"theme", "age_band"}
    assert second["nearest"][0]["id"] == "a"


def test_a_word_that_several_terms_are_of_is_named_once() -> None:
    text = "He\u200b drowned\u200b in the\u00ad pond\u00ad; drowned, pond, the pond."
    for each in compared(lines_of({"a": text, "b": text.replace("\u200b", "\x00")})):
        for reason in each["nearest"][0]["reasons"]:
            assert len(reason["values"]) == len(set(reason["values"]))


def test_no_more_are_named_than_asked_for() -> None:
    many = {str(number): "She died of asthma." for number in range(9)}
    assert {len(each["nearest"]) for each in compared(lines_of(many), most=3)} == {3}


def test_a_faulty_line_is_answered_by_its_number_and_the_others_go_on() -> None:
    faulty = ["", "no", "[]", '{"text": "x", "age_band": 3}', '{"id": 1, "text": "x", "themes": "asthma"}']
    found = compared([*faulty, '{"id": 2, "text": ""}', '{"id": 3, "text": "\\ud800 kite"}'])
    assert [each.get("error", "") for each in found] == [
        "Line 2: This line is not JSON.",
        "Line 3: This line is not a JSON object with an id and a text.",
        "Line 4: There is no id. The age_band is not a string.",
        "Line 5: The themes are not a list of strings.",
        "",
        "",
    ]
    assert compared([]) == []


def test_more_processes_give_the_same_answer() -> None:
    many = {f"{id}-{number}": f"{text} {number}" for number in range(25) for id, text in TEXTS.items()}
    assert compared(lines_of(many), processes=2) == compared(lines_of(many))


def test_the_nearest_are_those_that_weighing_every_pair_gives() -> None:
    said = [frozenset(f"w{number % k}" for k in (2, 3, 5, 7)) for number in range(60)]
    themes = [frozenset({f"t{number % 4}"}) if number % 3 else frozenset[str]() for number in range(60)]
    given = [
        CaseProfile(
            str(n), ("young", "old", "")[n % 3], confirmed=themes[n], words=dict.fromkeys(said[n], 1.0)
        )
        for n in range(60)
    ]
    nearest = Nearest(given)
    for number, found in enumerate(nearest.of(0, 60, 4)):
        mine = nearest.profiles[number]
        others = [likeness(mine, other, nearest.rarity) for other in nearest.profiles if other is not mine]
        best = sorted((one for one in others if one), key=lambda one: (-one.score, int(one.case_reference)))
        assert [one.score for one in found] == pytest.approx([one.score for one in best[:4]])


def test_the_command_answers_on_the_standard_output() -> None:
    program = Path(sys.executable).parent / "cdop"
    done = subprocess.run(
        [program, "compare", "--most", "1"], input="\n".join(lines_of(TEXTS)), capture_output=True, text=True
    )
    told = [line for line in done.stderr.splitlines() if not line.endswith("still at work")]
    assert (done.returncode, told) == (0, [])
    assert [len(json.loads(line)["nearest"]) for line in done.stdout.splitlines()] == [1, 1, 1, 1, 1, 1, 0]
