"""Every theme file brings its own examples; they are the tests of that theme."""

import tomllib

import pytest

from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import FOLDER, load_codebook
from services.theming.nlp.themer import load_themer


def _examples() -> list[tuple[str, str, str]]:
    found = []
    for theme in load_codebook().themes:
        data = tomllib.loads((FOLDER / f"{theme}.toml").read_text())
        found += [(theme, kind, text) for kind, texts in data["examples"].items() for text in texts]
    return found


@pytest.mark.parametrize(("theme", "kind", "text"), _examples())
def test_a_theme_reads_its_own_example_as_its_file_says(theme: str, kind: str, text: str) -> None:
    read = {
        proposal.assertion for proposal in load_themer().propose(text).proposals if proposal.theme == theme
    }
    expected = set() if kind == "none" else {Assertion(kind)}
    assert read == expected, text


def test_every_theme_file_is_listed_and_says_what_must_not_match() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(load_codebook().themes)
    for theme in load_codebook().themes:
        examples = tomllib.loads((FOLDER / f"{theme}.toml").read_text())["examples"]
        assert examples["affirmed"]
        assert examples["negated"]
        assert examples["none"], theme
