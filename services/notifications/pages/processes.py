"""Processes beside the review of one case: where each stands, what it holds up, and decisions to go ahead."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.processes.let_panel_proceed import let_panel_proceed
from services.notifications.actions.processes.open_parallel_process import open_parallel_process
from services.notifications.actions.processes.update_parallel_process import update_parallel_process
from services.notifications.actions.processes.withdraw_parallel_process import withdraw_parallel_process
from services.notifications.domain.notification import Status
from services.notifications.domain.processes.process_kinds import GATES, PROCESS_KINDS
from services.notifications.domain.processes.refusals import SameProcessOpen
from services.notifications.domain.processes.suggested import not_yet_recorded
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.posted_days import on_page, posted_day
from services.notifications.queries import clocks, processes
from services.notifications.queries.notifications import notification_of
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()
HERE = "processes"


@html.get("/cases/{reference}/processes", name=HERE)
def all_processes(request: Request, tx: Tx, reference: str) -> Response:
    return _page(request, tx, reference)


@html.post("/cases/{reference}/processes", name="open_process")
def opened(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    opened_on, unread = posted_day(posted, "opened_on")
    given = {name: posted.text(name) for name in ("kind", "lead_contact", "note")}
    try:
        open_parallel_process(
            tx, case=reference, opened_on=opened_on, reference=posted.text("process_reference"), **given
        )
    except Invalid as invalid:
        return _page(request, tx, reference, posted, on_page(invalid, unread))
    except SameProcessOpen as refused:
        return _page(request, tx, reference, posted, [Fault("kind", refused.detail)])
    return redirect(request, HERE, flash="The process is recorded.", reference=reference)


@html.post("/cases/{reference}/processes/{process_id}", name="update_process")
def updated(request: Request, tx: Tx, posted: Posted, reference: str, process_id: str) -> Response:
    names = {name: f"{name}-{process_id}" for name in ("status", "status_on", "outcome", "note")}
    on, unread = posted_day(posted, names["status_on"])
    given = {name: posted.text(names[name]) for name in ("status", "outcome", "note")}
    try:
        update_parallel_process(tx, process_id=process_id, on=on, **given)
    except Invalid as invalid:
        return _page(request, tx, reference, posted, on_page(invalid, unread, **names))
    return redirect(request, HERE, flash="The process is up to date.", reference=reference)


@html.post("/cases/{reference}/processes/{process_id}/go-ahead", name="let_panel_proceed")
def go_ahead(request: Request, tx: Tx, posted: Posted, reference: str, process_id: str) -> Response:
    names = {name: f"{name}-{process_id}" for name in ("agreed_on", "agreed_by", "because")}
    on, unread = posted_day(posted, names["agreed_on"])
    given = {name: posted.text(names[name]) for name in ("agreed_by", "because")}
    try:
        let_panel_proceed(tx, process_id=process_id, on=on, **given)
    except Invalid as invalid:
        return _page(request, tx, reference, posted, on_page(invalid, unread, **names))
    return redirect(request, HERE, flash="Recorded: the panel may go ahead.", reference=reference)


@html.post("/cases/{reference}/processes/{process_id}/withdraw", name="withdraw_process")
def withdrawn(request: Request, tx: Tx, posted: Posted, reference: str, process_id: str) -> Response:
    because = f"withdrawn_because-{process_id}"
    try:
        withdraw_parallel_process(tx, process_id=process_id, because=posted.text(because))
    except Invalid as invalid:
        return _page(request, tx, reference, posted, on_page(invalid, withdrawn_because=because))
    return redirect(request, HERE, flash="Taken back: it counts for nothing.", reference=reference)


def _page(
    request: Request, tx: Transaction, reference: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    notification = notification_of(tx, reference)
    on = today(tx)
    standing = clocks.standings(tx, [reference], on=on)[reference]
    tx.audit("view_processes", case=reference, reading=True)
    return page(
        request,
        "processes.html",
        status_code=422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        accepted=notification.status is Status.ACCEPTED,
        standing=standing,
        open_ones=[each for each in standing.processes if each.open],
        closed_ones=[each for each in standing.processes if not each.open],
        suggested=not_yet_recorded(notification.answers, standing.processes),
        steps=processes.steps_of(tx, reference),
        kinds=[(kind, rule.label, _says(rule)) for kind, rule in PROCESS_KINDS.items()],
        kind_labels={kind: rule.label for kind, rule in PROCESS_KINDS.items()},
        gates=GATES,
        on=on,
        values=values,
        faults=faults,
    )


def _says(rule: Any) -> str:
    return f"{GATES[rule.gate]}." + (f" Its own limit: {rule.limit}." if rule.limit else "")
