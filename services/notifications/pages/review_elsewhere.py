"""The outcome of a review held elsewhere comes into the case: from its file, or from the page."""

from typing import Any

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from services.notifications.actions.elsewhere.take_over_review import take_over_review
from services.notifications.domain.clocks.refusals import MilestoneAlreadyRecorded
from services.notifications.domain.elsewhere.reading_files import MOST_BYTES, fields_of
from services.notifications.domain.elsewhere.refusals import ReviewAlreadyTakenOver
from services.notifications.domain.elsewhere.review_outcome import FIELDS, LISTS, shown_value
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.posted_records import day_typed
from services.notifications.queries.notifications import notification_of
from services.notifications.queries.processes import imported_reviews_of
from shared.errors import Conflict, Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

html = HtmlRouter()
HERE = "review_elsewhere"
_ON_THE_PAGE = tuple(field for field in FIELDS if not field.identifying)
SAID = "Taken over: the meeting is recorded as held, and its text waits to be confirmed for the panel."


@html.get("/cases/{reference}/review-elsewhere", name=HERE)
def review(request: Request, tx: Tx, reference: str) -> Response:
    return _page(request, tx, reference)


@html.post("/cases/{reference}/review-elsewhere", name="take_over_review")
def typed(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    given = {
        field.name: day_typed(posted, field.name) if field.kind == "date" else posted.text(field.name)
        for field in _ON_THE_PAGE
    }
    return _taken_over(request, tx, reference, given, "page", posted)


@html.post("/cases/{reference}/review-elsewhere/file", name="take_over_review_file")
def from_file(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    sent = posted.get("file")
    content = sent.file.read(MOST_BYTES + 1) if isinstance(sent, UploadFile) else b""
    try:
        given = fields_of(content)
    except Invalid as invalid:
        return _page(request, tx, reference, None, invalid.faults)
    return _taken_over(request, tx, reference, given, "file", boxes_of(given))


def boxes_of(given: dict[str, str]) -> dict[str, str]:
    """What came in a file, in the boxes of the page, so that what is wrong can be mended there."""
    boxes = {field.name: given.get(field.name, "") for field in _ON_THE_PAGE}
    year, month, day = (*given.get("held_on", "").split("-"), "", "", "")[:3]
    return boxes | {"held_on-year": year, "held_on-month": month, "held_on-day": day}


def _taken_over(
    request: Request,
    tx: Transaction,
    reference: str,
    given: dict[str, str],
    channel: str,
    values: PostedForm | dict[str, str],
) -> Response:
    try:
        take_over_review(tx, case=reference, given=given, channel=channel)
    except Invalid as invalid:
        return _page(request, tx, reference, values, invalid.faults)
    except MilestoneAlreadyRecorded as refused:
        return _page(request, tx, reference, values, [Fault("held_on", refused.detail)])
    except ReviewAlreadyTakenOver as refused:
        return _page(request, tx, reference, values, [_on_top(refused)])
    return redirect(request, HERE, flash=SAID, reference=reference)


def _on_top(refused: Conflict) -> Fault:
    return Fault("review", f"{refused.title}. {refused.detail}")


def _page(
    request: Request, tx: Transaction, reference: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    notification_of(tx, reference)
    taken = imported_reviews_of(tx, reference)
    tx.audit("view_reviews_elsewhere", case=reference, reading=True)
    return page(
        request,
        "review_elsewhere.html",
        status_code=422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        fields=_ON_THE_PAGE,
        lists=LISTS,
        taken=[(row, _shown(row["fields"]), row["not_understood"]) for row in taken],
        values=values,
        faults=faults,
    )


def _shown(values: dict[str, str]) -> list[tuple[str, str]]:
    return [(field.label, shown_value(field, values)) for field in _ON_THE_PAGE if values.get(field.name)]
