"""Every theme file brings its own examples; they are the tests of that theme."""

import tomllib
from typing import Any

import pytest

from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import FOLDER, load_codebook
from services.theming.nlp.themer import load_themer


def _theme(theme: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{theme}.toml").read_text())


def _texts(table: str) -> list[tuple[str, str, str]]:
    return [
        (theme, kind, text)
        for theme in load_codebook().themes
        for kind, texts in _theme(theme).get(table, {}).items()
        for text in texts
    ]


def _readings(theme: str, text: str) -> set[Assertion]:
    return {one.assertion for one in load_themer().propose(text).proposals if one.theme == theme}


@pytest.mark.parametrize(("theme", "kind", "text"), _texts("examples"))
def test_a_theme_reads_its_own_example_as_its_file_says(theme: str, kind: str, text: str) -> None:
    expected = set() if kind == "none" else {Assertion(kind)}
    assert _readings(theme, text) == expected, text


@pytest.mark.parametrize(("theme", "kind", "text"), _texts("near_misses"))
def test_a_theme_is_not_taken_in_by_what_only_looks_like_a_reading(theme: str, kind: str, text: str) -> None:
    assert _readings(theme, text) == {Assertion.AFFIRMED}, text


def _missing_cells(theme: str) -> list[str]:
    """Readings of which a file has no example that must match, or none that must not, and no reason."""
    data: dict[str, Any] = {"examples": {}, "near_misses": {}} | _theme(theme)
    possible = set(Assertion) - {Assertion(name) for name in data.get("cannot_occur", {})}
    matching = [f"{theme}: {kind}" for kind in sorted(possible) if not data["examples"].get(kind)]
    near = possible - {Assertion.AFFIRMED}
    missing = [f"{theme}: near miss of {kind}" for kind in sorted(near) if not data["near_misses"].get(kind)]
    # what only looks affirmed is what must not match at all
    return matching + missing + ([] if data["examples"].get("none") else [f"{theme}: none"])


def test_every_reading_of_every_theme_has_examples_that_must_and_must_not_match() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(load_codebook().themes)
    assert [cell for theme in load_codebook().themes for cell in _missing_cells(theme)] == []
