"""Figures that were read wrongly from paper: "2O24", "9OO", "24/ll/25". Only numbers are set right."""

import re
from collections.abc import Iterable

# A run with a figure and an "o", "l" or "i" that stands for one; letters of a word beside it are none of it.
# What may stand before is told behind the first character, which is then looked for faster.
_MIXED = re.compile(
    r"[\dOoLlI](?<![A-Za-z].)(?:(?<=\d)|[OoLlI]{0,2}(?=\d{2}|\d?[/.-][\dOolLI]+[/.-]))[\dOolLI]*(?![A-Za-z])"
)
_BETWEEN_MARKS = re.compile(
    r"[OolLI](?:(?<=\d[/.-].)[OolLI]?(?=[/.-]\d)|(?<=[/.-]\d\d[/.-].)[OolLI]{1,3}(?![A-Za-z]))"
)
_FIGURES = str.maketrans("OoLlI", "00111")
_WRONG = re.compile(r"\d[/.-]?[OolLI]|[OolLI][/.-]?\d")


def with_figures(text: str, numbers: Iterable[tuple[int, int]]) -> str:
    """The text with such figures set right; as long as it was. `numbers`: where its figures stand."""
    if not any(_WRONG.search(text, max(0, start - 2), end + 2) for start, end in numbers):
        return text
    mended = _MIXED.sub(lambda found: found.group().translate(_FIGURES), text)
    return _BETWEEN_MARKS.sub(lambda found: found.group().translate(_FIGURES), mended)
