"""A page to draw on, which becomes one SVG image with a title and a description.

Written by hand and not with a library of charts: such a library lays a chart out by the letters of the
machine that it runs on, so that the same numbers would not give the same bytes elsewhere; it has no patterns;
and it takes a second to load.
"""

from collections.abc import Sequence
from hashlib import sha256
from xml.etree import ElementTree as xml  # allow xml-that-grows: it reads only what it wrote

from services.theming.charts.look import (
    DOTS,
    GREY,
    INK,
    PATTERNS,
    PLAIN,
    QUIET,
    STRIPES,
    WHITE,
    Shape,
    width_of,
    wrapped,
)

NAMESPACE = "http://www.w3.org/2000/svg"
Point = tuple[float, float]


class Drawing:
    """Marks on a page of a given shape; ``y`` grows downwards, all lengths are pixels."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._marks: list[xml.Element] = []
        self._patterns: set[str] = set()

    def text(
        self,
        at: Point,
        words: str,
        *,
        anchor: str = "start",
        colour: str = INK,
        bold: bool = False,
        size: float | None = None,
        clear: bool = False,
    ) -> None:
        """One line of text; ``at`` is on its baseline. ``clear``: white around it, as lines may cross."""
        kept = {"text-anchor": anchor, "fill": colour} | ({"font-weight": "bold"} if bold else {})
        kept |= {"font-size": _n(size)} if size else {}
        kept |= {"stroke": WHITE, "stroke-width": "4", "paint-order": "stroke"} if clear else {}
        self._mark("text", {"x": _n(at[0]), "y": _n(at[1]), **kept}).text = words

    def lines(self, at: Point, words: Sequence[str], **given: str | bool | float | None) -> None:
        """Lines of text under each other, the first at ``at``."""
        for number, line in enumerate(words):
            self.text((at[0], at[1] + number * self.shape.line), line, **given)  # type: ignore[arg-type]

    def bar(
        self, corner: Point, size: Point, *, fill: str = PLAIN, colour: str, edge: str | None = None
    ) -> None:
        """A box, plain in ``colour`` or with one of the patterns."""
        if fill in PATTERNS:
            self._patterns.add(fill)
        inside = f"url(#{fill})" if fill in PATTERNS else colour
        self._mark("rect", _box(corner, size) | {"fill": inside, "stroke": edge or colour})

    def gap(self, corner: Point, size: Point) -> None:
        """Where a number is not shown: a dashed box with a star, whose size says nothing."""
        dashed = {"fill": WHITE, "stroke": GREY, "stroke-dasharray": "4 3", "stroke-width": "1.5"}
        self._mark("rect", _box(corner, size) | dashed)
        middle = (corner[0] + size[0] / 2, corner[1] + size[1] / 2 + self.shape.size * 0.45)
        self.text(middle, "*", anchor="middle", colour=QUIET, bold=True)

    def path(
        self, points: Sequence[Point], *, colour: str, width: float = 1.0, dashed: str | None = None
    ) -> None:
        written = " ".join(f"{'L' if number else 'M'}{_n(x)} {_n(y)}" for number, (x, y) in enumerate(points))
        kept = {"d": written, "fill": "none", "stroke": colour, "stroke-width": _n(width)}
        self._mark("path", kept | ({"stroke-dasharray": dashed} if dashed else {}))

    def dot(self, at: Point, *, colour: str, radius: float = 6, hollow: bool = False) -> None:
        kept = {"cx": _n(at[0]), "cy": _n(at[1]), "r": _n(radius), "stroke": colour, "stroke-width": "2"}
        self._mark("circle", kept | {"fill": WHITE if hollow else colour})

    def square(self, at: Point, *, colour: str, radius: float = 6, hollow: bool = False) -> None:
        box = _box((at[0] - radius, at[1] - radius), (2 * radius, 2 * radius))
        self._mark("rect", box | {"stroke": colour, "stroke-width": "2", "fill": WHITE if hollow else colour})

    def legend(self, y: float, entries: Sequence[tuple[str, str, str]]) -> float:
        """Entries of mark, colour and words, in as many lines as they need; gives where the next may go."""
        size, x = self.shape.size, 0.0
        for mark, colour, words in entries:
            lines = wrapped(words, size, self.shape.width - size * 1.6)
            wide = size * 2.6 + max(width_of(line, size) for line in lines)
            if x and x + wide > self.shape.width:
                x, y = 0.0, y + self.shape.line * 1.2
            self.sign(mark, (x + size / 2 + 1, y + size / 2), colour)
            self.lines((x + size * 1.6, y + size * 0.85), lines)
            y += (len(lines) - 1) * self.shape.line
            x += wide
        return y + self.shape.line * 1.4

    def sign(self, mark: str, middle: Point, colour: str) -> None:
        """A small mark of its kind: "dot", "ring", "square", "box", "gap", or one of the patterns."""
        half = self.shape.size / 2
        corner, size = (middle[0] - half, middle[1] - half), (2 * half, 2 * half)
        if mark in ("dot", "ring"):
            self.dot(middle, colour=colour, hollow=mark == "ring")
        elif mark in ("square", "box"):
            self.square(middle, colour=colour, hollow=mark == "box")
        elif mark == "gap":
            self.gap(corner, size)
        else:
            self.bar(corner, size, fill=mark, colour=colour)

    def as_svg(self, height: float, title: str, description: str) -> str:
        """The image: what it says as its title, all its numbers as its description."""
        wide, high = _n(self.shape.width), _n(height)
        key = sha256(f"{self.shape.name}|{title}|{description}".encode()).hexdigest()[:8]
        root = xml.Element(
            "svg",
            {
                "xmlns": NAMESPACE,
                "width": wide,
                "height": high,
                "viewBox": f"0 0 {wide} {high}",
                "role": "img",
                "aria-labelledby": f"title-{key} description-{key}",
                "font-family": self.shape.type,
                "font-size": _n(self.shape.size),
            },
        )
        xml.SubElement(root, "title", {"id": f"title-{key}"}).text = title
        xml.SubElement(root, "desc", {"id": f"description-{key}"}).text = description
        self._write_patterns(root, key)
        xml.SubElement(root, "rect", {"width": wide, "height": high, "fill": WHITE})
        for mark in self._marks:
            # Patterns are named for their image, as several images may stand in one page.
            mark.set("fill", mark.get("fill", "none").replace(")", f"-{key})"))
            root.append(mark)
        return xml.tostring(root, encoding="unicode")

    def _write_patterns(self, root: xml.Element, key: str) -> None:
        if not self._patterns:
            return
        defined = xml.SubElement(root, "defs")
        for name in sorted(self._patterns):
            _pattern(defined, name, f"{name}-{key}")

    def _mark(self, tag: str, kept: dict[str, str]) -> xml.Element:
        self._marks.append(xml.Element(tag, kept))
        return self._marks[-1]


def _pattern(defined: xml.Element, name: str, key: str) -> None:
    units = {"id": key, "width": "7", "height": "7", "patternUnits": "userSpaceOnUse"}
    turned = {"patternTransform": "rotate(45)"} if name == STRIPES else {}
    pattern = xml.SubElement(defined, "pattern", units | turned)
    xml.SubElement(pattern, "rect", {"width": "7", "height": "7", "fill": WHITE})
    if name == STRIPES:
        xml.SubElement(pattern, "rect", {"width": "4", "height": "7", "fill": PATTERNS[STRIPES]})
    else:
        xml.SubElement(pattern, "circle", {"cx": "3.5", "cy": "3.5", "r": "2", "fill": PATTERNS[DOTS]})


def _box(corner: Point, size: Point) -> dict[str, str]:
    (x, y), (width, height) = corner, size
    return {"x": _n(x), "y": _n(y), "width": _n(max(width, 0)), "height": _n(max(height, 0))}


def _n(number: float) -> str:
    """A length as it is written: a tenth of a pixel is enough."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
