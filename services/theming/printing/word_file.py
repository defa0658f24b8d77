"""Blocks to a Word document with real headings, lists and table headers; the same blocks, the same bytes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from services.theming.domain.printed_blocks import Block, Cell, words_of

if TYPE_CHECKING:
    from docx.document import Document

LANGUAGE = "en-GB"
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold
_QUIET, _DEEP, _LINK = "4C6272", "003A6B", "005EB8"
_PAPER, _MARGIN = (21.0, 29.7), 2.5  # A4, in centimetres
_WIDTH = _PAPER[0] - 2 * _MARGIN
_NARROWEST = 2.4
_FEW_COLUMNS = 3  # of more, the words are smaller


def as_word(title: str, blocks: Sequence[Block], *, author: str, at: datetime) -> bytes:
    """The file. ``author``: the organisation; ``at`` (UTC) is when it was put forward."""
    # Here and not above: a process that serves pages may never print anything.
    import docx

    document = docx.Document()
    _properties(document, title, author, at)
    _paper(document)
    _styles(document)
    _footer(document, title)
    for block in blocks:
        _WRITERS[block["kind"]](document, block)
    made = BytesIO()
    document.save(made)
    return _without_times(made.getvalue())


def _properties(document: "Document", title: str, author: str, at: datetime) -> None:
    told = document.core_properties
    told.title, told.author, told.last_modified_by, told.language = title, author, author, LANGUAGE
    told.comments, told.revision = "", 1
    told.created = told.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _paper(document: "Document") -> None:
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = map(Cm, _PAPER)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN)


def _styles(document: "Document") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(12)
    for level in (1, 2, 3):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size = "Arial", Pt((24, 18, 14)[level - 1])
        style.font.color.rgb = RGBColor.from_string(_DEEP)
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), "Arial")
        style.element.rPr.rFonts.set(qn("w:hAnsi"), "Arial")
    for name in ("Caption", "Intense Quote"):  # as they come, too pale to be read by everybody
        font = document.styles[name].font
        font.size, font.color.rgb = Pt(11), RGBColor.from_string(_DEEP)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _footer(document: "Document", title: str) -> None:
    """The title and the number of the page, at the foot of each."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    line = document.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.add_run(f"{title}   Page ")
    _field(line.add_run(), "PAGE")


def _field(run: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = name
        run._r.append(element)


def _heading(document: "Document", block: Block) -> None:
    document.add_heading(_plain(block["text"]), level=block["level"])


def _paragraph(document: "Document", block: Block) -> None:
    from docx.shared import RGBColor

    run = document.add_paragraph().add_run(_plain(block["text"]))
    if block["quiet"]:
        run.font.color.rgb = RGBColor.from_string(_QUIET)


def _note(document: "Document", block: Block) -> None:
    document.add_paragraph(style="Intense Quote").add_run(_plain(block["text"]))


def _list(document: "Document", block: Block) -> None:
    for item in block["items"]:
        document.add_paragraph(_plain(item), style="List Bullet")


def _table(document: "Document", block: Block) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    line = document.add_paragraph(style="Caption")
    line.paragraph_format.keep_with_next = True
    _write(line, block["caption"], bold=False)
    made = document.add_table(rows=0, cols=len(block["head"]), style="Table Grid")
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), _plain(words_of(block["caption"])))
    made._tbl.tblPr.append(described)
    small = len(block["head"]) > _FEW_COLUMNS
    widths = [Cm(width) for width in _widths(block["widths"])]
    # Some programs go by the width of each cell, others by that of the column.
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate([block["head"], *block["rows"]]):
        added = made.add_row()
        for cell, text, width in zip(added.cells, row, widths, strict=True):
            cell.width = width
            _write(cell.paragraphs[0], text, bold=number == 0)
            _in_letters_of(cell, Pt(9.5) if small else Pt(11))
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    first = made.rows[0]._tr.get_or_add_trPr()
    first.append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _widths(shares: Sequence[int]) -> list[float]:
    """In centimetres: by their shares, but none so narrow that words break, as far as there is room."""
    least = min(_NARROWEST, _WIDTH / len(shares))
    left = _WIDTH - least * len(shares)
    over = [max(0.0, _WIDTH * share / sum(shares) - least) for share in shares]
    return [least + left * each / (sum(over) or 1.0) for each in over]


def _in_letters_of(cell: Any, size: Any) -> None:
    """So that no word of a narrow column is broken."""
    for line in cell.paragraphs:
        for run in line._p.xpath(".//w:r"):
            run.get_or_add_rPr().sz_val = size


def _write(line: Any, cell: Cell, *, bold: bool) -> None:
    """The words of a cell; those that lead to a term as a link inside the document."""
    if isinstance(cell, str):
        line.add_run(_plain(cell)).bold = bold or None
        return
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _bookmark(cell["to"]))
    run = line.add_run(_plain(words_of(cell)))
    run.font.color.rgb, run.font.underline = RGBColor.from_string(_LINK), True
    link.append(run._r)
    line._p.append(link)


def _terms(document: "Document", block: Block) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for number, (anchor, term, meaning) in enumerate(block["items"]):
        line = document.add_paragraph()
        line.paragraph_format.keep_with_next = True
        line.add_run(_plain(term)).bold = True
        for kind in ("Start", "End"):
            mark = OxmlElement(f"w:bookmark{kind}")
            mark.set(qn("w:id"), str(number))
            if kind == "Start":
                mark.set(qn("w:name"), _bookmark(anchor))
            line._p.append(mark)
        document.add_paragraph(_plain(meaning))


def _bookmark(anchor: str) -> str:
    """A name that Word takes: letters, digits and underscores, forty at most."""
    return anchor.replace("-", "_")[:40]


def _chart(document: "Document", block: Block) -> None:
    """As a picture of dots, as Word shows no other everywhere; with words for who cannot see it."""
    import vl_convert
    from docx.oxml.ns import qn
    from docx.shared import Cm

    document.add_paragraph(_plain(block["title"]), style="Caption").paragraph_format.keep_with_next = True
    picture = vl_convert.svg_to_png(block["svg"], scale=2)
    document.add_picture(BytesIO(picture), width=Cm(_WIDTH))
    told = next(document.paragraphs[-1]._p.iter(qn("wp:docPr")))
    told.set("descr", _plain(block["alt"]))


def _sheet(document: "Document", block: Block) -> None:
    document.add_page_break()  # type: ignore[no-untyped-call]


_WRITERS = {
    "heading": _heading,
    "paragraph": _paragraph,
    "note": _note,
    "list": _list,
    "table": _table,
    "terms": _terms,
    "chart": _chart,
    "sheet": _sheet,
}


def _plain(text: str) -> str:
    """What XML can hold: no control character but the end of a line."""
    return "".join(
        each for each in text if each in "\n\t" or (each >= " " and not "\ud800" <= each <= "\udfff")
    )


def _without_times(made: bytes) -> bytes:
    """The same archive, its parts dated alike: no clock shows in it."""
    again = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _FIRST_DATE), old.read(name), ZIP_DEFLATED)
    return again.getvalue()
