"""What the few scripts of the pages may do: put text in as text, keep nothing, build no objects of input."""

import re
from pathlib import Path

import pytest

STYLING = Path(__file__).resolve().parents[2] / "shared" / "web" / "styling"
SCRIPTS = sorted(file for file in STYLING.glob("*.mjs") if file.name != "build.mjs")
#: A part of a page asked for anew: a page of ours, made and escaped by the same templates.
PUTS_PAGES_IN = {"live.mjs": 1}
INTO_A_PAGE = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment")
KEEPS = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.")
RUNS_TEXT = re.compile(r"\beval\(|new Function|set(?:Timeout|Interval)\(\s*['\"`]")
#: A name that was typed becoming a property: "__proto__" would change every object.
BY_A_NAME = re.compile(r"__proto__|Object\.assign|\w\[[^'\"\d\]][^\]]*\]\s*=[^=]")


def test_there_are_scripts_to_look_at() -> None:
    assert {"saving.mjs", "live.mjs"} <= {file.name for file in SCRIPTS}


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_what_is_text_is_put_into_a_page_as_text(file: Path) -> None:
    assert len(INTO_A_PAGE.findall(file.read_text())) == PUTS_PAGES_IN.get(file.name, 0)


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_nothing_is_kept_in_the_browser(file: Path) -> None:
    assert KEEPS.findall(file.read_text()) == []


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_no_text_is_run_and_none_becomes_the_name_of_a_property(file: Path) -> None:
    assert RUNS_TEXT.findall(file.read_text()) == []
    assert BY_A_NAME.findall(file.read_text()) == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (INTO_A_PAGE, "part.insertAdjacentHTML('beforeend', typed)"),
        (KEEPS, "window.sessionStorage.setItem('a', b)"),
        (RUNS_TEXT, "setTimeout('go()', 3)"),
        (BY_A_NAME, "settings[field.name] = field.value"),
        (BY_A_NAME, "Object.assign(settings, answer)"),
    ],
)
def test_the_rules_find_what_they_are_for(rule: re.Pattern[str], code: str) -> None:
    assert rule.search(code)
