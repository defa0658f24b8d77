"""Two notifications side by side: one child, and which of them stays; or two. And every merge there was."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.identity.decide_pair import mark_different_children
from services.notifications.actions.identity.merge_notifications import merge_notifications
from services.notifications.domain.identity.likeness import TWINS, compare
from services.notifications.domain.identity.merging import which_may_stay
from services.notifications.domain.notification import STATUS_NAMES, ChildDeathNotification, Status
from services.notifications.domain.refusals import SettledAlready
from services.notifications.pages.comparing import compared_groups
from services.notifications.pages.presenting import notifier_in_short
from services.notifications.queries import identity, notifications
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.formats import london

html = HtmlRouter()
MOST_MERGES = 200


@html.get("/triage/{reference}/compare/{other}", name="compare")
def comparison(request: Request, tx: Tx, reference: str, other: str) -> Response:
    return _page(request, tx, reference, other)


@html.post("/triage/{reference}/compare/{other}/merge", name="merge_compared")
def merge(request: Request, tx: Tx, posted: Posted, reference: str, other: str) -> Response:
    stays, reason = posted.text("stays"), posted.text("merge_reason")
    try:
        _refuse_itself(reference, other)
        _refuse_gaps(stays, reason, (reference, other))
        merged = other if stays == reference else reference
        known = posted.text("kept_apart") == "yes"
        merge_notifications(tx, reference=merged, into=stays, reason=reason, known_apart=known)
    except Invalid as invalid:
        renamed = {"merge_into": "stays", "into": "stays"}
        faults = [Fault(renamed.get(each.field, each.field), each.message) for each in invalid.faults]
        return _page(request, tx, reference, other, posted.texts(), faults)
    except SettledAlready as settled:
        return redirect(request, "triage", flash=settled.detail, reference=merged)
    return redirect(request, "triage", flash=f"Merged. {stays} stays.", reference=stays)


@html.post("/triage/{reference}/compare/{other}/different", name="different_children")
def different(request: Request, tx: Tx, posted: Posted, reference: str, other: str) -> Response:
    try:
        _refuse_itself(reference, other)
        reason = posted.text("different_reason")
        mark_different_children(tx, reference=reference, other=other, reason=reason)
    except Invalid as invalid:
        return _page(request, tx, reference, other, posted.texts(), list(invalid.faults))
    return redirect(request, "triage", flash="Kept apart: two children.", reference=reference)


@html.get("/merges", name="merges")
def merge_log(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    rows = identity.merges(tx, MOST_MERGES)
    earlier = [_earlier_merge(each) for each in identity.merges_before_the_log(tx)]
    tx.audit("view_merges", reading=True, detail={"merges": len(rows) + len(earlier)})
    merges = sorted([*rows, *earlier], key=lambda row: row["merged_at"], reverse=True)
    return page(request, "merges.html", merges=merges, most=MOST_MERGES)


def _refuse_gaps(stays: str, reason: str, both: tuple[str, str]) -> None:
    faults = [] if stays in both else [Fault("stays", "Choose which notification stays")]
    faults += [] if reason else [Fault("merge_reason", "Write how you know that they are one child")]
    if faults:
        raise Invalid(faults)


def _refuse_itself(reference: str, other: str) -> None:
    if reference == other:
        raise NotFound("These are one notification. Choose another to compare it with.")


def _page(
    request: Request,
    tx: Tx,
    reference: str,
    other: str,
    values: dict[str, str] | None = None,
    faults: list[Fault] | None = None,
) -> Response:
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    _refuse_itself(reference, other)
    both = [notifications.notification_of(tx, each) for each in (reference, other)]
    for each in (reference, other):
        tx.audit("compare_notifications", case=each, reading=True, detail={"pair": [reference, other]})
    known = identity.identities_of(tx, [reference, other])
    likeness = compare(known[reference], known[other])
    looks_like_twins = likeness.verdict == TWINS
    first = min(both, key=lambda each: (each.notified_at, each.case_reference))
    return page(
        request,
        "compare.html",
        status_code=422 if faults else 200,
        reference=reference,
        other=other,
        likeness=likeness,
        looks_like_twins=looks_like_twins,
        heads=[_head(each) for each in both],
        groups=compared_groups(both[0].answers, both[1].answers),
        may_stay=[(each, _why_it_may_stay(each, both)) for each in which_may_stay(*both)],
        first=first.case_reference,
        first_at=first.notified_at,
        can_merge=all(not each.merged_into for each in both),
        values=values or {"stays": () if looks_like_twins else which_may_stay(*both)[:1]},
        faults=faults or [],
    )


def _head(notification: ChildDeathNotification) -> dict[str, Any]:
    return {
        "reference": notification.case_reference,
        "status": STATUS_NAMES[notification.status],
        "received_at": notification.notified_at,
        "notifier": notifier_in_short(notification.answers),
    }


def _why_it_may_stay(reference: str, both: list[ChildDeathNotification]) -> str:
    found = next(each for each in both if each.case_reference == reference)
    accepted = ", accepted: it always stays" if found.status is Status.ACCEPTED else ""
    return f"{reference}, received {london(found.notified_at)}{accepted}"


def _earlier_merge(notification: ChildDeathNotification) -> dict[str, Any]:
    """A merge from before merges had a log, from the notification's own history."""
    last = notification.changes[-1]
    return {
        "case_reference": notification.case_reference,
        "into_reference": notification.merged_into,
        "merged_at": last.at,
        "merged_by": last.by,
        "reason": last.reason,
        "undone_at": None,
    }
