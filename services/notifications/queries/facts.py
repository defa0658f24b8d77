"""Reads of facts that several sources give, and of what was chosen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.reporting_form import Return
from services.notifications.domain.gathering.facts import Fact, facts_of
from services.notifications.domain.notification import Status
from services.notifications.queries.gathering import returns_of
from services.notifications.queries.notifications import notification_of
from services.notifications.tables.facts import chosen_fact, short_lived_settled
from services.notifications.tables.notification import child_identity, notification
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.storage import Transaction

Row = RowMapping


def returned_forms(tx: Transaction, case_reference: str) -> list[tuple[str, str, Return]]:
    """(request id, who, form as it was given) of every usable return of a case, in the order they came."""
    return [(row["request_id"], _who(row), _return(row)) for row in returns_of(tx, [case_reference])]


def facts_of_case(tx: Transaction, case_reference: str) -> list[Fact]:
    """Every fact that at least two sources give, those that differ first."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    answers = notification_of(tx, case_reference).answers
    return facts_of(answers, returned_forms(tx, case_reference))


def choices_of(tx: Transaction, case_reference: str) -> dict[str, list[Row]]:
    """Every choice ever made, by fact, the latest first."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    wanted = select(chosen_fact).where(chosen_fact.c.case_reference == case_reference)
    found: dict[str, list[Row]] = {}
    for row in tx.session.execute(wanted.order_by(chosen_fact.c.choice_id.desc())).mappings():
        found.setdefault(row["fact"], []).append(row)
    return found


def settled_records(tx: Transaction, case_reference: str) -> dict[str, Row]:
    """The short-lived records of a case that were asked for or are not needed, by id of the record."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(short_lived_settled).where(short_lived_settled.c.case_reference == case_reference)
    return {row["record"]: row for row in tx.session.execute(wanted).mappings()}


def records_settled(tx: Transaction, references: Sequence[str]) -> dict[str, set[str]]:
    """The ids of the short-lived records that are settled, of several cases."""
    check(tx.person, Permission.GATHER_INFORMATION)
    found: dict[str, set[str]] = {reference: set() for reference in references}
    wanted = select(short_lived_settled.c.case_reference, short_lived_settled.c.record)
    for row in tx.session.execute(wanted.where(short_lived_settled.c.case_reference.in_(references))):
        found[row.case_reference].add(row.record)
    return found


def recent_deaths(tx: Transaction, *, since: date) -> dict[str, Answers]:
    """The answers of accepted notifications of a death on or after a day, by case reference."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    wanted = (
        select(notification.c.case_reference, notification.c.answers)
        .join(child_identity, child_identity.c.case_reference == notification.c.case_reference)
        .where(child_identity.c.died_on >= since, notification.c.status == Status.ACCEPTED)
    )
    return {row.case_reference: row.answers for row in tx.session.execute(wanted)}


def _return(row: Mapping[str, Any]) -> Return:
    return Return(
        row["form_name"], row["form_version"], row["answers"], row["narratives"], frozenset(row["not_held"])
    )


def _who(row: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (ROLES.label(row["role"]), row["organisation"])))
