"""A count in words: what its cases have in common, with labels and not as it is kept."""

from functools import cache

from services.theming.domain.statistics.dimensions import Dimension, dimensions
from services.theming.domain.statistics.linked_tables import pairs
from services.theming.domain.statistics.linking import AREA, GROUP, PERIOD, THEME
from services.theming.domain.statistics.tree import AREA_LABELS, Key
from services.theming.domain.themes.codebook import load_codebook

EVERYTHING = "the total of everything"


def cell_in_words(key: Key) -> str:
    """For example "Sex: Female, Leicester, 2025-26"; what is in no list of ours stays as it is written."""
    return ", ".join(_said(dim, value) for dim, value in sorted(pairs(key), key=_place)) or EVERYTHING


def value_in_words(dim: str, value: str) -> str:
    """A value of a dimension with the label of both: "Sex: Female"."""
    known = _known().get(dim)
    return f"{known.label}: {known.values.get(value, value)}" if known else f"{dim} {value}"


def _said(dim: str, value: str) -> str:
    if dim == PERIOD:
        return value
    if dim == AREA:
        return AREA_LABELS.get(value, value)
    if dim == THEME and value.startswith(GROUP):
        return value_in_words("theme_group", value.removeprefix(GROUP))
    return value_in_words(dim, value)


def _place(pair: tuple[str, str]) -> tuple[int, str]:
    """Who, then where, then when."""
    return {AREA: 1, PERIOD: 2}.get(pair[0], 0), pair[0]


@cache
def _known() -> dict[str, Dimension]:
    return dimensions(load_codebook())
