"""Every entry of a service's audit, newest first."""

from fastapi import Request, Response

from shared.auditing.reading.queries import people_in_audit
from shared.web.audit_pages.asking import reference_of
from shared.web.audit_pages.ways import audits_elsewhere
from shared.web.audit_queries import PAGE, AuditFilter, audit_visible_to
from shared.web.rendering import page, url_for
from shared.web.transactions import Tx


def audit(
    request: Request, tx: Tx, case: str = "", person: str = "", only: str = "", number: str = "1"
) -> Response:
    wanted = AuditFilter(_plain(case).upper(), _plain(person), only)
    at = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    lines, total = audit_visible_to(tx, wanted, at)
    people = people_in_audit(tx)
    tx.audit("read_audit", case=reference_of(tx, wanted.case), reading=True)
    return page(
        request,
        "audit.html",
        lines=lines,
        total=total,
        number=at,
        of=max(1, -(-total // PAGE)),
        people=people,
        wanted=wanted,
        elsewhere=audits_elsewhere(request, "audit"),
        url=url_for(request, "audit", query={**vars(wanted), "number": ""}),
    )


def _plain(typed: str) -> str:
    """What was typed, without null characters: no text column takes them."""
    return typed.replace("\0", "").strip()
