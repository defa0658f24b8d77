"""The codebook of themes: what each is called, what it means, and which group it rolls up to.

The rules that find a theme stand in the same files and are read by the text pipeline alone.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "nlp" / "codebook"
CONTENTS = FOLDER.parent / "codebook.toml"


@dataclass(frozen=True)
class Theme:
    id: str
    label: str
    group: str
    definition: str


@dataclass(frozen=True)
class Codebook:
    """`groups` maps a group's id to its label, `themes` a theme's id to the theme; both in the codebook's
    order.
    """

    version: str
    groups: Mapping[str, str]
    themes: Mapping[str, Theme]

    def in_group(self, group: str) -> tuple[Theme, ...]:
        return tuple(theme for theme in self.themes.values() if theme.group == group)


def _read(theme_id: str) -> Theme:
    with (FOLDER / f"{theme_id}.toml").open("rb") as file:
        data = tomllib.load(file)
    return Theme(data["id"], data["label"], data["group"], data["definition"])


@cache
def load_codebook() -> Codebook:
    """The shipped codebook. Raises FileNotFoundError when a listed theme has no file."""
    with CONTENTS.open("rb") as file:
        contents = tomllib.load(file)
    return Codebook(
        contents["version"], contents["groups"], {name: _read(name) for name in contents["themes"]}
    )
