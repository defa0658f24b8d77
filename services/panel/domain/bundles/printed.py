"""A bundle as blocks for paper: headings, paragraphs, tables and page marks, in reading order.

Blocks are plain data. Whoever typesets them takes every text as it is: nothing in a text is markup.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.panel.domain.bundles.bundle import WITHHELD_BECAUSE, Bundle, BundleDocument
from services.panel.domain.bundles.bundle_pages import full_page_id
from services.panel.domain.bundles.bundle_parts import BundlePart, documents_of, parts_in_order
from services.panel.domain.bundles.contents import BundleContents
from services.panel.domain.bundles.fact_lines import FactLine, by_section, unknowns
from services.panel.domain.bundles.replaced import replaced_in_short
from services.panel.domain.bundles.text_shape import Piece, Shape
from services.panel.domain.cases.sources import in_words
from services.panel.domain.learning.earlier import told_once
from shared.printed_text import printable
from shared.redaction_figures import RedactionFigures

Block = dict[str, Any]
SHEET: Block = {"kind": "sheet"}  # a new sheet of paper, unless one has just begun
NO_ANSWER = "What has no answer"
CONFIDENTIAL = (
    "Confidential. For the child death overview panel alone: do not copy it, pass it on or leave it where "
    "others can read it. If you recognise the child or the family, stop reading and declare an interest."
)


def heading(level: int, text: str, anchor: str = "") -> Block:
    return {"kind": "heading", "level": level, "text": printable(text), "anchor": anchor}


def paragraph(text: str, quiet: bool = False) -> Block:
    return {"kind": "paragraph", "text": printable(text), "quiet": quiet}


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    cells = [[printable(cell) for cell in row] for row in rows]
    return {"kind": "table", "caption": caption, "head": list(head), "rows": cells}


def place(text: str) -> Block:
    """What stands at the foot of the sheets from here on."""
    return {"kind": "place", "text": text}


def printed_case(contents: BundleContents, figures: RedactionFigures) -> list[Block]:
    """One case, from its cover to its last document. ``figures``: how good the redaction was found to be."""
    return [*_cover(contents, figures), *_index(contents), *_parts(contents)]


def measured(figures: RedactionFigures) -> list[tuple[str, str]]:
    """How good redaction was on the labelled set and on texts nobody wrote a rule for, as label and words."""
    found = f"{_percent(figures.recall)} of {figures.identifiers:,} identifiers of a case were found"
    over = f"{_percent(figures.over_redaction)} of {figures.other_words:,} other words were replaced as well"
    made = f"Rules {figures.rules_version}, {figures.texts:,} invented texts (set {figures.measured_on_set})"
    others = figures.held_out
    unseen = (
        f"Of {others.texts:,} other texts, a third of them hard to read, for which no rule was written:"
        f" {_percent(others.recall)} of {others.identifiers:,} were found"
    )
    return [
        ("Redaction as measured", f"{found}; {over}. {made}. {unseen}. A person confirmed each document.")
    ]


def replaced_in_words(contents: BundleContents) -> str:
    """How much was replaced in all documents, by kind."""
    replaced = contents.replacements
    kinds = replaced_in_short(replaced)
    return f"{sum(replaced.values())}: {kinds}" if kinds else "Nothing had to be replaced"


def documents_counted(bundle: Bundle) -> str:
    """One count for cover, screen and paper: all documents, and how many of them are withheld."""
    every, withheld = len(bundle.documents), len(bundle.withheld)
    return f"{every}, of which {withheld} withheld" if withheld else str(every)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _cover(contents: BundleContents, figures: RedactionFigures) -> Iterator[Block]:
    reference, bundle = contents.case_reference, contents.bundle
    yield SHEET
    yield place(reference)
    yield heading(1, f"Case bundle {reference}", f"case-{reference}")
    yield paragraph(CONFIDENTIAL)
    rows = [
        ("Version", str(bundle.version)),
        ("Content", contents.content_hash),
        ("Documents", documents_counted(bundle)),
        ("Pages of documents", str(len(bundle.pages))),
        ("Replacements", replaced_in_words(contents)),
        *measured(figures),
    ]
    yield table("About this bundle", ("What", "Value"), rows)
    if bundle.not_whole:
        yield paragraph("Not here until all of it has arrived: " + ", ".join(bundle.not_whole) + ".")


def _index(contents: BundleContents) -> Iterator[Block]:
    rows = [
        {
            "text": printable(f"{one.number}. {one.title}"),
            "anchor": _anchor(contents, one),
            "version": str(one.version),
            "pages": _page_range(one),
        }
        for part in parts_in_order(contents.panel_type)
        for one in documents_of(part, contents.bundle.documents)
    ]
    yield heading(2, "Index")
    yield {"kind": "index", "rows": rows}


def _parts(contents: BundleContents) -> Iterator[Block]:
    for part in parts_in_order(contents.panel_type):
        made, documents = [*_MADE.get(part.id, _nothing)(contents)], [*_documents(part, contents)]
        if made or documents:
            # A heading never stays behind at the foot of a sheet when its first document begins the next.
            yield from () if made else (SHEET,)
            yield place(contents.case_reference)
            yield heading(2, part.label)
            yield from made
            yield from documents if made else documents[1:]


def _summary(contents: BundleContents) -> Iterator[Block]:
    yield paragraph(f"{contents.child}.")
    rows = [
        (one.label, one.value or "Not recorded", _where(one.source, one.document)) for one in contents.summary
    ]
    yield table("Core summary", ("What", "Value", "Source"), rows)
    for section, lines in by_section(contents.facts).items():
        said = [row for line in lines for row in _said(line)]
        yield heading(3, in_words(section))
        yield table(in_words(section), ("Fact", "Value", "Source"), said)
    if nobody_knows := [line for lines in unknowns(contents.facts).values() for line in lines]:
        yield heading(3, NO_ANSWER)
        yield table(
            NO_ANSWER, ("Fact", "Value", "Source"), [row for line in nobody_knows for row in _said(line)]
        )


def _said(line: FactLine) -> Iterator[tuple[str, str, str]]:
    """A row for each source with what it said itself; nobody is named for what another one said."""
    label = f"{line.label} ({line.state.lower()})" if line.differs else line.label
    for one in line.by_value:
        mark = " (chosen by the office)" if one.chosen else ""
        for said in one.said:
            yield label, said.value + mark, _where(said.source, said.document)
    if line.left_open:
        yield label, line.left_open, ""
    if not line.values:
        yield label, line.state, ""


def _chronology(contents: BundleContents) -> Iterator[Block]:
    yield paragraph("Days are counted from the notification.")
    yield table("Milestones", ("Day", "What"), [(f"Day {day}", what) for day, what in contents.chronology])


def _questions(contents: BundleContents) -> Iterator[Block]:
    if contents.questions:
        rows = [(one.text, one.state, one.reply) for one in contents.questions]
        yield table("Questions from the family", ("Question", "Standing", "Reply"), rows)


def _returns(contents: BundleContents) -> Iterator[Block]:
    if contents.returns:
        rows = [(one.source, one.standing, _number(one.document)) for one in contents.returns]
        yield table("Who was asked", ("Source", "Standing", "Document"), rows)


def _earlier(contents: BundleContents) -> Iterator[Block]:
    if contents.earlier:
        some = told_once(contents.earlier)
        rows = [(one.text, one.owner, one.states_in_words, one.because) for one in some]
        yield paragraph("What completed reviews recommended before. No case is named.")
        yield table("Earlier learning", ("Recommendation", "Owner", "What became of it", "Why here"), rows)


def _nothing(contents: BundleContents) -> Iterator[Block]:
    yield from ()


_MADE = {
    "core_summary": _summary,
    "chronology": _chronology,
    "family_questions": _questions,
    "returns": _returns,
    "earlier_learning": _earlier,
}


def _documents(part: BundlePart, contents: BundleContents) -> Iterator[Block]:
    for one in documents_of(part, contents.bundle.documents):
        yield SHEET
        yield place(full_page_id(contents.case_reference, str(one.number)))
        yield heading(3, f"{one.number}. {one.title}", _anchor(contents, one))
        yield paragraph(about(one), quiet=True)
        for page in one.pages:
            # A page of a document begins on a sheet of its own, so that its id is the sheet's.
            yield from () if page is one.pages[0] else (SHEET,)
            yield place(full := full_page_id(contents.case_reference, page.id))
            yield heading(4, f"Page {full}")
            yield from (_printed(piece) for piece in page.pieces)


def _printed(piece: Piece) -> Block:
    if piece.shape is Shape.HEADING:
        return heading(5, piece.text)
    if piece.shape is Shape.ANSWERS:
        rows = [[printable(one.question), printable(one.answer)] for one in piece.answers]
        return {"kind": "answers", "rows": rows}
    return paragraph(piece.text)


def about(one: BundleDocument) -> str:
    """Where a document comes from, what was replaced in it, what of it is withheld and why."""
    if one.withheld_because is not None:
        because = WITHHELD_BECAUSE.get(one.withheld_because, in_words(one.withheld_because).lower())
        return f"Withheld: {because}.{_removed(one)}"
    version = f"Version {one.version}, replacing an earlier one. " if one.replaces else ""
    kinds, count = replaced_in_short(one.redactions), one.replacements
    said = f"{count} {'replacement' if count == 1 else 'replacements'}: {kinds}." if kinds else ""
    return version + (said or "Nothing had to be replaced.") + _withheld_pages(one) + _removed(one)


def _removed(one: BundleDocument) -> str:
    """That there was an earlier text: its words are gone, its having been here is not."""
    if not one.removed:
        return ""
    many, versions = len(one.removed) > 1, ", ".join(str(version) for version in one.removed)
    came = f"Versions {versions} came" if many else f"Version {versions} came"
    return f" {came} before it was withheld; {'their texts have' if many else 'its text has'} been removed."


def _withheld_pages(one: BundleDocument) -> str:
    if not one.withheld_pages:
        return ""
    pages, number = ", ".join(str(page) for page in one.withheld_pages), len(one.withheld_pages)
    original = f"{one.original_pages} {'page' if one.original_pages == 1 else 'pages'}"
    if number == 1:
        return f" The original has {original}; page {pages} could not be read and is withheld."
    return f" The original has {original}; pages {pages} could not be read and are withheld."


def _anchor(contents: BundleContents, one: BundleDocument) -> str:
    return f"document-{contents.case_reference}-{one.number}"


def _page_range(one: BundleDocument) -> str:
    if not one.pages:
        return "Withheld" if one.withheld else "No text"
    return one.pages[0].id if len(one.pages) == 1 else f"{one.pages[0].id} to {one.pages[-1].id}"


def _where(source: str, document: int | None) -> str:
    return f"{source}, document {document}" if document else source


def _number(document: int | None) -> str:
    return str(document) if document else "None"
