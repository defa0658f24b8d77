"""Reads of agreed actions and of what was recorded of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, select

from services.panel.domain.learning.action_log import ActionRecord, LoggedAction
from services.panel.domain.learning.agreed_action import AgreedAction
from services.panel.domain.learning.due_actions import OverdueInShort, overdue_in_short
from services.panel.domain.learning.earlier_feedback import ActionFeedback
from services.panel.domain.learning.owner_links import OwnerLink
from services.panel.domain.london_days import london_day
from services.panel.queries.relations import cases_asked_for, cases_of_interest_to
from services.panel.tables.actions import action_feedback, action_record, owner_link
from services.panel.tables.analyses import analysis_form
from services.panel.tables.cases import review_case
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

Place = tuple[str, int, int]
Review = tuple[int, date, tuple[AgreedAction, ...]]  # a completed version, its day, and what it agreed
ACTIONS = TypeAdapter(tuple[AgreedAction, ...])
_FORM = analysis_form.c


def logged_actions(tx: Transaction, case_reference: str | None = None) -> list[LoggedAction]:
    """Actions of the newest completed review of each case or of one, by date; for the office and the chair.

    Cases in which the reader has declared an interest are left out.
    """
    check(tx.person, Permission.RECORD_ATTENDANCE)
    shut = cases_of_interest_to(tx.person.id)
    return actions_where(tx, _FORM.case_reference.not_in(shut), case_reference)


def overdue_for_members(tx: Transaction, on: date) -> list[OverdueInShort]:
    """What is overdue on day ``on``, no case named; nothing of cases in which the reader has an interest.

    For whoever sits on the panel; an expert came for a case, and is told of none besides.
    """
    check(tx.person, Permission.VIEW_OWN_MEETINGS)
    if cases_asked_for(tx) is not None:
        return []
    shut = cases_of_interest_to(tx.person.id)
    return overdue_in_short(actions_where(tx, _FORM.case_reference.not_in(shut)), on)


def logged_action(tx: Transaction, case_reference: str, review_version: int, number: int) -> LoggedAction:
    """One action of the log, or NotFound."""
    return _at_place(logged_actions(tx, case_reference), (case_reference, review_version, number))


def actions_told(tx: Transaction, case_reference: str) -> list[LoggedAction]:
    """Actions of one case's newest completed review, for what is told; the caller has been checked."""
    return actions_where(tx, _FORM.case_reference == case_reference, case_reference)


def action_for_change(tx: Transaction, case_reference: str, review_version: int, number: int) -> LoggedAction:
    """One action, its case locked until the transaction ends, so that two steps follow each other."""
    reference = case_reference.replace("\0", "")
    tx.session.execute(
        select(review_case.c.reference).where(review_case.c.reference == reference).with_for_update()
    )
    return logged_action(tx, case_reference, review_version, number)


def action_of_link(tx: Transaction, link: OwnerLink) -> LoggedAction:
    """The one action that an owner's link opens: the caller has checked the link, not a person's rights.

    A review that was opened again and completed since has moved it: it is found by its id or its words.
    """
    actions = actions_where(tx, _FORM.case_reference == link.case_reference, link.case_reference)
    place = (link.case_reference, link.review_version, link.number)
    linked = _actions_at(tx, place)
    for one in actions:
        if _place(one) == place or (linked and one.action.same_as(linked)):
            return one
    raise NotFound("This action is no longer in the panel's log. You need not do anything more.")


def actions_where(
    tx: Transaction,
    seen: ColumnElement[bool],
    case_reference: str | None = None,
    *,
    as_of: date | None = None,
) -> list[LoggedAction]:
    """Actions of completed reviews that the caller may read, with what was recorded of earlier versions.

    ``as_of``: only what had been completed and recorded by the end of that day.
    """
    if as_of is not None:
        seen = seen & (_FORM.completed_on <= as_of)
    versions: dict[str, list[Review]] = defaultdict(list)
    for case, version, saved, on in tx.session.execute(_completed(seen, case_reference)):
        versions[case].append((version, on, ACTIONS.validate_python(saved or ())))
    if not versions:
        return []
    records = _records(tx, case_reference, as_of)
    found = [
        _logged(case, number, action, reviews, records)
        for case, reviews in versions.items()
        for number, action in enumerate(reviews[-1][2])
    ]
    return sorted(found, key=lambda one: (one.action.due_on or one.agreed_on, one.case_reference, one.number))


def _completed(seen: ColumnElement[bool], case_reference: str | None) -> Select[Any]:
    found = (_FORM.case_reference, _FORM.review_version, _FORM.form["actions"], _FORM.completed_on)
    completed = select(*found)
    completed = completed.where(_FORM.completed_on.is_not(None), seen)
    if case_reference is not None:
        completed = completed.where(_FORM.case_reference == case_reference.replace("\0", ""))
    return completed.order_by(_FORM.case_reference, _FORM.review_version)


def _logged(
    case: str,
    number: int,
    action: AgreedAction,
    reviews: Sequence[Review],
    records: dict[Place, list[ActionRecord]],
) -> LoggedAction:
    """As the newest review has it; what is opened and completed again is not agreed anew."""
    agreed_on = next(on for _, on, before in reviews if any(one.same_as(action) for one in before))
    recorded = _records_of(action, case, number, reviews, records)
    return LoggedAction(case, reviews[-1][0], number, action, agreed_on, recorded)


def _records_of(
    action: AgreedAction,
    case: str,
    number: int,
    reviews: Sequence[Review],
    records: dict[Place, list[ActionRecord]],
) -> tuple[ActionRecord, ...]:
    """The records of an action, also those of the versions of the review before it was reopened."""
    newest = reviews[-1][0]
    earlier = [
        (case, version, place)
        for version, _, before in reviews[:-1]
        for place, one in enumerate(before)
        if one.same_as(action)
    ]
    places = [*earlier, (case, newest, number)]
    return tuple(sorted((one for place in places for one in records.get(place, ())), key=lambda one: one.at))


def _records(
    tx: Transaction, case_reference: str | None, as_of: date | None
) -> dict[Place, list[ActionRecord]]:
    """By place, in the order in which they were given; the form of the log before this one came first."""
    earlier = select(ActionFeedback).order_by(action_feedback.c.given_as)
    now = select(ActionRecord).order_by(action_record.c.given_as)
    if case_reference is not None:
        reference = case_reference.replace("\0", "")
        earlier = earlier.where(action_feedback.c.case_reference == reference)
        now = now.where(action_record.c.case_reference == reference)
    by_place: dict[Place, list[ActionRecord]] = defaultdict(list)
    for one in [*(each.as_record for each in tx.session.scalars(earlier)), *tx.session.scalars(now)]:
        if as_of is None or london_day(one.at) <= as_of:
            by_place[one.case_reference, one.review_version, one.number].append(one)
    return by_place


def _place(one: LoggedAction) -> Place:
    return one.case_reference, one.review_version, one.number


def _at_place(actions: Iterable[LoggedAction], place: Place) -> LoggedAction:
    found = next((one for one in actions if _place(one) == place), None)
    if found is None:
        raise NotFound("There is no such action in the log.")
    return found


def _actions_at(tx: Transaction, place: Place) -> AgreedAction | None:
    case, version, number = place
    saved = tx.session.scalar(
        select(_FORM.form["actions"]).where(
            _FORM.case_reference == case, _FORM.review_version == version, _FORM.completed_on.is_not(None)
        )
    )
    actions = ACTIONS.validate_python(saved or ())
    return actions[number] if number < len(actions) else None


def links_of(tx: Transaction, one: LoggedAction) -> list[OwnerLink]:
    """The owner's links to one action that the caller may see, the newest first."""
    check(tx.person, Permission.FOLLOW_ACTIONS)
    links = select(OwnerLink).where(
        owner_link.c.case_reference == one.case_reference,
        owner_link.c.review_version == one.review_version,
        owner_link.c.number == one.number,
    )
    return list(tx.session.scalars(links.order_by(owner_link.c.made_at.desc())))
