"""What the security documents say is tested is a test that exists, and no requirement is left out."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "security"
MODELS = sorted(FOLDER.glob("threat-model-*.md"))
CHECKLIST = FOLDER / "asvs-5-level-2.md"
STATES = ("tested", "written", "not yet", "not applicable")
KINDS = {"spoofing", "tampering", "repudiation", "disclosure", "denial of service", "elevation"}
# How many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has.
CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9,
    13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


_SECTION = re.compile(r"\[([^]]+)\]\(written-down\.md#([a-z0-9-]+)\)")


@cache
def named_in(file: Path) -> frozenset[str]:
    nodes = ast.walk(ast.parse(file.read_text())) if file.is_file() else ()
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def rows(file: Path) -> list[list[str]]:
    lines = (line for line in file.read_text().splitlines() if line.startswith("| "))
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if row[0] not in ("Flow", "Number")]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.md")), ids=lambda file: file.name)
def test_every_test_that_is_named_exists(file: Path) -> None:
    named = _TEST.findall(file.read_text())
    assert named or file.name in ("README.md", "written-down.md")
    assert [f"{path}::{name}" for path, name in named if name not in named_in(ROOT / path)] == []
    assert file.read_text().count("::") == len(named)


def test_every_requirement_stands_there_once_with_its_state() -> None:
    found = rows(CHECKLIST)
    assert Counter(int(row[0].split(".")[0]) for row in found) == CHAPTERS
    assert len({row[0] for row in found}) == len(found) == 253
    for number, _, state, where in found:
        assert state in STATES, number
        assert bool(_TEST.search(where)) == (state == "tested"), number
        assert bool(_SECTION.fullmatch(where)) == (state == "written"), number
        assert len(where) > 5, number


def test_what_is_said_to_be_written_stands_there() -> None:
    sections = {
        title for file in FOLDER.glob("*.md") for title in re.findall(r"^## (.+)$", file.read_text(), re.M)
    }
    named = [found for row in rows(CHECKLIST) if (found := _SECTION.fullmatch(row[3]))]
    assert len(named) > 10
    for found in named:
        title, anchor = found.groups()
        assert title in sections
        assert anchor == re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def test_the_sum_at_the_head_is_right() -> None:
    counted = Counter(row[2] for row in rows(CHECKLIST))
    said = ", ".join(f"{counted[state]} {state}" for state in STATES)
    assert f"{said}." in CHECKLIST.read_text()


def test_there_is_a_model_of_each_service_and_of_what_they_share() -> None:
    named = {file.stem.removeprefix("threat-model-") for file in MODELS}
    assert named == {"notifications", "panel", "theming", "sign-in", "deployment"}


@pytest.mark.parametrize("file", MODELS, ids=lambda file: file.stem)
def test_a_model_looks_at_every_flow_and_at_most_kinds_of_threat(file: Path) -> None:
    text = file.read_text()
    flows = set(re.findall(r"^(\d+)\. ", text, flags=re.MULTILINE))
    found = rows(file)
    assert {row[0] for row in found} == flows
    assert {row[1] for row in found} <= KINDS
    assert len({row[1] for row in found}) >= 4
    assert "## What is left" in text
