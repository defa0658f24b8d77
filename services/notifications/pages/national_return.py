"""The national database: every case at a glance, one case with its items, files and steps."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

from fastapi import Request, Response

from services.notifications.actions.national_return.finalise_case import finalise_case
from services.notifications.actions.national_return.make_national_file import make_national_file
from services.notifications.actions.national_return.record_national_notification import (
    record_national_notification,
)
from services.notifications.actions.national_return.reopen_national_case import reopen_national_case
from services.notifications.domain.clocks.moments import LONDON, Moment, read
from services.notifications.domain.national_return.finalising import (
    RETURN_STATE_NAMES,
    FinalisingBlocked,
    ReturnState,
    blocks_of,
)
from services.notifications.domain.national_return.mapping import national_mapping
from services.notifications.domain.national_return.view import NationalView, national_view
from services.notifications.domain.national_return.year_end import ReturnRow, year_end
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.national_adapters import ADAPTERS
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.posted_answers import date_text
from services.notifications.queries import national_return as queries
from services.notifications.queries.notifications import notification_of
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.periods import period_of
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
COLOURS = {
    ReturnState.NOT_SENT: "orange",
    ReturnState.NOTIFIED: "blue",
    ReturnState.FINALISED: "green",
    ReturnState.REOPENED: "yellow",
}


@router.get("/national", name="national_return")
def overview(request: Request, tx: Tx) -> Response:
    """What would not be taken, what is overdue, and how the reporting year ends; no names."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    rows = _rows(tx, queries.open_cases(tx))
    tx.audit("view_national_return", reading=True, detail={"cases": len(rows)})
    year = period_of(_today(tx), "Y")
    return page(
        request,
        "national_return.html",
        open_rows=rows,
        year=year,
        ending=year_end(rows, year, finalised=queries.finalised_since(tx, year.starts_on)),
        mapping=national_mapping(),
        state_names=RETURN_STATE_NAMES,
        colours=COLOURS,
    )


@router.get("/cases/{reference}/national", name="national_case")
def case(request: Request, tx: Tx, reference: str) -> Response:
    return _case_page(request, tx, reference)


@router.post("/cases/{reference}/national/file", name="make_national_file")
def make_file(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    """The file itself; where items would not be taken, the page with each of them."""
    adapter = ADAPTERS.get(posted.text("adapter"))
    if adapter is None:
        fault = Fault("adapter", "Choose which file to make")
        return _case_page(request, tx, reference, [fault], posted.texts())
    try:
        made = make_national_file(tx, case=reference, adapter=adapter, file_id=uuid4().hex)
    except Invalid as invalid:
        return _case_page(request, tx, reference, list(invalid.faults), posted.texts())
    name = f'attachment; filename="{made.file_name}"'
    return Response(made.content, media_type=made.media_type, headers={"Content-Disposition": name})


@router.post("/cases/{reference}/national/notified", name="national_notified")
def notified(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    said, receipt = "Recorded: the national database has been notified.", posted.text("receipt")
    return _step(request, tx, posted, reference, said)(
        lambda on: record_national_notification(
            tx,
            case=reference,
            on=_london_day(on),
            receipt=receipt,
            at=on.earliest if on and on.is_exact else None,
        )
    )


@router.post("/cases/{reference}/national/finalised", name="national_finalised")
def finalised(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    return _step(request, tx, posted, reference, "Recorded: the case is finalised.")(
        lambda on: finalise_case(tx, case=reference, on=_london_day(on), receipt=posted.text("receipt"))
    )


@router.post("/cases/{reference}/national/reopened", name="national_reopened")
def reopened(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    return _step(request, tx, posted, reference, "Opened again.")(
        lambda _: reopen_national_case(tx, case=reference, reason=posted.text("reopen_reason"))
    )


def _step(
    request: Request, tx: Tx, posted: PostedForm, reference: str, said: str
) -> Callable[[Callable[[Moment | None], None]], Response]:
    """Take a step; its faults are shown on the page with everything that was typed."""

    def run(step: Callable[[Moment | None], None]) -> Response:
        try:
            step(_moment(posted))
        except Invalid as invalid:
            return _case_page(request, tx, reference, list(invalid.faults), posted.texts())
        except FinalisingBlocked as blocked:
            return _case_page(request, tx, reference, [Fault("blocks", blocked.detail)], posted.texts())
        return redirect(request, "national_case", flash=said, reference=reference)

    return run


def _moment(posted: PostedForm) -> Moment | None:
    """The day in the boxes, with a time where there is one; None where all are empty."""
    text = date_text(posted, "on")
    try:
        return read(text) if text else None
    except (ValueError, OverflowError):
        raise Invalid([Fault("on", "This is not a date. Write for example 15 3 2026, 14:05")]) from None


def _instant(moment: Moment | None) -> datetime | None:
    return moment.earliest if moment and moment.is_exact else None


def _london_day(moment: Moment | None) -> date | None:
    return moment.date if moment else None


def _case_page(
    request: Request,
    tx: Tx,
    reference: str,
    faults: list[Fault] | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    notification = notification_of(tx, reference)
    if notification.status is not Status.ACCEPTED:
        raise NotFound("Only an accepted case is told to the national database.")
    tx.audit("view_national_case", case=reference, reading=True)
    view = national_view(reference, notification.answers)
    standing = queries.standings_of(tx, [notification])[reference]
    return page(
        request,
        "national_case.html",
        status_code=422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        view=view,
        state=standing.state,
        state_name=RETURN_STATE_NAMES[standing.state],
        colour=COLOURS[standing.state],
        blocks=blocks_of(standing),
        steps=queries.steps_of(tx, reference),
        state_names=RETURN_STATE_NAMES,
        files=queries.files_of(tx, reference),
        adapters={each.id: each.label for each in ADAPTERS.values()},
        values=values or {},
        faults=faults or [],
    )


def _rows(tx: Tx, cases: list[ChildDeathNotification]) -> list[ReturnRow]:
    standings = queries.standings_of(tx, cases)
    states = queries.states_of(tx, [each.case_reference for each in cases])
    return [
        ReturnRow(
            reference=each.case_reference,
            notified_on=each.notified_at.astimezone(LONDON).date(),
            died_on=each.answers.died_on,
            state=states[each.case_reference][0],
            since=states[each.case_reference][1],
            faults=_labels(national_view(each.case_reference, each.answers)),
            blocks=tuple(blocks_of(standings[each.case_reference])),
            late=_is_late(each, tx),
        )
        for each in cases
    ]


def _labels(view: NationalView) -> tuple[str, ...]:
    return tuple(each.item.label for each in view.faults)


def _is_late(case: ChildDeathNotification, tx: Tx) -> bool:
    """Whether 48 hours have gone since the death, by the latest it can have been."""
    death = case.answers.times.death.latest
    return death is not None and (tx.at - death).total_seconds() > 48 * 3600


def _today(tx: Tx) -> date:
    return tx.at.astimezone(LONDON).date()
