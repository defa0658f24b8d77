"""A chart that stands alone: with its finding written above it, or a few words where it cannot be drawn."""

from xml.etree import ElementTree as xml  # allow xml-that-grows: it reads only what drawing.py wrote

from services.theming.charts.drawing import NAMESPACE, Drawing
from services.theming.charts.look import INK, QUIET, SHAPES, WHITE, Shape, wrapped

xml.register_namespace("", NAMESPACE)
SVG = f"{{{NAMESPACE}}}"
LARGER, BOLD = 1.15, 1.2
"""How much larger a title is than the labels, and how much wider bold letters are than plain ones."""


def titled(image: str, shape: str, standing: str = "") -> str:
    """The image with its title as text on top; ``standing`` says above it for whom it is, if not for all."""
    # What is parsed here was written by ``Drawing`` a moment ago.
    root, of = xml.fromstring(image), SHAPES[shape]  # noqa: S314 - our own writing
    lines = [(line, True) for line in _lines(root.findtext(f"{SVG}title", ""), of)]
    lines = [(line, False) for line in wrapped(standing, of.size * LARGER, of.width)] + lines
    down = len(lines) * of.line * LARGER + of.size
    marks = [each for each in root if each.tag not in (f"{SVG}title", f"{SVG}desc", f"{SVG}defs")]
    moved = xml.Element(f"{SVG}g", {"transform": f"translate(0 {down:.1f})"})
    for mark in marks:
        root.remove(mark)
        moved.append(mark)
    high = f"{float(root.get('height', 0)) + down:.1f}"
    root.set("height", high)
    root.set("viewBox", f"0 0 {root.get('width')} {high}")
    xml.SubElement(root, f"{SVG}rect", {"width": str(of.width), "height": high, "fill": WHITE})
    root.append(moved)
    for place, (line, bold) in enumerate(lines, 1):
        _line(root, place * of.line * LARGER, line, of, bold)
    return xml.tostring(root, encoding="unicode")


def _lines(title: str, shape: Shape) -> list[str]:
    return wrapped(title, shape.size * LARGER * BOLD, shape.width)


def _line(root: xml.Element, y: float, words: str, shape: Shape, bold: bool) -> None:
    weight = {"font-weight": "bold"} if bold else {}
    kept = {"x": "0", "y": f"{y:.1f}", "fill": INK if bold else QUIET, **weight}
    size = f"{shape.size * LARGER:.1f}"
    xml.SubElement(root, f"{SVG}text", {**kept, "font-size": size}).text = words


def only_words(said: str, because: str, shape: str) -> str:
    """In place of a chart that cannot be drawn: that it cannot, and why."""
    of = SHAPES[shape]
    drawing, lines = Drawing(of), wrapped(because, of.size, of.width)
    drawing.lines((0, of.line), lines, colour=QUIET)
    return drawing.as_svg(of.line * (len(lines) + 1), said, because)
