"""The themes by id, label and group: needed where a panel says what its learning is about."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ThemeName:
    """A theme as it is named. ``group`` is the id of the group of themes it belongs to."""

    id: str
    label: str
    group: str


def _read() -> dict[str, ThemeName]:
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["theme"]
    return {row["id"]: ThemeName(**row) for row in rows}


THEMES: dict[str, ThemeName] = _read()


def theme_label(theme: str) -> str:
    """The label of a theme; an id that is no longer in the codebook is shown as it was written."""
    return THEMES[theme].label if theme in THEMES else theme
