"""How every chart looks: sizes, colours and patterns, and how wide a text will be.

Each series has a colour and a pattern or a shape, so that nothing is told by colour alone. Colours are at
least 3 : 1 against white, and letters 4.5 : 1 against what is behind them: a test holds them to it.
"""

from dataclasses import dataclass
from math import ceil, floor, log10

INK, QUIET, BLUE, ORANGE, GREY = "#212b32", "#4c6272", "#005eb8", "#b34a00", "#4c6272"
WHITE, GRID = "#ffffff", "#d8dde0"
SHADES = ("#ffffff", "#dcebf7", "#a9cdeb", "#5a9bd4", "#005eb8", "#003a6b")
"""From nobody to the most of a heat table: each is darker than the one before, in grey too."""
PLAIN, STRIPES, DOTS = "plain", "stripes", "dots"
PATTERNS = {STRIPES: ORANGE, DOTS: GREY}
SCREEN_TYPE = "Arial, Helvetica, 'Liberation Sans', sans-serif"
PAPER_TYPE = "'Libertinus Serif', 'Times New Roman', serif"


@dataclass(frozen=True)
class Shape:
    """What a chart is drawn for: its width and the height of its letters, in pixels."""

    name: str
    width: int
    size: int
    type: str
    narrow: bool = False

    @property
    def line(self) -> float:
        """From one line of text to the next."""
        return self.size * 1.25


SHAPES = {
    "wide": Shape("wide", 720, 16, SCREEN_TYPE),
    "narrow": Shape("narrow", 310, 14, SCREEN_TYPE, narrow=True),
    "print": Shape("print", 620, 14, PAPER_TYPE),
}


def width_of(text: str, size: float) -> float:
    """About how wide a text is in pixels, rather too wide: other letters than ours may be on the machine."""
    return size * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in "iljtfr.,:;'|!()[] ":
        return 0.36
    if letter in "mwMW%":
        return 0.95
    return 0.74 if letter.isupper() else 0.6


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines that are no wider than ``width``, if its words are not."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def ticks(top: float, most: int = 5) -> list[float]:
    """Round numbers from 0 to at least ``top``: steps of 1, 2 or 5, or those times 10, 100 and so on."""
    top = max(top, 1)
    step = _step(top / most)
    return [step * number for number in range(ceil(top / step - 1e-9) + 1)]


def _step(least: float) -> float:
    scale: float = 10.0 ** floor(log10(least))
    return max(1.0, next(scale * times for times in (1, 2, 5, 10) if scale * times >= least - 1e-9))
