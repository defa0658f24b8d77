"""Reads of bundles: what has arrived, put together page by page; for a case that the caller may see."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import groupby

from pydantic import TypeAdapter
from sqlalchemy import Text, bindparam, func, select, tuple_

from services.panel.domain.bundles.bundle import (
    Bundle,
    BundleDocument,
    MaterialPart,
    assemble,
    waiting_for_parts,
    whole_versions,
    withdrawn_by,
)
from services.panel.domain.bundles.bundle_pages import numbered, paragraphs_by_page
from services.panel.queries.kept_pages import KEPT_PAGES
from services.panel.tables.bundles import bundle_part, case_fact
from shared.contracts import CaseFact
from shared.storage import Transaction

_FACTS = TypeAdapter(tuple[CaseFact, ...])
_PART = (
    "material_id",
    "version",
    "part",
    "parts",
    "title",
    "kind",
    "source_role",
    "confirmed_on",
    "arrived_at",
)
DIGEST = func.coalesce(
    bundle_part.c.digest,
    func.encode(func.sha256(func.convert_to(bundle_part.c.text, "UTF8")), "hex"),
)
_CASE = bindparam("case", type_=Text())
# Made once: to make a statement takes as long as to ask it.
_PARTS = (
    select(
        *(bundle_part.c[name] for name in (*_PART, "redactions", "withheld_because")),
        func.coalesce(bundle_part.c.pages, 0).label("pages"),
        bundle_part.c.withheld_pages,
        DIGEST.label("digest"),
    )
    .where(bundle_part.c.case_reference == _CASE)
    .order_by(bundle_part.c.id)
)
_FACTS_CAME = select(func.count()).select_from(case_fact).where(case_fact.c.case_reference == _CASE)


def parts_of(tx: Transaction, reference: str) -> list[MaterialPart]:
    """Every part of the bundle in order of arrival, without the texts."""
    rows = tx.session.execute(_PARTS, {"case": reference})
    found = (dict(row._mapping) for row in rows)
    return [MaterialPart(**{**row, "withheld_pages": tuple(row["withheld_pages"] or ())}) for row in found]


def bundle_of(tx: Transaction, case_reference: str) -> Bundle:
    """The whole bundle of one case, every page of it."""
    outline = bundle_outline(tx, case_reference)
    return replace(outline, documents=with_pages(tx, case_reference, outline.documents))


def bundle_outline(tx: Transaction, case_reference: str) -> Bundle:
    """The bundle without its pages: what is in it, and in which version."""
    parts = parts_of(tx, case_reference)
    version = whole_versions(parts) + facts_version(tx, case_reference)
    return Bundle(case_reference, version, tuple(assemble(parts)), tuple(waiting_for_parts(parts)))


def with_pages(
    tx: Transaction, case_reference: str, documents: Collection[BundleDocument]
) -> tuple[BundleDocument, ...]:
    """These documents with their pages. What was paginated before is not read again: it cannot change."""
    readable = [one for one in documents if not one.withheld]
    pages = {one.digest: kept for one in readable if (kept := KEPT_PAGES.get(one.digest)) is not None}
    unread = [one for one in readable if one.digest not in pages]
    for one, text in _texts(tx, case_reference, unread) if unread else ():
        pages[one.digest] = paragraphs_by_page(text)
        KEPT_PAGES.keep(one.digest, pages[one.digest])
    return tuple(replace(one, pages=numbered(one.number, pages.get(one.digest, ()))) for one in documents)


def text_of_version(tx: Transaction, case_reference: str, material_id: str, version: int) -> str:
    """One version of one document, "" where it never arrived: what a reader has read before."""
    part = bundle_part.c
    wanted = select(part.text).where(
        part.case_reference == case_reference, part.material_id == material_id, part.version == version
    )
    return "".join(tx.session.scalars(wanted.order_by(part.part)))


def versions_withdrawn(tx: Transaction, case_reference: str, material_id: str) -> list[int]:
    """The versions of a document that it was withheld after; the caller has locked the case."""
    part = bundle_part.c
    mine = select(part.version, part.withheld_because).where(
        part.case_reference == case_reference, part.material_id == material_id
    )
    rows = tx.session.execute(mine).all()
    withheld = [row.version for row in rows if row.withheld_because is not None]
    return sorted({row.version for row in rows if withdrawn_by(row.version, withheld)})


def facts_of(tx: Transaction, case_reference: str) -> tuple[CaseFact, ...]:
    """The facts of the record as they now stand; empty where none have come."""
    fact = case_fact.c
    newest = select(fact.facts).where(fact.case_reference == case_reference).order_by(fact.version.desc())
    return _FACTS.validate_python(tx.session.scalar(newest.limit(1)) or ())


def facts_version(tx: Transaction, case_reference: str) -> int:
    """How often facts of the record have come."""
    return tx.session.scalar(_FACTS_CAME, {"case": case_reference}) or 0


def _texts(
    tx: Transaction, case_reference: str, documents: Collection[BundleDocument]
) -> Iterator[tuple[BundleDocument, str]]:
    """Each of these documents with its text."""
    part = bundle_part.c
    versions = {(one.material_id, one.version): one for one in documents}
    wanted = select(part.material_id, part.version, part.text).where(
        part.case_reference == case_reference, tuple_(part.material_id, part.version).in_(list(versions))
    )
    rows = tx.session.execute(wanted.order_by(part.material_id, part.version, part.part))
    for key, found in groupby(rows, key=lambda row: (row.material_id, row.version)):
        yield versions[key], "".join(row.text for row in found)
