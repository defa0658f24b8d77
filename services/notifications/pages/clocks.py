"""The clocks of one case: the strip, what has happened, why a clock was missed, and every judgement kept."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.clocks.judge_clocks import judge_again
from services.notifications.actions.clocks.record_breach_reason import record_breach_reason
from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.clocks.withdraw_milestone import withdraw_milestone
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.clocks.breach_reasons import reason_label, reasons_for
from services.notifications.domain.clocks.clock_rows import CLOCKS
from services.notifications.domain.clocks.milestones import FINALISED, MILESTONES, NATIONAL
from services.notifications.domain.clocks.refusals import MilestoneAlreadyRecorded
from services.notifications.domain.clocks.stages import STAGES
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.posted_days import on_page, posted_day
from services.notifications.queries import clocks as queries
from services.notifications.queries.notifications import notification_of
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()
HERE = "case_clocks"
ON_THE_NATIONAL_PAGE = "This is recorded on the page National database of the case"


@html.get("/cases/{reference}/clocks", name=HERE)
def clocks(request: Request, tx: Tx, reference: str) -> Response:
    return _page(request, tx, reference)


@html.post("/cases/{reference}/milestones", name="record_milestone")
def milestone(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    on, unread = posted_day(posted, "on")
    kind = posted.text("milestone")
    if kind in NATIONAL:
        return _page(request, tx, reference, posted, [Fault("milestone", ON_THE_NATIONAL_PAGE)])
    try:
        record_milestone(tx, case=reference, kind=kind, on=on, note=posted.text("milestone_note"))
    except Invalid as invalid:
        return _page(request, tx, reference, posted, on_page(invalid, unread))
    except MilestoneAlreadyRecorded as refused:
        return _page(request, tx, reference, posted, [Fault("milestone", refused.detail)])
    return redirect(request, HERE, flash="Recorded, and the clocks it ends are judged.", reference=reference)


@html.post("/cases/{reference}/milestones/{kind}/withdraw", name="withdraw_milestone")
def withdraw(request: Request, tx: Tx, posted: Posted, reference: str, kind: str) -> Response:
    because = f"because-{kind}"
    if any(each.kind == kind and not _can_take_back(each) for each in queries.milestones_of(tx, reference)):
        return _page(request, tx, reference, posted, [Fault(because, ON_THE_NATIONAL_PAGE)])
    try:
        withdraw_milestone(tx, case=reference, kind=kind, because=posted.text(because))
    except Invalid as invalid:
        return _page(request, tx, reference, posted, on_page(invalid, because=because))
    return redirect(
        request, HERE, flash="Taken back. What was recorded stays in the log.", reference=reference
    )


@html.post("/cases/{reference}/clocks/{clock_id}/reason", name="record_breach_reason")
def reason(request: Request, tx: Tx, posted: Posted, reference: str, clock_id: str) -> Response:
    names = {"reason": f"reason-{clock_id}", "words": f"words-{clock_id}"}
    given = {field: posted.text(name) for field, name in names.items()}
    try:
        record_breach_reason(tx, case=reference, clock_id=clock_id, **given)
    except Invalid as invalid:
        return _page(request, tx, reference, posted, on_page(invalid, (), **names))
    return redirect(request, HERE, flash="The reason is recorded.", reference=reference)


@html.post("/cases/{reference}/clocks/judge", name="judge_again")
def again(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    try:
        changed = judge_again(tx, case=reference, because=posted.text("judge_because"))
    except Invalid as invalid:
        return _page(request, tx, reference, posted, invalid.faults)
    said = f"Judged again: {len(changed)} changed. The earlier judgements are kept below."
    return redirect(request, HERE, flash=said, reference=reference)


def _page(
    request: Request, tx: Transaction, reference: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    notification_of(tx, reference)
    standing = queries.standings(tx, [reference], on=today(tx))[reference]
    tx.audit("view_clocks", case=reference, reading=True)
    recorded = {each.kind for each in standing.milestones}
    return page(
        request,
        "case_clocks.html",
        status_code=422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        standing=standing,
        stage=STAGES[standing.stage],
        reasons=queries.breach_reasons_of(tx, [reference])[reference],
        reason_label=shown_reason,
        reasons_for=reasons_for,
        milestones=MILESTONES,
        to_record=[
            (kind, each.label) for kind, each in MILESTONES.items() if kind not in recorded | NATIONAL
        ],
        to_take_back=[each.kind for each in standing.milestones if _can_take_back(each)],
        judgements=queries.judgements_of(tx, reference),
        clock_names={clock.id: clock.name for clock in CLOCKS},
        values=values,
        faults=faults,
    )


def _can_take_back(milestone: queries.Milestone) -> bool:
    """A case that was finalised on its page of the national database is opened again there."""
    return milestone.kind != FINALISED or milestone.source == "office"


def shown_reason(row: Any) -> str:
    """A reason for a breach, in the words of the list and the office's own."""
    return f"{reason_label(row['reason'])}: {row['words']}"
