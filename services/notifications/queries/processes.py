"""Reads of parallel processes, disclosures, referrals and reviews taken over."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, select

from services.notifications.domain.processes.parallel_process import ParallelProcess
from services.notifications.tables.processes import (
    coroner_disclosure,
    imported_review,
    parallel_process,
    process_step,
    referral,
)
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

Row = RowMapping


def processes_of_cases(tx: Transaction, references: Sequence[str]) -> dict[str, list[ParallelProcess]]:
    """Every process of each case, the oldest first."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    columns = parallel_process.c
    found: dict[str, list[ParallelProcess]] = {reference: [] for reference in references}
    wanted = select(ParallelProcess).where(columns.case_reference.in_(references))
    for each in tx.session.scalars(wanted.order_by(columns.opened_on, columns.process_id)):
        found[each.case_reference].append(each)
    return found


def open_processes(tx: Transaction, references: Sequence[str]) -> dict[str, list[ParallelProcess]]:
    """The open processes of each case; ``holds_up`` says whether the panel waits for one."""
    every = processes_of_cases(tx, references)
    return {reference: [each for each in found if each.open] for reference, found in every.items()}


def process_to_change(tx: Transaction, process_id: str) -> ParallelProcess:
    """One process, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    wanted = select(ParallelProcess).where(parallel_process.c.process_id == process_id).with_for_update()
    found = tx.session.scalars(wanted).first()
    if found is None:
        raise NotFound("There is no such process.")
    return found


def steps_of(tx: Transaction, reference: str) -> dict[str, list[Row]]:
    """What was recorded of each process of a case, by process id, the oldest first."""
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    wanted = (
        select(process_step)
        .join(parallel_process, parallel_process.c.process_id == process_step.c.process_id)
        .where(parallel_process.c.case_reference == reference)
        .order_by(process_step.c.step_id)
    )
    found: dict[str, list[Row]] = {}
    for row in tx.session.execute(wanted).mappings():
        found.setdefault(row["process_id"], []).append(row)
    return found


def disclosures_of(tx: Transaction, reference: str) -> list[Row]:
    """The disclosure log of a case, the newest first."""
    check(tx.person, Permission.DISCLOSE_TO_CORONER)
    wanted = select(coroner_disclosure).where(coroner_disclosure.c.case_reference == reference)
    return [*tx.session.execute(wanted.order_by(coroner_disclosure.c.disclosed_at.desc())).mappings()]


def disclosure(tx: Transaction, disclosure_id: str) -> Row:
    """One disclosure with its exact text. Raises NotFound."""
    check(tx.person, Permission.DISCLOSE_TO_CORONER)
    wanted = select(coroner_disclosure).where(coroner_disclosure.c.disclosure_id == disclosure_id)
    found = tx.session.execute(wanted).mappings().first()
    if found is None:
        raise NotFound("There is no such disclosure.")
    return found


def every_disclosure(tx: Transaction, coroner: str) -> list[Row]:
    """The disclosure log of one coroner over all cases, the newest first; without the text."""
    check(tx.person, Permission.DISCLOSE_TO_CORONER)
    columns = [column for column in coroner_disclosure.c if column.name != "text"]
    wanted = select(*columns).where(coroner_disclosure.c.coroner == coroner)
    return [*tx.session.execute(wanted.order_by(coroner_disclosure.c.disclosed_at.desc())).mappings()]


def referrals_of(tx: Transaction, reference: str) -> dict[str, list[Row]]:
    """The answers to each line of the refer-on checklist, the newest first."""
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    wanted = select(referral).where(referral.c.case_reference == reference)
    found: dict[str, list[Row]] = {}
    for row in tx.session.execute(wanted.order_by(referral.c.referral_id.desc())).mappings():
        found.setdefault(row["rule_id"], []).append(row)
    return found


def imported_reviews_of(tx: Transaction, reference: str) -> list[Row]:
    """Reviews held elsewhere that were taken over into the case, the newest first."""
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    wanted = select(imported_review).where(imported_review.c.case_reference == reference)
    return [*tx.session.execute(wanted.order_by(imported_review.c.imported_at.desc())).mappings()]
