"""Who read and changed what. Any service adds ``audit_router()`` to its routers and gets /audit."""

from fastapi import Request, Response

from shared.web.audit_queries import PAGE, AuditFilter, audit_visible_to, people_in_audit
from shared.web.rendering import page, url_for
from shared.web.routing import HtmlRouter
from shared.web.site import site_of
from shared.web.transactions import Tx


def audit_router() -> HtmlRouter:
    """The audit page of a service, for the auditor. Looking at it is itself audited, as reading."""
    html = HtmlRouter()
    html.add_api_route("/audit", audit, name="audit")
    return html


def audit(
    request: Request, tx: Tx, case: str = "", person: str = "", only: str = "", number: str = "1"
) -> Response:
    wanted = AuditFilter(_plain(case).upper(), _plain(person), only)
    at = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    lines, total = audit_visible_to(tx, wanted, at)
    people = people_in_audit(tx)
    tx.audit("read_audit", case=wanted.case or None, reading=True)
    return page(
        request,
        "audit.html",
        lines=lines,
        total=total,
        number=at,
        of=max(1, -(-total // PAGE)),
        people=people,
        wanted=wanted,
        elsewhere=_audits_of_other_services(request),
        url=url_for(request, "audit", query={**vars(wanted), "number": ""}),
    )


def _plain(typed: str) -> str:
    """What was typed, without null characters: no text column takes them."""
    return typed.replace("\0", "").strip()


def _audits_of_other_services(request: Request) -> list[tuple[str, str]]:
    """(label, path) of the other audit pages in the navigation."""
    here = url_for(request, "audit")
    items = site_of(request).navigation
    return [(item.label, item.path) for item in items if item.path.endswith("/audit") and item.path != here]
