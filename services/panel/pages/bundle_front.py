"""What the first page of a bundle shows to everybody who may read it: made once, kept by what it stands on.

Nothing of a reader is in it: their marks, notes and rights, and what was learned from other cases, are put
around it each time. Whoever asks for it has been let in to the bundle before.
"""

from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from markupsafe import Markup

from services.panel.domain.bundles.bundle import BundleDocument
from services.panel.domain.bundles.bundle_parts import BundlePart, documents_of, parts_in_order
from services.panel.domain.bundles.contents import BundleContents
from services.panel.domain.bundles.fact_lines import by_section, unknowns
from services.panel.domain.bundles.printed import documents_counted, measured, replaced_in_words
from services.panel.domain.cases.core_summary import area, month
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.kept import Kept
from services.panel.queries.bundle_access import OpenBundle
from services.panel.queries.bundle_reading import contents_for_all
from services.panel.queries.bundle_state import state_of_bundle
from services.panel.queries.case_themes import themes_of
from services.panel.queries.cases import case_as_needed
from services.panel.queries.family_questions import questions_of
from shared.redaction_figures import redaction_figures
from shared.storage import Transaction
from shared.web import macros, url_for

MOST_CHARACTERS = 10_000_000  # in one process: about 500 first pages


@dataclass(frozen=True)
class Paper:
    """A document without its pages, and its line among the contents, before a reader's mark."""

    document: BundleDocument
    line: Markup


@dataclass(frozen=True)
class FrontPart:
    """A part in its place: its line among the contents, its papers, and its section ("" if it has none)."""

    id: str
    label: Markup
    papers: tuple[Paper, ...]
    section: Markup


@dataclass(frozen=True)
class BundleFront:
    """The pieces of a first page; ``themes`` of the case, to look for what was learned on them before."""

    case_reference: str
    themes: tuple[str, ...]
    documents: tuple[BundleDocument, ...]
    lede: Markup
    notice: Markup
    parts: tuple[FrontPart, ...]
    about: Markup


def bundle_front(request: Request, tx: Transaction, opened: OpenBundle) -> BundleFront:
    """The front of a bundle that is open to who looks."""
    state = state_of_bundle(tx, opened.reference, opened.panel_type)
    # The addresses in it begin as this request's do.
    name = f"{state} {url_for(request, 'panel_bundle', case_reference=opened.reference)}"
    if (kept := _KEPT.get(name)) is not None:
        return kept
    made = _made(request, tx, opened)
    # What came while it was made may be in it: then it is not what the digest names.
    if state_of_bundle(tx, opened.reference, opened.panel_type) == state:
        _KEPT.keep(name, made)
    return made


def _made(request: Request, tx: Transaction, opened: OpenBundle) -> BundleFront:
    reference = opened.reference
    case, questions = case_as_needed(tx, reference), questions_of(tx, reference)
    found = contents_for_all(tx, case, opened.panel_type, questions)
    given = {"reference": reference, "questions": questions, **_of_the_record(case, found)}
    pieces = macros(request, "bundle_pieces.html", **given)
    without = [replace(one, pages=()) for one in found.bundle.documents]
    return BundleFront(
        case_reference=reference,
        themes=themes_of(tx, [reference])[reference],
        documents=tuple(without),
        lede=pieces.lede(),
        notice=pieces.notice(),
        parts=tuple(_part(pieces, part, found) for part in parts_in_order(opened.panel_type)),
        about=pieces.about(),
    )


def _part(pieces: Any, part: BundlePart, found: BundleContents) -> FrontPart:
    papers = documents_of(part, found.bundle.documents)
    section = pieces.section(part, papers).strip()
    return FrontPart(
        id=part.id,
        label=pieces.label(part, section),
        papers=tuple(Paper(replace(one, pages=()), pieces.paper_line(one)) for one in papers),
        section=section,
    )


def _of_the_record(case: ReviewCase, found: BundleContents) -> dict[str, object]:
    return {
        "found": found,
        "bundle": found.bundle,
        "agreed": by_section(one for one in found.facts if not one.differs),
        "unknowns": unknowns(found.facts),
        "counted": documents_counted(found.bundle),
        "replacements": replaced_in_words(found),
        "differing": [one for one in found.facts if one.differs],
        "measured": measured(redaction_figures()),
        "month": month(case.died_in),
        "area": area(case.area),
        "place_of_death": {one.label: one.value for one in found.summary}["Place of death"],
    }


def _characters(front: BundleFront) -> int:
    lines = sum(len(paper.line) for part in front.parts for paper in part.papers)
    return lines + sum(len(part.section) for part in front.parts) + len(front.about)


_KEPT: Kept[BundleFront] = Kept(MOST_CHARACTERS, _characters)
