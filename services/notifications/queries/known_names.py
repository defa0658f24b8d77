"""Everybody and everything that is known of a case by name: what redaction looks for in each of its texts."""

from collections.abc import Iterable

from sqlalchemy import or_, select

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.material.case_names import (
    case_dates,
    known_names,
    known_sibling,
    together,
    worked_on_case,
)
from services.notifications.domain.redaction import CaseDates, KnownNames
from services.notifications.domain.subject_access.birthdays import WrittenDay, births_of
from services.notifications.tables.agencies import agency
from services.notifications.tables.family import key_worker
from services.notifications.tables.gathering import (
    earlier_return,
    reporting_form_request,
    reporting_form_return,
)
from services.notifications.tables.identity import child_link
from services.notifications.tables.intake import earlier_answers
from services.notifications.tables.notification import notification
from shared.storage import Transaction


def known_in_case(tx: Transaction, case_reference: str) -> tuple[KnownNames, CaseDates]:
    """Of the notification, of those merged into it and of answers since corrected; who answered for an
    agency, who works with the family, and the children linked with this one. For a checked caller alone.
    """
    references = _with_merged(tx, case_reference)
    answers = _answers_of(tx, references)
    named = [known_names(each) for each in answers]
    siblings = [known_sibling(each) for each in _answers_of(tx, _linked(tx, references), earlier=False)]
    return together([*named, *siblings, worked_on_case(_workers(tx, references))]), case_dates(answers[0])


def births_in_case(tx: Transaction, case_reference: str) -> set[WrittenDay]:
    """When the child, the parents, the other children and those linked with this one were born, as the same
    forms say. For a checked caller alone.
    """
    references = _with_merged(tx, case_reference)
    answers = [*_answers_of(tx, references), *_answers_of(tx, _linked(tx, references), earlier=False)]
    return {birth for each in answers for birth in births_of(each)}


def _with_merged(tx: Transaction, case_reference: str) -> list[str]:
    """The case first; merged notifications may have had others merged into them."""
    found, new = [case_reference], [case_reference]
    while new:
        merged = select(notification.c.case_reference).where(notification.c.merged_into.in_(new))
        new = [each for each in tx.session.scalars(merged) if each not in found]
        found += new
    return found


def _answers_of(tx: Transaction, references: list[str], *, earlier: bool = True) -> list[Answers]:
    if not references:
        return []
    columns = (notification.c.case_reference, notification.c.answers)
    rows = tx.session.execute(select(*columns).where(notification.c.case_reference.in_(references)))
    own = {row.case_reference: row.answers for row in rows}
    before = select(earlier_answers.c.answers).where(earlier_answers.c.case_reference.in_(references))
    return [own[each] for each in references] + (list(tx.session.scalars(before)) if earlier else [])


def _linked(tx: Transaction, references: list[str]) -> list[str]:
    link = child_link.c
    wanted = select(link.one_reference, link.other_reference).where(
        or_(link.one_reference.in_(references), link.other_reference.in_(references)),
        link.ended_at.is_(None),
    )
    both = {each for row in tx.session.execute(wanted) for each in row}
    return sorted(both.difference(references))


def _workers(tx: Transaction, references: list[str]) -> Iterable[tuple[str, str, str]]:
    """(name, role in words, organisation) of whoever answered for an agency or works with the family."""
    worker, asked = key_worker.c, reporting_form_request.c
    mine = select(worker.name, worker.organisation).where(worker.case_reference.in_(references))
    for row in tx.session.execute(mine):
        yield row.name, "the key worker", row.organisation
    for returned in (reporting_form_return, earlier_return):
        responder = returned.c.answers["responder_name"].astext.label("name")
        wanted = select(responder, asked.role, asked.organisation, agency.c.name.label("agency"))
        joined = wanted.join(reporting_form_request, asked.request_id == returned.c.request_id)
        known = joined.outerjoin(agency, agency.c.agency_id == asked.agency_id)
        for row in tx.session.execute(known.where(asked.case_reference.in_(references))):
            yield row.name or "", row.role, row.organisation
            yield "", row.role, row.agency or ""
