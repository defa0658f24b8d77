"""Reads of facts that several sources give, and of what was chosen."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, select

from services.notifications.domain.forms.reporting_form import Return
from services.notifications.domain.gathering.facts import Fact, facts_of
from services.notifications.queries.gathering import returns_of
from services.notifications.queries.notifications import notification_of
from services.notifications.tables.facts import chosen_fact, short_lived_settled
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


def _return(row: Mapping[str, Any]) -> Return:
    return Return(
        row["form_name"], row["form_version"], row["answers"], row["narratives"], frozenset(row["not_held"])
    )


def _who(row: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (ROLES.label(row["role"]), row["organisation"])))
