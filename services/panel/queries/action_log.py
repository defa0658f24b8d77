"""Reads of agreed actions and of the feedback on them."""

from itertools import groupby

from sqlalchemy import func, select, tuple_

from services.panel.domain.learning.action_log import ActionFeedback, LoggedAction
from services.panel.queries.analyses import FORM
from services.panel.queries.relations import cases_of_interest_to
from services.panel.tables.actions import action_feedback
from services.panel.tables.analyses import analysis_form
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

Place = tuple[str, int, int]


def logged_actions(tx: Transaction, case_reference: str | None = None) -> list[LoggedAction]:
    """Actions of the newest completed review of each case or of one, by date; for the office and the chair.

    Cases in which the reader has declared an interest are left out.
    """
    check(tx.person, Permission.RECORD_ATTENDANCE)
    form = analysis_form.c
    newest = (
        select(form.case_reference, func.max(form.review_version))
        .where(form.completed_on.is_not(None))
        .group_by(form.case_reference)
    )
    completed = select(form.case_reference, form.review_version, form.form, form.completed_on).where(
        form.completed_on.is_not(None),
        tuple_(form.case_reference, form.review_version).in_(newest),
        form.case_reference.not_in(cases_of_interest_to(tx.person.id)),
    )
    if case_reference is not None:
        completed = completed.where(form.case_reference == case_reference.replace("\0", ""))
    feedback = _feedback(tx, case_reference)
    found = [
        LoggedAction(case, version, number, action, on, tuple(feedback.get((case, version, number), ())))
        for case, version, saved, on in tx.session.execute(completed)
        for number, action in enumerate(FORM.validate_python(saved).actions)
    ]
    return sorted(found, key=lambda one: (one.action.due_on or one.agreed_on, one.case_reference, one.number))


def logged_action(tx: Transaction, case_reference: str, review_version: int, number: int) -> LoggedAction:
    """One action of the log, or NotFound."""
    wanted = (case_reference, review_version, number)
    for one in logged_actions(tx, case_reference):
        if (one.case_reference, one.review_version, one.number) == wanted:
            return one
    raise NotFound("There is no such action in the log.")


def _feedback(tx: Transaction, case_reference: str | None) -> dict[Place, list[ActionFeedback]]:
    key = ("case_reference", "review_version", "number")
    order = (*(action_feedback.c[name] for name in key), action_feedback.c.given_as)
    found = select(ActionFeedback).order_by(*order)
    if case_reference is not None:
        found = found.where(action_feedback.c.case_reference == case_reference.replace("\0", ""))
    return {place: list(group) for place, group in groupby(tx.session.scalars(found), key=_place)}


def _place(feedback: ActionFeedback) -> Place:
    return feedback.case_reference, feedback.review_version, feedback.number
