"""Reading that somebody should ask about, and what the auditor said of it."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from shared.auditing.reading.finding_queries import (
    SHOWN,
    Finding,
    counts,
    finding_of,
    findings,
    looked_at_until,
    readers_found,
    reviews_of,
)
from shared.auditing.reading.review import ANSWERS, ReviewedMeanwhile
from shared.auditing.reading.review_reading import NO_FINDING, review_reading
from shared.auditing.reading.unusual import LABELS, MEANS, OVERDUE_AFTER
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web.audit_pages.ways import audits_elsewhere
from shared.web.forms import Posted, PostedForm
from shared.web.rendering import page, redirect, url_for
from shared.web.routing import HtmlRouter
from shared.web.transactions import Tx

MEANWHILE = "Something was said of this since you opened the page: read it, and keep yours if it still holds"


def add_unusual(html: HtmlRouter) -> None:
    """The list, one finding, and the form to say what came of it."""
    html.add_api_route("/audit/unusual", audit_unusual, name="audit_unusual")
    one = "/audit/unusual/{finding_id}"
    html.add_api_route(one, unusual_reading, name="unusual_reading")
    html.add_api_route(one, review, name="review_reading", methods=["POST"])


def audit_unusual(
    request: Request, tx: Tx, show: str = "open", rule: str = "", person: str = "", before: str = ""
) -> Response:
    check(tx.person, Permission.VIEW_AUDIT)
    shown = show if show in SHOWN else "open"
    chosen = {"rule": rule if rule in LABELS else "", "person": person.replace("\0", "")}
    found, more = findings(tx, shown, **chosen, before=_id(before))
    tx.audit("read_unusual_readings", reading=True, detail={"shown": shown, "findings": len(found)})
    kept = {"show": shown, **chosen}
    older = url_for(request, "audit_unusual", query={**kept, "before": found[-1].id}) if more else ""
    return page(
        request,
        "audit_unusual.html",
        found=found,
        counts=counts(tx),
        values=kept,
        choices=SHOWN,
        labels=LABELS,
        means=MEANS,
        answers=ANSWERS,
        people=readers_found(tx),
        overdue_after=OVERDUE_AFTER,
        until=looked_at_until(tx),
        ways={"older": older, "newest": url_for(request, "audit_unusual", query=kept) if before else ""},
        elsewhere=audits_elsewhere(request, "audit_unusual"),
    )


def unusual_reading(request: Request, tx: Tx, finding_id: str) -> Response:
    found = _found(tx, finding_id)
    tx.audit("read_unusual_reading", case=found.case, subject=str(found.id), reading=True)
    return _page(request, tx, found)


def review(request: Request, tx: Tx, posted: Posted, finding_id: str) -> Response:
    found = _found(tx, finding_id)
    answer, words = posted.text("answer"), posted.text("words")
    try:
        review_reading(tx, finding=found.id, answer=answer, words=words, seen=_seen(posted))
    except Invalid as invalid:
        return _page(request, tx, found, posted.texts(), invalid.faults)
    except ReviewedMeanwhile:
        return _page(request, tx, found, posted.texts(), [Fault("words", MEANWHILE)])
    return redirect(request, "audit_unusual", flash="What you found out is kept.")


def _seen(posted: PostedForm) -> int:
    """How many reviews stood on the page; -1, which no finding has, where that cannot be read."""
    text = posted.text("seen")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _found(tx: Transaction, finding_id: str) -> Finding:
    check(tx.person, Permission.VIEW_AUDIT)
    wanted = _id(finding_id)
    found = finding_of(tx, wanted) if wanted else None
    if found is None:
        raise NotFound(NO_FINDING)
    return found


def _id(said: str) -> UUID | None:
    """The id as addresses write it; None where it is none."""
    try:
        found = UUID(said)
    except ValueError:
        return None
    return found if str(found) == said else None


def _page(
    request: Request, tx: Transaction, found: Finding, values: Any = None, faults: Any = ()
) -> Response:
    return page(
        request,
        "unusual_reading.html",
        422 if faults else 200,
        found=found,
        reviews=reviews_of(tx, found.id),
        answers=ANSWERS,
        is_own=found.person_id == tx.person.id,
        values=values or {},
        faults=faults,
    )
