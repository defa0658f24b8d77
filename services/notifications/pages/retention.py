"""Retention: the schedule as areas confirmed it, holds, and what would be disposed of and why."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request, Response

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.retention.confirm_retention import confirm_retention
from services.notifications.actions.retention.lift_legal_hold import lift_legal_hold
from services.notifications.actions.retention.place_legal_hold import place_legal_hold
from services.notifications.domain.retention.holds import KINDS, SCOPES, HeldScope
from services.notifications.domain.retention.schedule import EVERYWHERE, ConfirmedRow, shipped
from services.notifications.domain.retention.standing import LABELS, Standing
from services.notifications.pages.posted_days import on_page, posted_day
from services.notifications.queries.retention import confirmed_rows, legal_holds, standings_on
from services.notifications.retention_lines import kinds_of_record
from shared.errors import Fault, Invalid
from shared.people import Permission, can, check
from shared.reference_lists import LOCAL_AUTHORITIES
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

html = HtmlRouter()
SHOWN_AT_ONCE = 50
Number = Annotated[int, Query(ge=1, le=1_000_000)]
# What is looked at first: what may go, what is held, what nobody has decided.
_SHOWN = (Standing.DUE, Standing.HELD, Standing.NO_DAY, Standing.NOT_DECIDED, Standing.NOT_DUE, Standing.OPEN)


@html.get("/retention", name="retention")
def retention(request: Request, tx: Tx, show: str = Standing.DUE.value, number: Number = 1) -> Response:
    """The dry run as of today."""
    check(tx.person, Permission.VIEW_RETENTION)
    found = standings_on(tx, on=today(tx))
    chosen = next((each for each in _SHOWN if each.value == show), Standing.DUE)
    listed = [each for each in found if each.standing is chosen]
    pages = max(1, -(-len(listed) // SHOWN_AT_ONCE))
    number = min(number, pages)
    tx.audit("view_retention", reading=True, detail={"records": len(found), "shown": chosen.value})
    return page(
        request,
        "retention.html",
        counts=Counter(each.standing for each in found),
        standings=[(each, LABELS[each]) for each in _SHOWN],
        chosen=chosen,
        listed=listed[(number - 1) * SHOWN_AT_ONCE :][:SHOWN_AT_ONCE],
        how_many=len(listed),
        number=number,
        pages=pages,
        on=today(tx),
        kinds=kinds_of_record(),
        row_says=row_says,
        confirmed=bool(confirmed_rows(tx)),
        opens_cases=can(tx.person, Permission.VIEW_IDENTIFIABLE_CASE),
    )


@html.get("/retention/schedule", name="retention_schedule")
def schedule(request: Request, tx: Tx) -> Response:
    return _schedule_page(request, tx)


@html.post("/retention/schedule", name="confirm_retention")
def confirmed(request: Request, tx: Tx, posted: Posted) -> Response:
    holds_from, unread = posted_day(posted, "holds_from")
    names = ("record_type", "area", "years", "body")
    given = {name: posted.text(name) for name in names}
    starts_with = posted.text(f"starts_with-{given['record_type']}")
    try:
        confirm_retention(tx, **given, starts_with=starts_with, holds_from=holds_from)
    except Invalid as invalid:
        at = f"starts_with-{given['record_type'] or shipped().rows[0].record_type}"
        return _schedule_page(request, tx, posted, on_page(invalid, unread, starts_with=at))
    return redirect(request, "retention_schedule", flash="The row is confirmed.")


@html.get("/retention/holds", name="legal_holds")
def holds(request: Request, tx: Tx) -> Response:
    return _holds_page(request, tx)


@html.post("/retention/holds", name="place_legal_hold")
def placed(request: Request, tx: Tx, posted: Posted) -> Response:
    days = {name: posted_day(posted, name) for name in ("from_on", "first", "last")}
    unread = [fault for _, faults in days.values() for fault in faults]
    held = _held(posted, days["first"][0], days["last"][0])
    try:
        if faults := [fault for fault in unread if fault.field != "from_on" and held.scope == "period"]:
            raise Invalid(faults)
        place_legal_hold(
            tx, kind=posted.text("kind"), held=held, reason=posted.text("reason"), from_on=days["from_on"][0]
        )
    except Invalid as invalid:
        return _holds_page(request, tx, posted, on_page(invalid, days["from_on"][1]))
    return redirect(request, "legal_holds", flash="The hold is placed. Nothing under it is disposed of.")


@html.post("/retention/holds/{hold_id}/lift", name="lift_legal_hold")
def lifted(request: Request, tx: Tx, posted: Posted, hold_id: str) -> Response:
    field = f"because-{hold_id}"
    try:
        lift_legal_hold(tx, hold_id=hold_id, because=posted.text(field))
    except Invalid as invalid:
        return _holds_page(request, tx, posted, on_page(invalid, because=field))
    return redirect(request, "legal_holds", flash="The hold is lifted. It stays on record.")


def row_says(row: ConfirmedRow | None) -> str:
    """By which row of the schedule, in words."""
    if row is None:
        return "No row is confirmed"
    years = "at once" if row.years == 0 else f"{row.years} year{'' if row.years == 1 else 's'} later"
    return f"Row {row.number}: {shipped().clock_label(row.starts_with)}; {years}"


def area_label(code: str) -> str:
    return "Every area" if code == EVERYWHERE else LOCAL_AUTHORITIES.label(code)


def _held(posted: PostedForm, first: Any, last: Any) -> HeldScope:
    scope = posted.text("scope")
    subject = posted.text(scope) if scope in ("record_type", "organisation", "case") else ""
    subject = subject.strip().upper() if scope == "case" else subject
    return HeldScope(scope, subject, first, last) if scope == "period" else HeldScope(scope, subject)


def _schedule_page(
    request: Request, tx: Transaction, values: Any = None, faults: Sequence[Fault] = ()
) -> Response:
    check(tx.person, Permission.VIEW_RETENTION)
    return page(
        request,
        "retention_schedule.html",
        status_code=422 if faults else 200,
        shipped=shipped(),
        confirmed=confirmed_rows(tx),
        kinds=kinds_of_record(),
        areas=[(EVERYWHERE, area_label(EVERYWHERE))]
        + [(each.code, each.label) for each in LOCAL_AUTHORITIES],
        area_label=area_label,
        starts_options=lambda kind: [(each.id, each.label) for each in shipped().clocks_of(kind)],
        may_confirm=can(tx.person, Permission.SETTLE_RETENTION),
        on=today(tx),
        values=values,
        faults=faults,
    )


def _holds_page(
    request: Request, tx: Transaction, values: Any = None, faults: Sequence[Fault] = ()
) -> Response:
    check(tx.person, Permission.VIEW_RETENTION)
    found = legal_holds(tx)
    return page(
        request,
        "legal_holds.html",
        status_code=422 if faults else 200,
        standing=[hold for hold in found if hold.stands],
        lifted=[hold for hold in found if not hold.stands],
        hold_kinds=list(KINDS.items()),
        scopes=SCOPES,
        kinds=kinds_of_record(),
        may_hold=can(tx.person, Permission.HOLD_RECORDS),
        values=values,
        faults=faults,
    )
