"""The board: every open case in a fixed number of queries, however many there are."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.clocks.stages import PANEL_REVIEWED
from services.notifications.domain.gathering.board import CaseOnBoard, by_consequence, case_on_board
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.domain.gathering.short_lived_records import LONGEST_KEPT, to_ask_for
from services.notifications.domain.notification import Status
from services.notifications.domain.processes.parallel_process import ParallelProcess
from services.notifications.queries.agencies import open_pauses
from services.notifications.queries.clocks import CaseStanding, open_case_references, standings
from services.notifications.queries.facts import recent_deaths, records_settled
from services.notifications.tables.notification import notification
from shared.messages.message import MessageState
from shared.messages.tables import message
from shared.people import Permission, check
from shared.storage import Transaction

RUNS_OUT_WITHIN = timedelta(days=2)
CHECK_A_HOLD_AFTER = timedelta(days=28)  # without a word about it; source: panel policy


@dataclass(frozen=True)
class Today:
    """What there is to do today, by case reference."""

    in_triage: int
    chases: int
    due_today: list[ReportingFormRequest]
    clocks: list[tuple[str, str, date]]
    holds: list[ParallelProcess]
    records: list[tuple[str, str, date]]
    not_sent: int


@dataclass(frozen=True)
class Board:
    """Every open case, the weightiest first, and today's list."""

    cases: list[CaseOnBoard]
    today: Today


def board(tx: Transaction) -> Board:
    """Everything on the board as of today in London."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    on = tx.at.astimezone(LONDON).date()
    references = open_case_references(tx)
    found = standings(tx, references, on=on)
    pauses = {case: row["reason"] for case, row in open_pauses(tx, references).items()}
    cases = [_on_board(each, found[each], pauses.get(each, ""), on) for each in references]
    return Board(by_consequence(cases), _today(tx, found, cases, on))


def _on_board(reference: str, standing: CaseStanding, paused: str, on: date) -> CaseOnBoard:
    return case_on_board(
        reference,
        standing.stage.value,
        (standing.age_days, standing.net_days),
        requests=standing.requests,
        clocks=standing.clocks,
        processes=[one for one in standing.processes if one.open],
        on=on,
        chasing_paused=paused,
    )


def _today(tx: Transaction, found: dict[str, CaseStanding], cases: list[CaseOnBoard], on: date) -> Today:
    requests = [one for each in found.values() if each.stage not in PANEL_REVIEWED for one in each.requests]
    return Today(
        in_triage=waiting_in_triage(tx),
        chases=sum(bool(item.chase) for case in cases for item in case.items),
        due_today=[one for one in requests if one.open and one.due_on == on],
        clocks=_running_out(found, on),
        holds=[one for each in found.values() for one in each.processes if _to_check(one, on)],
        records=_to_be_deleted(tx, found, on),
        not_sent=could_not_be_sent(tx),
    )


def _running_out(found: dict[str, CaseStanding], on: date) -> list[tuple[str, str, date]]:
    return sorted(
        (
            (reference, clock.name, clock.due_on)
            for reference, each in found.items()
            for clock in each.clocks
            if clock.due_on
            and clock.state in ("running", "due_soon")
            and on <= clock.due_on <= on + RUNS_OUT_WITHIN
        ),
        key=lambda row: (row[2], row[0]),
    )


def _to_be_deleted(tx: Transaction, found: dict[str, CaseStanding], on: date) -> list[tuple[str, str, date]]:
    """Records to ask for today or on the days after, before their holders delete them."""
    deaths = recent_deaths(tx, since=on - timedelta(days=LONGEST_KEPT))
    recent = {each: answers for each, answers in deaths.items() if each in found}
    settled = records_settled(tx, list(recent))
    asking = {each: to_ask_for(answers, settled[each], on=on) for each, answers in recent.items()}
    return [
        (reference, one.record.label, one.ask_by)
        for reference, records in asking.items()
        for one in records
        if 0 <= one.days_left <= RUNS_OUT_WITHIN.days
    ]


def _to_check(process: ParallelProcess, on: date) -> bool:
    return process.holds_up and process.status_on + CHECK_A_HOLD_AFTER <= on


def waiting_in_triage(tx: Transaction) -> int:
    """Notifications that nobody has decided about."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    wanted = select(func.count()).where(notification.c.status == Status.RECEIVED)
    return int(tx.session.scalar(wanted) or 0)


def could_not_be_sent(tx: Transaction) -> int:
    """Messages that a person has to look at."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(func.count()).where(message.c.state == MessageState.FAILED)
    return int(tx.session.scalar(wanted) or 0)
