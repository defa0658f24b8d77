"""The bundle of one case on screen: what is in it and its core summary, then its documents page by page."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import Request, Response

from services.panel.actions.bundles.record_reading import record_reading
from services.panel.domain.bundles.bundle_changes import READING_LABELS, reading_of
from services.panel.domain.bundles.bundle_pages import Stretch
from services.panel.domain.bundles.printed import about
from services.panel.domain.bundles.reader_pages import (
    first_shown_with,
    reader_page,
    reading_order,
    where_page_is,
)
from services.panel.domain.learning.earlier import RepeatedRecommendation, told_once
from services.panel.pages.bundle_front import BundleFront, bundle_front
from services.panel.pages.case_sections import case_navigation
from services.panel.queries.bundle_access import open_bundle
from services.panel.queries.bundle_reading import my_notes, read_before
from services.panel.queries.bundles import bundle_of
from services.panel.queries.downloads import downloads_allowed
from services.panel.queries.learning import earlier_learning
from shared.errors import Fault, NotFound
from shared.people import Permission, can
from shared.storage import Transaction
from shared.themes import theme_label
from shared.web import HtmlRouter, Tx, page, redirect

router = HtmlRouter()
SENTENCE = "sentence"  # the id of what is pointed at
_AT = re.compile(r"([0-9]{1,5}):([0-9]{1,6})-([0-9]{1,6})")


@router.get("/cases/{case_reference}/bundle", name="panel_bundle")
def front(request: Request, tx: Tx, case_reference: str) -> Response:
    return front_page(request, tx, case_reference)


@router.get("/cases/{case_reference}/bundle/documents/{number}", name="panel_bundle_document")
def document(
    request: Request, tx: Tx, case_reference: str, number: str, first: str = "1", at: str = ""
) -> Response:
    """``at``: the sentence that is pointed at, "3:120-185" for characters of page 3; else there is none."""
    opened = open_bundle(tx, case_reference)
    bundle, relations = bundle_of(tx, case_reference), opened.relations
    order = reading_order(bundle, opened.panel_type)
    found = where_page_is(bundle, f"{number}.{first}")
    one = bundle.document(int(number)) if found else None
    if found is None or one is None:
        raise NotFound("There is no such document in this bundle.")
    shown = reader_page(order, one, first_shown_with(found))
    record_reading(tx, case_reference=case_reference, documents=[one])
    detail = {"document_versions": {str(one.number): one.version}, "pages": [each.id for each in shown.pages]}
    tx.audit("read_bundle", case=case_reference, reading=True, detail=detail)
    keeps_notes = can(tx.person, Permission.KEEP_PRIVATE_NOTES, relations)
    return page(
        request,
        "bundle_document.html",
        reference=case_reference,
        sections=case_navigation(request, tx.person, relations, case_reference),
        shown=shown,
        pointed_at=_pointed_at(at, one.number),
        about=about(one),
        keeps_notes=keeps_notes,
        notes=my_notes(tx, case_reference, relations) if keeps_notes else {},
        place=order.index(one) + 1,
        of=len(order),
        may_declare=can(tx.person, Permission.DECLARE_INTEREST, relations),
        opened_at=tx.at,
        active="Cases",
    )


@router.get("/cases/{case_reference}/bundle/pages/{page_id}", name="panel_bundle_page")
def one_page(request: Request, tx: Tx, case_reference: str, page_id: str) -> Response:
    """Where a source reference leads: the page of the reader on which it stands."""
    open_bundle(tx, case_reference)
    found = where_page_is(bundle_of(tx, case_reference), page_id)
    if found is None:
        raise NotFound("There is no such page in this bundle.")
    return to_page(request, case_reference, found)


@router.get("/cases/{case_reference}/bundle/go", name="panel_bundle_go")
def go(request: Request, tx: Tx, case_reference: str, to: str = "") -> Response:
    open_bundle(tx, case_reference)
    found = where_page_is(bundle_of(tx, case_reference), to)
    if found:
        return to_page(request, case_reference, found)
    faults = [Fault("to", "Enter the number of a page of this bundle, such as 2.3")]
    return front_page(request, tx, case_reference, faults, {"to": to})


def to_page(
    request: Request, case_reference: str, page_id: str, flash: str = "", pointed_at: Stretch | None = None
) -> Response:
    """See-other to the part of a document that shows this page, and to the sentence in it if there is one."""
    number, first = page_id.partition(".")[0], first_shown_with(page_id)
    to = {"case_reference": case_reference, "number": number}
    asked = {"first": str(first)} if first > 1 else {}
    if pointed_at and pointed_at.end > pointed_at.start:
        asked |= {"at": f"{pointed_at.page}:{pointed_at.start}-{pointed_at.end}"}
    answer = redirect(request, "panel_bundle_document", flash, **to)
    there = SENTENCE if "at" in asked else f"page-{page_id}"
    answer.headers["location"] += f"{'?' if asked else ''}{urlencode(asked)}#{there}"
    return answer


def _pointed_at(typed: str, number: int) -> dict[str, tuple[int, int]]:
    """By the id of its page, where the sentence stands that an address points at; empty without one."""
    found = _AT.fullmatch(typed)
    if found is None or int(found[2]) >= int(found[3]):
        return {}
    return {f"{number}.{found[1]}": (int(found[2]), int(found[3]))}


def front_page(
    request: Request,
    tx: Transaction,
    case_reference: str,
    faults: Sequence[Fault] = (),
    values: dict[str, str] | None = None,
) -> Response:
    """The first page of the bundle; with faults, what was typed is shown again."""
    opened = open_bundle(tx, case_reference)
    front, relations = bundle_front(request, tx, opened), opened.relations
    before = read_before(tx, case_reference)
    readings = {one.number: reading_of(one, before) for one in front.documents}
    if before.first_opened_at is None:
        record_reading(tx, case_reference=case_reference, documents=())
    versions = {str(one.number): one.version for one in front.documents}
    tx.audit("read_bundle", case=case_reference, reading=True, detail={"document_versions": versions})
    may_download = can(tx.person, Permission.DOWNLOAD_BUNDLE, relations)
    return page(
        request,
        "bundle.html",
        422 if faults else 200,
        reference=case_reference,
        front=front,
        earlier=_earlier(tx, front),
        themes=[theme_label(theme) for theme in front.themes],
        sections=case_navigation(request, tx.person, relations, case_reference),
        changed=[number for number, reading in readings.items() if reading in READING_LABELS],
        marks={number: READING_LABELS.get(reading, "") for number, reading in readings.items()},
        keeps_notes=can(tx.person, Permission.KEEP_PRIVATE_NOTES, relations),
        downloads=may_download and downloads_allowed(tx, opened.panel_type),
        may_declare=can(tx.person, Permission.DECLARE_INTEREST, relations),
        values=values,
        faults=faults,
        opened_at=tx.at,
        active="Cases",
    )


def _earlier(tx: Transaction, front: BundleFront) -> list[RepeatedRecommendation]:
    """What a reader may know of earlier learning: asked for each of them, where the case has a theme."""
    if not front.themes:
        return []
    return told_once(earlier_learning(tx, themes=front.themes, excluding_case=front.case_reference))
