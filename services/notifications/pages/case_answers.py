"""Everything that was answered about a case, form by form, and the questions that are still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.forms.record_follow_up import record_follow_up
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.forms.completeness import SectionCompleteness, completeness
from services.notifications.domain.forms.follow_up import FollowUp, follow_ups, policy_on
from services.notifications.domain.forms.library import readable
from services.notifications.domain.forms.reporting_form import Return
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.posted_answers import Boxes, Given, boxes_of, date_text, given_of_questions
from services.notifications.pages.presenting import AnswerGroup, answer_groups, return_groups
from services.notifications.queries import forms as forms_of
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()


@dataclass(frozen=True)
class ShownReturn:
    """A form that an agency returned: whose, which version, how complete, and what it says."""

    title: str
    version: str
    kept: bool
    progress: tuple[SectionCompleteness, ...]
    groups: list[AnswerGroup]


@router.get("/cases/{reference}/answers", name="case_answers")
def answers(request: Request, tx: Tx, reference: str) -> Response:
    return _page(request, tx, reference)


@router.post("/cases/{reference}/answers", name="record_follow_up")
def record(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    check(tx.person, Permission.GATHER_INFORMATION)
    asked = [each.question for each in _open(tx, reference)]
    try:
        told_on = _day(date_text(posted, "told_on"))
        told = record_follow_up(
            tx,
            reference=reference,
            given=given_of_questions(posted, asked),
            told_by=posted.text("told_by"),
            told_on=told_on,
        )
    except Invalid as invalid:
        return _page(request, tx, reference, posted, invalid.faults)
    said = f"{len(told)} answer{'' if len(told) == 1 else 's'} recorded. What was there before is kept."
    return redirect(request, "case_answers", flash=said, reference=reference)


def _page(
    request: Request, tx: Tx, reference: str, values: Boxes | None = None, faults: Sequence[Fault] = ()
) -> Response:
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    notification = queries.notification_of(tx, reference)
    given, on = notification.answers, tx.at.astimezone(LONDON).date()
    tx.audit("view_case_answers", case=reference, reading=True)
    still_open = _open(tx, reference)
    return page(
        request,
        "case_answers.html",
        status_code=422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        policy=policy_on(notification.notified_at.astimezone(LONDON).date()),
        follow_ups=still_open,
        by_section=[
            (title, list(rows)) for title, rows in groupby(still_open, key=lambda each: each.section)
        ],
        late=sum(each.is_late(on) for each in still_open),
        values=_shown_values(values, still_open, on),
        faults=faults,
        form=given.form,
        progress=completeness(given.form, given.values),
        groups=answer_groups(given),
        told=[_told(row) for row in forms_of.follow_up_answers(tx, reference)],
        returns=[
            shown for row, returned in forms_of.returns_of(tx, reference) for shown in _shown(row, returned)
        ],
    )


def _open(tx: Tx, reference: str) -> tuple[FollowUp, ...]:
    notification = queries.notification_of(tx, reference)
    notified_on = notification.notified_at.astimezone(LONDON).date()
    return follow_ups(notification.answers, notified_on=notified_on)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown_values(values: Boxes | None, still_open: Sequence[FollowUp], on: date) -> Boxes:
    """As typed; at first with the answers "not known" as they stand, and today as the day of being told."""
    if values is not None:
        return values
    boxes: Given = {"told_on-day": str(on.day), "told_on-month": str(on.month), "told_on-year": str(on.year)}
    for each in still_open:
        if each.value:
            boxes |= boxes_of(each.question, each.value)
    return boxes


def _told(row: forms_of.Row) -> dict[str, Any]:
    """A row of what was told later, with the labels of the form it was told in."""
    form = readable("child-death-notification", row["form_version"])
    question = form.by_name.get(row["question"])
    if question is None:
        return {**row, "label": row["question"]}
    was = question.shown(row["was"]) if row["was"] else "blank"
    return {**row, "label": question.in_record, "was": was, "became": question.shown(row["became"])}


def _shown(row: forms_of.Row, returned: Return) -> list[ShownReturn]:
    who = ROLES.label(row["role"])
    return [
        ShownReturn(
            f"{who}: {each.form.name.removeprefix('Child death ')}",
            each.form_version,
            not each.asked_for,
            completeness(each.form, each.answers, each.not_held),
            return_groups(each),
        )
        for each in (returned, *returned.supplementary)
    ]
