"""Reads of bundles by who is looking: what they may read, what they have read, their notes, a search."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Text, bindparam, select, text

from services.panel.domain.bundles.bundle import Bundle
from services.panel.domain.bundles.bundle_changes import ReadBefore
from services.panel.domain.bundles.contents import BundleContents, contents
from services.panel.domain.bundles.found_words import FoundPage, found_page, with_beginnings
from services.panel.domain.bundles.private_notes import PrivateNote
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.family.family_questions import FamilyQuestion
from services.panel.queries.bundle_access import latest_panel_type, open_bundle
from services.panel.queries.bundles import bundle_of, facts_of
from services.panel.queries.case_themes import themes_of
from services.panel.queries.cases import case_as_needed
from services.panel.queries.family_questions import questions_of
from services.panel.queries.learning import earlier_learning
from services.panel.queries.relations import relations_to
from services.panel.tables.bundle_reading import bundle_reading, private_note
from shared.people import Permission, Relation, check
from shared.storage import Transaction

FRONT = ""  # stands for the bundle itself among the documents that somebody has opened

_MINE = select(bundle_reading.c.material_id, bundle_reading.c.version, bundle_reading.c.read_at).where(
    bundle_reading.c.person_id == bindparam("person", type_=Text()),
    bundle_reading.c.case_reference == bindparam("case", type_=Text()),
)
_MY_NOTES = select(PrivateNote).where(
    private_note.c.person_id == bindparam("person", type_=Text()),
    private_note.c.case_reference == bindparam("case", type_=Text()),
)
_SEARCH = text(
    "SELECT page, ts_headline('english', body, wanted, :marks) AS shown"
    " FROM unnest(CAST(:pages AS text[]), CAST(:bodies AS text[])) WITH ORDINALITY AS t(page, body, place),"
    " CAST(websearch_to_tsquery('english', :words) && to_tsquery('english', :begun) AS tsquery) AS wanted"
    " WHERE to_tsvector('english', body) @@ wanted ORDER BY place"
)
_MARKS = "StartSel=\ue000, StopSel=\ue001, MaxFragments=2, MaxWords=24, MinWords=8"


def readable_case(tx: Transaction, reference: str) -> ReviewCase:
    """A case whose bundle is open to who looks; refuses as ``visible_case`` does, and BundleClosed."""
    return case_as_needed(tx, open_bundle(tx, reference).reference)


def contents_of(tx: Transaction, case: ReviewCase) -> BundleContents:
    """The whole bundle of one case that may be read, with its pages and what was learned before."""
    reference = case.reference
    themes = themes_of(tx, [reference])[reference]
    found = contents_for_all(tx, case, panel_type_of(tx, reference), questions_of(tx, reference))
    return replace(found, earlier=tuple(earlier_learning(tx, themes=themes, excluding_case=reference)))


def contents_for_all(
    tx: Transaction, case: ReviewCase, panel_type: str | None, questions: Sequence[FamilyQuestion]
) -> BundleContents:
    """The same without earlier learning: the same whoever looks, if they may read the bundle."""
    reference = case.reference
    return contents(case, bundle_of(tx, reference), facts_of(tx, reference), questions, panel_type)


def panel_type_of(tx: Transaction, reference: str) -> str | None:
    """The type of the latest panel with the case on its agenda, which orders its parts; None before any."""
    return tx.session.scalar(latest_panel_type(reference))


def read_before(tx: Transaction, reference: str) -> ReadBefore:
    """What who is looking has opened of this bundle."""
    asked = {"person": tx.person.id, "case": reference}
    rows = {row.material_id: row for row in tx.session.execute(_MINE, asked)}
    first: datetime | None = rows[FRONT].read_at if FRONT in rows else None
    return ReadBefore(first, {material: row.version for material, row in rows.items() if material != FRONT})


def my_notes(
    tx: Transaction, reference: str, relations: frozenset[Relation] | None = None
) -> dict[str, PrivateNote]:
    """The notes of who is looking on one case, by page; nobody reads anybody else's.

    ``relations``: of who is looking to this case, if they have just been read.
    """
    held = relations_to(tx, reference) if relations is None else relations
    check(tx.person, Permission.KEEP_PRIVATE_NOTES, held)
    asked = {"person": tx.person.id, "case": reference}
    return {each.page: each for each in tx.session.scalars(_MY_NOTES, asked)}


def my_note_for_change(tx: Transaction, reference: str, page: str) -> PrivateNote | None:
    """The note of who is looking on one page, locked; None while there is none."""
    check(tx.person, Permission.KEEP_PRIVATE_NOTES, relations_to(tx, reference))
    key = (tx.person.id, reference, page)
    return tx.session.get(PrivateNote, key, with_for_update=True, populate_existing=True)


def search(tx: Transaction, bundle: Bundle, words: str) -> list[FoundPage]:
    """The pages in which the words stand, as a member would write them into a search box.

    The pages are given to the database for this one question: no index of them is kept anywhere.
    """
    pages = bundle.pages
    given = {"pages": [each.id for each in pages], "bodies": [each.text for each in pages]}
    plain, begun = with_beginnings(words.replace("\0", ""), given["bodies"])
    rows = tx.session.execute(_SEARCH, {**given, "words": plain, "begun": begun, "marks": _MARKS})
    return [found_page(row.page, row.shown) for row in rows]
