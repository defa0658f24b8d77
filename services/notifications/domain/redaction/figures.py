"""Figures that were read wrongly from paper: "2O24", "9OO", "24/ll/25". Only numbers are set right."""

import re

# A run with a figure and an "o" or "l" that stand for figures; letters of a word beside it are none of it.
_MIXED = re.compile(r"(?<![a-z])(?:[ol]{1,3}(?=\d)|\d)[\dol]*(?![a-z])")
_BETWEEN_MARKS = re.compile(r"(?<=\d[/.-])[ol]{1,2}(?=[/.-]\d)|(?<=[/.-]\d\d[/.-])[ol]{2,4}(?![a-z])")
_FIGURES = str.maketrans("ol", "01")
_WRONG = re.compile(r"\d[/.-]?[ol]|[ol][/.-]?\d")


def with_figures(folded: str) -> str:
    """The folded text with such figures set right; as long as it was."""
    if not _WRONG.search(folded):
        return folded
    mended = _MIXED.sub(lambda found: found.group().translate(_FIGURES), folded)
    return _BETWEEN_MARKS.sub(lambda found: found.group().translate(_FIGURES), mended)
