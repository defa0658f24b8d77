"""Reads for the national return: where cases stand with it, and what was made for it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping, distinct, func, select

from services.notifications.domain.national_return.finalising import CaseStanding, ReturnState
from services.notifications.domain.national_return.view import national_view
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.queries.clocks import milestones_of_cases, open_case_references
from services.notifications.queries.notifications import notification_of, notifications_of, requests_of
from services.notifications.queries.processes import open_processes
from services.notifications.tables.national_return import national_return_file, national_return_step
from shared.people import Permission, check
from shared.storage import Transaction


def case_for_return(tx: Transaction, reference: str) -> ChildDeathNotification:
    """A case that the national database is told of. NotFound if there is none."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    return notification_of(tx, reference)


def steps_of(tx: Transaction, reference: str) -> list[RowMapping]:
    """Every step with the national database, the oldest first."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    wanted = select(national_return_step).where(national_return_step.c.case_reference == reference)
    return list(tx.session.execute(wanted.order_by(national_return_step.c.step_id)).mappings())


def files_of(tx: Transaction, reference: str) -> list[RowMapping]:
    """Every file that was made for a case, the latest first."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    wanted = select(national_return_file).where(national_return_file.c.case_reference == reference)
    return list(tx.session.execute(wanted.order_by(national_return_file.c.made_at.desc())).mappings())


def states_of(tx: Transaction, references: Sequence[str]) -> dict[str, tuple[ReturnState, date | None]]:
    """The state of each case and the day it came to it: its latest step."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    found: dict[str, tuple[ReturnState, date | None]] = dict.fromkeys(
        references, (ReturnState.NOT_SENT, None)
    )
    columns = national_return_step.c
    wanted = select(columns.case_reference, columns.became, columns.happened_on)
    latest = wanted.where(columns.case_reference.in_(references)).order_by(columns.step_id)
    for row in tx.session.execute(latest):
        found[row.case_reference] = (ReturnState(row.became), row.happened_on)
    return found


def open_cases(tx: Transaction) -> list[ChildDeathNotification]:
    """Every case that is not finalised in the national database, the oldest first."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    found = notifications_of(tx, open_case_references(tx))
    return sorted(found.values(), key=lambda each: (each.notified_at, each.case_reference))


def finalised_since(tx: Transaction, day: date) -> int:
    """How many cases were finalised on ``day`` or later; one that was finalised twice counts once."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    columns = national_return_step.c
    done = (columns.became == ReturnState.FINALISED, columns.happened_on >= day)
    counted = select(func.count(distinct(columns.case_reference))).where(*done)
    return tx.session.scalar(counted) or 0


def standings_of(tx: Transaction, cases: Sequence[ChildDeathNotification]) -> dict[str, CaseStanding]:
    """What finalising each case depends on; a fixed number of queries for any number of cases."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    references = [each.case_reference for each in cases]
    states, milestones = states_of(tx, references), milestones_of_cases(tx, references)
    processes, requests = open_processes(tx, references), requests_of(tx, references)
    return {
        case.case_reference: CaseStanding(
            state=states[case.case_reference][0],
            milestones=frozenset(each.kind for each in milestones[case.case_reference]),
            faults=len(national_view(case.case_reference, case.answers).faults),
            holding_up=tuple(each.label for each in processes[case.case_reference] if each.holds_up),
            waiting_requests=sum(each.open for each in requests[case.case_reference]),
        )
        for case in cases
    }
