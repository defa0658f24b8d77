"""Reads of requests for what is held about somebody, without what is of cases closed to who looks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from services.notifications.domain.subject_access.found import judged_with_words_out
from services.notifications.domain.subject_access.held_back import further_words, with_held_back
from services.notifications.domain.subject_access.items import Decision, JudgedItem, judged
from services.notifications.domain.subject_access.request import NotAllOpen, Step, SubjectAccessRequest
from services.notifications.queries.subject_access_items import items_of
from services.notifications.tables.notification import notification
from services.notifications.tables.subject_access import (
    subject_access_added,
    subject_access_answer,
    subject_access_case,
    subject_access_decision,
    subject_access_person,
    subject_access_request,
    subject_access_step,
)
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.case_scope import for_the_record

NO_SUCH_REQUEST = "There is no such request."
NO_SUCH_CASE = "There is no case with this reference."


def requests(tx: Transaction) -> list[SubjectAccessRequest]:
    """Every request, the newest first."""
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    asked = subject_access_request.c
    return _with_steps(
        tx, select(subject_access_request).order_by(asked.received_on.desc(), asked.request_id)
    )


def request_of(tx: Transaction, request_id: str) -> SubjectAccessRequest:
    """Without what was written of it where one of its cases is closed to who is looking. Raises NotFound."""
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    wanted = select(subject_access_request).where(subject_access_request.c.request_id == request_id)
    found = _with_steps(tx, wanted)
    if not found:
        raise NotFound(NO_SUCH_REQUEST)
    return found[0] if sees_all(tx, request_id) else found[0].without_words()


def sees_all(tx: Transaction, request_id: str) -> bool:
    """Whether no case of the request is closed to who is looking."""
    with for_the_record(tx) as whole:
        every = cases_of(whole, request_id)
    return cases_of(tx, request_id) == every


def must_see_all(tx: Transaction, request_id: str) -> None:
    """An answer is proposed and let out by people who see everything in it. Raises NotAllOpen."""
    if not sees_all(tx, request_id):
        raise NotAllOpen()


def request_to_change(tx: Transaction, request_id: str) -> SubjectAccessRequest:
    """Nobody else changes it until this transaction ends. Raises NotFound."""
    tx.lock_case(f"subject access {request_id}")
    return request_of(tx, request_id)


def cases_of(tx: Transaction, request_id: str) -> list[str]:
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    mine = subject_access_case.c
    wanted = select(mine.case_reference).where(mine.request_id == request_id)
    return list(tx.session.scalars(wanted.order_by(mine.case_reference)))


def case_to_look_through(tx: Transaction, reference: str) -> str:
    """The case that leads the record. Raises NotFound, the same where it is closed to who is looking."""
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    wanted = select(notification.c.case_reference, notification.c.merged_into)
    row = tx.session.execute(wanted.where(notification.c.case_reference == reference)).first()
    if row is None:
        raise NotFound(NO_SUCH_CASE)
    return case_to_look_through(tx, row.merged_into) if row.merged_into else str(row.case_reference)


def items_judged(tx: Transaction, request: SubjectAccessRequest) -> list[JudgedItem]:
    """All that was found, with what was decided about each; further words are out of all that goes in, and
    what repeats a thing that is held back goes in only where somebody decided it in that knowledge."""
    cases = cases_of(tx, request.request_id)
    found = items_of(tx, request.request_id, cases, request.person_name, request.own_details)
    made = decisions_of(tx, request.request_id)
    also = further_words(made)
    # What repeats what is judged by the whole text, before words are out of it.
    whole = with_held_back(judged(found, made))
    return [judged_with_words_out(one, also) for one in whole]


def item_judged(tx: Transaction, request: SubjectAccessRequest, item_id: str) -> JudgedItem:
    """One of them. Raises NotFound."""
    for one in items_judged(tx, request):
        if one.item.id == item_id:
            return one
    raise NotFound("There is nothing there.")


def decisions_of(tx: Transaction, request_id: str) -> list[Decision]:
    """In the order in which they were made."""
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    made = subject_access_decision.c
    wanted = select(subject_access_decision).where(made.request_id == request_id).order_by(made.number)
    rows = (dict(row) for row in tx.session.execute(wanted).mappings())
    names = Decision.__dataclass_fields__
    return [
        Decision(**{n: v for n, v in row.items() if n in names} | {"also": tuple(row["also"])})
        for row in rows
    ]


def worked_on(tx: Transaction, request_id: str) -> list[str]:
    """Ids of whoever chose, decided or added anything for the answer."""
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    places = (
        (subject_access_decision, subject_access_decision.c.by),
        (subject_access_added, subject_access_added.c.added_by),
        (subject_access_person, subject_access_person.c.chosen_by),
    )
    found: set[str] = set()
    for table, column in places:
        found |= set(tx.session.scalars(select(column).where(table.c.request_id == request_id)))
    return sorted(found)


def answer_of(tx: Transaction, request_id: str) -> Any:
    """The released answer, sealed; None where there is none."""
    check(tx.person, Permission.VIEW_SUBJECT_ACCESS)
    wanted = select(subject_access_answer).where(subject_access_answer.c.request_id == request_id)
    return tx.session.execute(wanted).mappings().first()


def answers_sealed_with_others(tx: Transaction, current: str, most: int) -> list[Any]:
    """At most ``most`` answers that an earlier key sealed, locked until the transaction ends."""
    wanted = select(subject_access_answer).where(subject_access_answer.c.key_id != current)
    in_order = wanted.order_by(subject_access_answer.c.request_id).limit(most)
    return list(tx.session.execute(in_order.with_for_update(skip_locked=True)).mappings())


def are_any_answers_sealed_with_others(tx: Transaction, current: str) -> bool:
    """Whether any answer is sealed by an earlier key, locked by somebody else or not."""
    others = select(subject_access_answer.c.request_id).where(subject_access_answer.c.key_id != current)
    return bool(tx.session.scalar(select(others.exists())))


def _with_steps(tx: Transaction, wanted: Any) -> list[SubjectAccessRequest]:
    rows = [dict(row) for row in tx.session.execute(wanted).mappings()]
    steps = _steps(tx, [row["request_id"] for row in rows])
    return [
        SubjectAccessRequest(logged_name=row.pop("person_name"), **row, steps=tuple(steps[row["request_id"]]))
        for row in rows
    ]


def _steps(tx: Transaction, request_ids: Iterable[str]) -> dict[str, list[Step]]:
    taken = subject_access_step.c
    wanted = select(subject_access_step).where(taken.request_id.in_(list(request_ids))).order_by(taken.number)
    found: dict[str, list[Step]] = defaultdict(list)
    for row in tx.session.execute(wanted).mappings():
        found[row["request_id"]].append(Step(**{name: row[name] for name in Step.__dataclass_fields__}))
    return found
