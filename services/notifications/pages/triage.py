"""The triage inbox: what has been notified, whether it is in time, in scope and new, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.identity.merge_notifications import merge_notifications
from services.notifications.actions.identity.record_scope_decision import JointAgencyAnswer
from services.notifications.actions.identity.undo_merge import undo_merge
from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.intake.answer_question import record_answer
from services.notifications.actions.intake.mark_out_of_scope import mark_out_of_scope
from services.notifications.actions.intake.reopen_notification import reopen_notification
from services.notifications.domain.clocks.following import following_clocks
from services.notifications.domain.clocks.judging import Judgement
from services.notifications.domain.identity.first_notification import FirstNotification, judge_from_first
from services.notifications.domain.notification import STATUS_NAMES, ChildDeathNotification, Status
from services.notifications.domain.refusals import SettledAlready
from services.notifications.domain.scope import JOINT_AGENCY_ANSWERS, ScopeDecision
from services.notifications.pages.identity_parts import identity_context
from services.notifications.pages.intake_parts import (
    hand_over,
    intake_context,
    return_with_question,
    take_up_documents,
)
from services.notifications.pages.posted_days import on_page, posted_day
from services.notifications.pages.presenting import (
    SCOPE_TAGS,
    answer_groups,
    child_in_short,
    notifier_in_short,
)
from services.notifications.queries import identity as identity_queries
from services.notifications.queries import notifications as queries
from services.notifications.queries.intake import receipts_to_ask_for
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()


@dataclass(frozen=True)
class WaitingRow:
    """A line of the inbox."""

    reference: str
    received_at: datetime
    notifier: str
    child: str
    clocks: tuple[Judgement, ...]
    scope: ScopeDecision
    duplicates: int
    returned: bool


@router.get("/triage", name="triage_inbox")
def inbox(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    rows = _waiting_rows(tx)
    tx.audit("view_triage_inbox", reading=True, detail={"cases": [row.reference for row in rows]})
    settled = [_settled_row(each) for each in queries.lately_settled(tx)]
    return page(
        request,
        "triage_inbox.html",
        waiting=sorted(rows, key=_urgency),
        settled=settled,
        scope_tag=SCOPE_TAGS,
        receipts_to_ask_for=receipts_to_ask_for(tx, on=today(tx)),
    )


@router.get("/triage/{reference}", name="triage")
def triage(request: Request, tx: Tx, reference: str) -> Response:
    return _triage_page(request, tx, reference)


@router.post("/triage/{reference}/accept", name="accept")
def accept(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    return _decide(
        request, tx, posted, reference, "Accepted. The case is open; ask the agencies next.", to="case"
    )(lambda: _accept(request, tx, posted, reference))


def _accept(request: Request, tx: Tx, posted: PostedForm, reference: str) -> None:
    """The case is open, and the text of what was sent with the notification waits to be confirmed."""
    accept_notification(
        tx,
        reference=reference,
        reason=posted.text("accept_reason"),
        contrary_stated=posted.text("contrary") == "yes",
    )
    take_up_documents(request, tx, reference)


@router.post("/triage/{reference}/merge", name="merge")
def merge(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    into, reason = posted.text("merge_into"), posted.text("merge_reason")
    known = posted.text("kept_apart") == "yes"
    return _decide(request, tx, posted, reference, "Merged.")(
        lambda: merge_notifications(tx, reference=reference, into=into, reason=reason, known_apart=known)
    )


@router.post("/triage/{reference}/return", name="return_to_sender")
def returned(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    return _decide(request, tx, posted, reference, "Returned with your question.")(
        lambda: return_with_question(request, tx, posted, reference)
    )


@router.post("/triage/{reference}/out-of-scope", name="out_of_scope")
def out_of_scope(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    return _decide(request, tx, posted, reference, "Marked out of scope.")(
        lambda: _put_out_of_scope(tx, posted, reference)
    )


def _put_out_of_scope(tx: Tx, posted: PostedForm, reference: str) -> None:
    """A day that is none is named beside every other fault."""
    begun_on, unread = posted_day(posted, "joint_agency_on")
    response = JointAgencyAnswer(posted.text("joint_agency"), begun_on)
    try:
        mark_out_of_scope(tx, reference=reference, reason=posted.text("scope_reason"), joint_agency=response)
    except Invalid as invalid:
        raise Invalid(on_page(invalid, unread)) from None
    if unread:
        raise Invalid(unread)


@router.post("/triage/{reference}/transfer", name="transfer")
def transfer(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    return _decide(request, tx, posted, reference, "Transferred. It waits for the other panel's receipt.")(
        lambda: hand_over(request, tx, posted, reference)
    )


@router.post("/triage/{reference}/answer", name="record_answer")
def answered(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    """What the notifier said on the telephone."""
    return _decide(request, tx, posted, reference, "The answer is recorded.")(
        lambda: record_answer(tx, reference=reference, answer=posted.text("answer"))
    )


@router.post("/triage/{reference}/undo", name="undo")
def undo(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    reason, was_merged = posted.text("undo_reason"), _is_merged(tx, reference)
    take_back = undo_merge if was_merged else reopen_notification
    return _decide(request, tx, posted, reference, "Taken back to the inbox.")(
        lambda: take_back(tx, reference=reference, reason=reason)
    )


def _is_merged(tx: Tx, reference: str) -> bool:
    return queries.notification_to_change(tx, reference).status is Status.MERGED


# Which field of the page a fault of the domain belongs to, by the form that was sent.
_FIELD_OF_REASON = {"accept": "accept_reason", "merge": "merge_reason"}
_FIELDS = {"into": "merge_into"}
# What a person wrote whose decision came second: it is shown again, as it is kept nowhere.
_REASONS = ("accept_reason", "merge_reason", "question", "scope_reason", "transfer_reason")


def _decide(
    request: Request, tx: Tx, posted: PostedForm, reference: str, said: str, to: str = "triage"
) -> Callable[[Callable[[], object]], Response]:
    """Run an outcome; its faults are shown on the page with everything that was typed."""

    def run(outcome: Callable[[], object]) -> Response:
        try:
            outcome()
        except Invalid as invalid:
            form = request.scope["path"].rsplit("/", 1)[1]
            renamed = {**_FIELDS, "reason": _FIELD_OF_REASON.get(form, "reason")}
            faults = [Fault(renamed.get(fault.field, fault.field), fault.message) for fault in invalid.faults]
            return _triage_page(request, tx, reference, posted.texts(), faults)
        except SettledAlready as settled:
            return _triage_page(request, tx, reference, posted.texts(), settled=settled)
        return redirect(request, to, flash=said, reference=reference)

    return run


def _triage_page(
    request: Request,
    tx: Tx,
    reference: str,
    values: dict[str, str] | None = None,
    faults: list[Fault] | None = None,
    settled: SettledAlready | None = None,
) -> Response:
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification = queries.notification_of(tx, reference)
    tx.audit("view_notification", case=reference, reading=True)
    return page(
        request,
        "triage.html",
        status_code=settled.status if settled else 422 if faults else 200,
        reference=reference,
        status=STATUS_NAMES[notification.status],
        received_at=notification.notified_at,
        following=following_clocks(notification.answers),
        scope=notification.scope,
        scope_decisions=identity_queries.scope_decisions_of(tx, reference),
        joint_agency_answers=JOINT_AGENCY_ANSWERS,
        groups=answer_groups(notification.answers),
        changes=shown_changes(notification),
        can_decide=notification.is_open,
        can_undo=Status.RECEIVED in notification.next_steps(),
        values=values or {},
        faults=faults or [],
        settled=settled,
        typed=[values[name] for name in _REASONS if values and values.get(name)],
        is_case=notification.status is Status.ACCEPTED,
        **identity_context(tx, notification),
        **intake_context(request, tx, notification),
    )


def shown_changes(notification: ChildDeathNotification) -> list[dict[str, object]]:
    """What was decided, the latest last."""
    return [
        {"at": change.at, "status": STATUS_NAMES[change.became], "by": change.by, "reason": change.reason}
        for change in notification.changes
    ]


def _waiting_rows(tx: Tx) -> list[WaitingRow]:
    """The inbox in a fixed number of queries, however many wait."""
    waiting = queries.inbox(tx)
    references = [each.case_reference for each in waiting]
    alike = identity_queries.duplicates_waiting(tx, references)
    first = identity_queries.earliest_notification_of(tx, references)
    return [
        _waiting_row(each, len(alike[each.case_reference]), first.get(each.case_reference))
        for each in waiting
    ]


def _waiting_row(
    notification: ChildDeathNotification, duplicates: int, first: FirstNotification | None
) -> WaitingRow:
    return WaitingRow(
        notification.case_reference,
        notification.notified_at,
        notifier_in_short(notification.answers),
        child_in_short(notification),
        judge_from_first(notification.answers.times, first),
        notification.scope,
        duplicates,
        notification.status is Status.RETURNED,
    )


def _settled_row(notification: ChildDeathNotification) -> dict[str, object]:
    last = notification.changes[-1]
    return {
        "reference": notification.case_reference,
        "status": STATUS_NAMES[notification.status],
        "settled_at": last.at,
        "reason": last.reason,
    }


def _urgency(row: WaitingRow) -> tuple[int, datetime]:
    """Late first, then what cannot be judged, then the rest; the oldest first in each."""
    headline = next(each.met for each in row.clocks if each.clock.id == "next_working_day")
    return ({False: 0, None: 1, True: 2}[headline], row.received_at)
