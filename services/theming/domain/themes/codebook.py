"""The codebook of themes: what each is called, what it means, and which group it rolls up to.

The rules that find a theme stand in the same files and are read by the text pipeline alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.theming.domain.themes.faulty_file import one_of, read_toml, told_path, within

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


def _read(theme_id: str, groups: Mapping[str, str]) -> Theme:
    file = FOLDER / f"{theme_id}.toml"
    data = read_toml(file)
    with within(told_path(file)):
        group = one_of(data["group"], groups, "group")
        return Theme(data["id"], data["label"], group, data["definition"])


@cache
def load_codebook() -> Codebook:
    """The shipped codebook. Raises FaultyFile, also when a listed theme has no file."""
    contents = read_toml(CONTENTS)
    with within(told_path(CONTENTS)):
        version, groups, themes = contents["version"], contents["groups"], contents["themes"]
    return Codebook(version, groups, {name: _read(name, groups) for name in themes})
