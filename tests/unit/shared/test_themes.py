"""The themes that every service may name are those of the codebook."""

import tomllib
from pathlib import Path

from shared.themes import THEMES, theme_label

CODEBOOK = Path(__file__).parents[3] / "services/theming/nlp/codebook"


def test_the_names_are_those_of_the_codebook() -> None:
    codebook = [tomllib.loads(file.read_text(encoding="utf-8")) for file in CODEBOOK.glob("*.toml")]
    assert {(one["id"], one["label"], one["group"]) for one in codebook} == {
        (one.id, one.label, one.group) for one in THEMES.values()
    }


def test_a_theme_of_an_older_codebook_is_shown_as_it_was_written() -> None:
    assert theme_label("no_longer_a_theme") == "no_longer_a_theme"
