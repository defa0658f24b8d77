"""What must not be written is not written, or says where it stands why it may be."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.security_rules import RULES, Finding, Rule, excuses, findings, needless, unexcused

ROOT = Path(__file__).resolve().parents[2]
EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
FILES = [
    file
    for part in ("shared", "deploy", "services")
    for file in sorted((ROOT / part).rglob("*.py"))
    # A migration takes nothing in: its names are its own. Ruff looks at neither for the same reason.
    if "versions" not in file.parts
]
TEMPLATES = [
    file for part in ("shared", "services") for file in sorted((ROOT / part).rglob("templates/**/*.html"))
]


@EACH
def test_a_rule_finds_what_it_is_for_and_nothing_else(rule: Rule) -> None:
    for code in rule.found_in:
        assert rule.name in {each.rule for each in findings(code)}, code
    for code in rule.not_in:
        assert rule.name not in {each.rule for each in findings(code)}, code


def test_an_excuse_holds_for_its_own_line_and_rule_and_needs_a_reason() -> None:
    assert unexcused("eval(x)  # allow code-from-text: it is our own text") == set()
    assert unexcused("# allow code-from-text: it is our own text\neval(x)") == set()
    assert unexcused("# allow everywhere code-from-text: these are our own\n\n\neval(x)\neval(y)") == set()
    assert unexcused("eval(x)  # allow code-from-text:") == {Finding("code-from-text", 1)}
    assert unexcused("eval(x)  # allow shell: it is our own text") == {Finding("code-from-text", 1)}
    assert unexcused("# allow code-from-text: it is our own text\n\neval(x)") == {
        Finding("code-from-text", 3)
    }
    assert needless("# allow code-from-text: it is our own text\n\nfine()") == {("code-from-text", 2)}


def test_nothing_is_written_that_a_rule_forbids() -> None:
    assert len(FILES) > 500
    found = {
        f"{file.relative_to(ROOT)}:{each.line} {each.rule}"
        for file in FILES
        for each in unexcused(file.read_text())
    }
    assert found == set(), "mend it, or write '# allow RULE: reason' beside it"


def test_no_excuse_outlives_what_it_excused() -> None:
    old = {
        f"{file.relative_to(ROOT)}:{line} {rule}"
        for file in FILES
        for rule, line in needless(file.read_text())
    }
    assert old == set()


def test_every_excuse_is_for_a_rule_that_exists() -> None:
    named = {rule for file in FILES for rule, _ in excuses(file.read_text())}
    assert named <= {rule.name for rule in RULES}


def test_no_page_shows_anything_unescaped() -> None:
    assert len(TEMPLATES) > 100
    forbidden = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(")
    found = [f"{file.relative_to(ROOT)}" for file in TEMPLATES if forbidden.search(file.read_text())]
    assert found == []


def test_what_the_linter_forbids_is_looked_for_in_all_that_is_shipped(tmp_path: Path) -> None:
    """Ruff's "S" is on: a file with a fault of that kind, anywhere we ship from, is refused."""
    program = Path(sys.executable).parent / "ruff"
    for part in ("shared", "deploy", "services/panel"):
        command = [program, "check", "--stdin-filename", str(ROOT / part / "added.py"), "-"]
        code = "import hashlib\n\nHASHED = hashlib.md5(b'')\n"
        done = subprocess.run(command, input=code, capture_output=True, text=True, cwd=ROOT)
        assert "S324" in done.stdout, part


def test_types_are_checked_strictly_wherever_something_is_decided() -> None:
    (strict,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"]
    assert strict["strict"]
    assert {"shared.*", "services.*.domain.*", "services.*.actions.*"} <= set(strict["module"])
    assert "mypy shared deploy services" in (ROOT / "Makefile").read_text()
