"""How a document is read on screen: a few pages at a time, one after the other."""

from dataclasses import dataclass

from services.panel.domain.bundles.bundle import Bundle, BundleDocument
from services.panel.domain.bundles.bundle_pages import PAGE_ID, BundlePage, document_of
from services.panel.domain.bundles.bundle_parts import documents_of, parts_in_order

AT_ONCE = 10  # pages on one screen page: what is read in a sitting, and quickly sent


@dataclass(frozen=True)
class ReaderPage:
    """Some pages of one document, in the order of the contents.

    ``previous`` and ``next`` are page ids, "" where there is none; ``_words`` name the document they lead to.
    """

    document: BundleDocument
    pages: tuple[BundlePage, ...]
    previous: str
    next: str
    previous_words: str = ""
    next_words: str = ""


def reading_order(bundle: Bundle, panel_type: str | None) -> list[BundleDocument]:
    """The documents as this type of panel reads them."""
    return [one for part in parts_in_order(panel_type) for one in documents_of(part, bundle.documents)]


def where_page_is(bundle: Bundle, typed: str) -> str | None:
    """The page id that somebody means by ``2.3``, ``2`` or ``LLR-2026-0107/2.3``; None if there is none."""
    wanted = typed.strip().removeprefix(f"{bundle.case_reference}/")
    wanted = wanted if "." in wanted else f"{wanted}.1"
    if not PAGE_ID.fullmatch(wanted):
        return None
    found = bundle.document(document_of(wanted))
    if found is None or not (found.withheld or any(page.id == wanted for page in found.pages)):
        return None
    return wanted


def first_shown_with(page_id: str) -> int:
    """The number of the page with which the screen page begins that shows ``page_id``."""
    number = int(page_id.partition(".")[2])
    return (number - 1) // AT_ONCE * AT_ONCE + 1


def reader_page(order: list[BundleDocument], document: BundleDocument, first: int) -> ReaderPage:
    """The pages from number ``first`` on, and where the reader goes from there."""
    place = order.index(document)
    before, after = order[:place], order[place + 1 :]
    more = document.pages[first - 1 + AT_ONCE :]
    return ReaderPage(
        document=document,
        pages=document.pages[first - 1 : first - 1 + AT_ONCE],
        previous=_page(document, first - AT_ONCE) if first > 1 else _last_of(before),
        next=more[0].id if more else (f"{after[0].number}.1" if after else ""),
        previous_words=_words(document if first > 1 else next(reversed(before), None), document),
        next_words=_words(document if more else next(iter(after), None), document),
    )


def _words(to: BundleDocument | None, now: BundleDocument) -> str:
    """Where a link leads: to another document by its number and title, in this one to its other pages."""
    if to is None:
        return ""
    return "Pages of this document" if to is now else f"{to.number}. {to.title}"


def _page(document: BundleDocument, number: int) -> str:
    return f"{document.number}.{max(number, 1)}"


def _last_of(before: list[BundleDocument]) -> str:
    if not before:
        return ""
    last = before[-1]
    return last.pages[-1].id if last.pages else f"{last.number}.1"
