"""Who a child of a case is: other notifications, linked children, and a number traced for it."""

from collections.abc import Callable
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.identity.confirm_trace import confirm_trace, undo_trace
from services.notifications.actions.identity.link_children import link_children
from services.notifications.actions.identity.unlink_children import unlink_children
from services.notifications.domain.identity.nhs_numbers import formatted
from services.notifications.domain.identity.tracing import TRACE_STEPS, Trace, trace
from services.notifications.domain.notification import STATUS_NAMES
from services.notifications.domain.refusals import TracingIsOff
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.identity_parts import identity_context
from services.notifications.patient_index import patient_index
from services.notifications.queries import identity, notifications
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect
from shared.web.site import site_of

html = HtmlRouter()
_STEPS = {step.id: step.label for step in TRACE_STEPS}


@html.get("/cases/{reference}/identity", name="identity")
def identity_page(request: Request, tx: Tx, reference: str) -> Response:
    return _page(request, tx, reference)


@html.post("/cases/{reference}/identity/link", name="link_children")
def link(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    other, kind, reason = (posted.text(name) for name in ("link_with", "link_kind", "link_reason"))
    return _do(request, tx, posted, reference, "Linked.")(
        lambda: link_children(tx, reference=reference, other=other, kind=kind, reason=reason)
    )


@html.post("/cases/{reference}/identity/unlink", name="unlink_children")
def unlink(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    link_id, reason = posted.text("link_id"), posted.text("unlink_reason")
    return _do(request, tx, posted, reference, "The link is taken away. That it was there is kept.")(
        lambda: unlink_children(tx, link_id=link_id, reason=reason)
    )


@html.post("/cases/{reference}/identity/trace", name="trace_number")
def search(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    """Search the index of patients. Who was found is on the page and nowhere else; it is audited."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    index = patient_index(site_of(request).settings.pds_file)
    if index is None:
        raise TracingIsOff()
    notifications.notification_of(tx, reference)
    child = identity.identities_of(tx, [reference])[reference]
    found = trace(child, index)
    detail = {"step": found.step.id if found.step else "", "found": len(found.found), "source": index.name}
    tx.audit("trace_number", case=reference, reading=True, detail=detail)
    return _page(request, tx, reference, traced=found, source=index.name)


@html.post("/cases/{reference}/identity/trace/confirm", name="confirm_trace")
def confirm(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    return _do(request, tx, posted, reference, "The NHS number is confirmed for this child.")(
        lambda: confirm_trace(
            tx,
            reference=reference,
            nhs_number=posted.text("traced_number"),
            step=posted.text("trace_step"),
            source=posted.text("trace_source"),
            reason=posted.text("trace_reason"),
            demonstration=site_of(request).settings.demo,
        )
    )


@html.post("/cases/{reference}/identity/trace/undo", name="undo_trace")
def undo(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    trace_id, reason = posted.text("trace_id"), posted.text("untrace_reason")
    return _do(request, tx, posted, reference, "The traced number is taken back.")(
        lambda: undo_trace(tx, reference=reference, trace_id=trace_id, reason=reason)
    )


def _do(
    request: Request, tx: Tx, posted: PostedForm, reference: str, said: str
) -> Callable[[Callable[[], object]], Response]:
    """Act; faults are shown on the page with everything that was typed."""

    def run(act: Callable[[], object]) -> Response:
        check(tx.person, Permission.TRIAGE_NOTIFICATION)
        try:
            act()
        except Invalid as invalid:
            return _page(request, tx, reference, posted.texts(), list(invalid.faults))
        return redirect(request, "identity", flash=said, reference=reference)

    return run


def _page(
    request: Request,
    tx: Tx,
    reference: str,
    values: dict[str, str] | None = None,
    faults: list[Fault] | None = None,
    traced: Trace | None = None,
    source: str = "",
) -> Response:
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification = notifications.notification_of(tx, reference)
    tx.audit("view_identity", case=reference, reading=True)
    known = identity.identities_of(tx, [reference])[reference]
    return page(
        request,
        "identity.html",
        status_code=422 if faults else 200,
        reference=reference,
        status=STATUS_NAMES[notification.status],
        is_open=notification.is_open,
        sections=case_navigation(request, tx.person, reference),
        nhs_number=formatted(known.nhs_number),
        can_trace=bool(site_of(request).settings.pds_file),
        traced=traced,
        source=source,
        steps=_STEPS,
        traces=_traces(tx, reference),
        values=values or {},
        faults=faults or [],
        **identity_context(tx, notification),
    )


def _traces(tx: Tx, reference: str) -> list[dict[str, Any]]:
    return [
        {**row, "number": formatted(row["nhs_number"]), "step": _STEPS.get(row["step"], row["step"])}
        for row in identity.traces_of(tx, reference)
    ]
