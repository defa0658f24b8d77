"""Reads of clocks, milestones and stages: for any number of cases in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, exists, select

from services.notifications.domain.clocks.clock_rows import CLOCKS
from services.notifications.domain.clocks.clock_state import CaseFacts, Request
from services.notifications.domain.clocks.milestones import FINALISED
from services.notifications.domain.clocks.moments import LONDON, Moment, instant, on_day
from services.notifications.domain.clocks.stages import REVIEWED_BY, Stage, stage_of
from services.notifications.domain.clocks.strip import NOTIFIED, ClockState, age_of, strip
from services.notifications.domain.gathering.requests import ReportingFormRequest, RequestStatus
from services.notifications.domain.identity.first_notification import FirstNotification, judge_from_first
from services.notifications.domain.joint_agency.criteria import joint_agency_due
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.domain.processes.parallel_process import ParallelProcess
from services.notifications.queries.identity import earliest_notification_of
from services.notifications.queries.joint_agency import responses_decided
from services.notifications.queries.notifications import notifications_of, requests_of
from services.notifications.queries.processes import processes_of_cases
from services.notifications.tables.clocks import breach_reason, case_milestone, clock_judgement
from services.notifications.tables.notification import notification
from shared.people import Permission, check
from shared.storage import Transaction

Row = RowMapping
_NAMES = {clock.id: clock.name for clock in CLOCKS}


@dataclass(frozen=True)
class Milestone:
    """What happened, when, and who recorded it where."""

    kind: str
    on: date
    at: datetime | None
    note: str
    source: str
    recorded_by: str

    @property
    def moment(self) -> Moment:
        return instant(self.at) if self.at else on_day(self.on)


@dataclass(frozen=True)
class CaseStanding:
    """Where a case stands on a day. ``net_days``: its age without days on hold.

    ``counted_from``: "the death", or "the notification" where the day of the death is not known.
    """

    stage: Stage
    clocks: list[ClockState]
    processes: list[ParallelProcess]
    requests: list[ReportingFormRequest]
    milestones: list[Milestone]
    age_days: int
    net_days: int
    counted_from: str


def open_case_references(tx: Transaction) -> list[str]:
    """Accepted cases that are not yet finalised in the national database, the oldest first."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    finalised = exists().where(
        case_milestone.c.case_reference == notification.c.case_reference,
        case_milestone.c.kind == FINALISED,
        case_milestone.c.withdrawn_at.is_(None),
    )
    wanted = select(notification.c.case_reference).where(notification.c.status == Status.ACCEPTED, ~finalised)
    ordered = wanted.order_by(notification.c.notified_at, notification.c.case_reference)
    return list(tx.session.scalars(ordered))


def reviewed_cases(tx: Transaction) -> set[str]:
    """Cases that the panel has reviewed: nobody is chased for them."""
    check(tx.person, Permission.GATHER_INFORMATION)
    kinds, columns = sorted(REVIEWED_BY), case_milestone.c
    wanted = select(columns.case_reference).where(columns.kind.in_(kinds), columns.withdrawn_at.is_(None))
    return set(tx.session.scalars(wanted))


def clock_strips(tx: Transaction, references: Sequence[str], *, on: date) -> dict[str, list[ClockState]]:
    """Every clock of each case on a day."""
    return {reference: each.clocks for reference, each in standings(tx, references, on=on).items()}


def standings(tx: Transaction, references: Sequence[str], *, on: date) -> dict[str, CaseStanding]:
    """Clocks, stage, processes, requests and milestones of each case, in a fixed number of queries."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    return {
        reference: _standing(found, on) for reference, found in _records(tx, references, judged=True).items()
    }


def unsettled_strip(tx: Transaction, reference: str) -> list[ClockState]:
    """The clocks of a case as they would be judged now, whatever was judged before."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    found = _records(tx, [reference], judged=False)[reference]
    return strip(_facts(found), on=tx.at.astimezone(LONDON).date())


def live_judgements(tx: Transaction, reference: str) -> dict[str, ClockState]:
    """The judgements of a case that count, by clock id."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    return _judgements(tx, [reference])[reference]


def judgements_of(tx: Transaction, reference: str) -> list[Row]:
    """Every judgement of a case ever kept, the newest first, also those set aside."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    wanted = select(clock_judgement).where(clock_judgement.c.case_reference == reference)
    return [*tx.session.execute(wanted.order_by(clock_judgement.c.judgement_id.desc())).mappings()]


def milestones_of(tx: Transaction, reference: str) -> list[Milestone]:
    """The milestones of a case in the order in which they happened."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    return _milestones(tx, [reference])[reference]


def milestones_of_cases(tx: Transaction, references: Sequence[str]) -> dict[str, list[Milestone]]:
    """The milestones of each case, in the order in which they happened; one query."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    return _milestones(tx, references)


def breach_reasons_of(tx: Transaction, references: Sequence[str]) -> dict[str, dict[str, Row]]:
    """The reason in force for each breach, by case reference and clock id."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    found: dict[str, dict[str, Row]] = {reference: {} for reference in references}
    wanted = select(breach_reason).where(breach_reason.c.case_reference.in_(references))
    for row in tx.session.execute(wanted.order_by(breach_reason.c.breach_reason_id)).mappings():
        found[row["case_reference"]][row["clock_id"]] = row
    return found


@dataclass(frozen=True)
class _Record:
    """What is stored of one case."""

    notification: ChildDeathNotification
    requests: list[ReportingFormRequest]
    processes: list[ParallelProcess]
    milestones: list[Milestone]
    kept: Mapping[str, ClockState]
    first: FirstNotification | None
    joint_agency_decided: bool | None


def _records(tx: Transaction, references: Sequence[str], *, judged: bool) -> dict[str, _Record]:
    notifications, requests = notifications_of(tx, references), requests_of(tx, references)
    processes, milestones = processes_of_cases(tx, references), _milestones(tx, references)
    kept = _judgements(tx, references if judged else [])
    first, decided = earliest_notification_of(tx, references), responses_decided(tx, references)
    return {
        each: _Record(
            found,
            requests[each],
            processes[each],
            milestones[each],
            kept.get(each, {}),
            first.get(each),
            decided.get(each),
        )
        for each, found in notifications.items()
    }


def _standing(found: _Record, on: date) -> CaseStanding:
    facts = _facts(found)
    stage = stage_of(
        accepted=found.notification.status is Status.ACCEPTED,
        milestones=facts.milestones.keys(),
        asked=len(facts.requests),
        waiting=sum(each.open for each in facts.requests),
    )
    age, net = age_of(facts, on)
    clocks = strip(facts, on=on)
    counted_from = "the death" if facts.times.death.date else "the notification"
    parts = (found.processes, found.requests, found.milestones)
    return CaseStanding(stage, clocks, *parts, age, net, counted_from)


def _facts(found: _Record) -> CaseFacts:
    answers = found.notification.answers
    inquests = [each.concluded_on for each in found.processes if each.kind == "inquest" and each.concluded_on]
    live = (each for each in found.requests if each.status is not RequestStatus.CANCELLED)
    return CaseFacts(
        times=answers.times,
        notification=None if found.kept.keys() >= NOTIFIED else judge_from_first(answers.times, found.first),
        joint_agency_due=_joint_agency_due(found),
        milestones={each.kind: each.moment for each in found.milestones},
        pauses=tuple(each.pause for each in found.processes if each.pause),
        inquest_concluded_on=max(inquests, default=None),
        requests=tuple(Request(each.due_on, each.answered_on, each.open) for each in live),
        kept=found.kept,
    )


def _joint_agency_due(found: _Record) -> bool | None:
    """As a person decided; by the criteria where nobody has."""
    if found.joint_agency_decided is not None:
        return found.joint_agency_decided
    return joint_agency_due(found.notification.answers)


def _milestones(tx: Transaction, references: Sequence[str]) -> dict[str, list[Milestone]]:
    columns = case_milestone.c
    found: dict[str, list[Milestone]] = {reference: [] for reference in references}
    wanted = select(case_milestone).where(
        columns.case_reference.in_(references), columns.withdrawn_at.is_(None)
    )
    for row in tx.session.execute(wanted.order_by(columns.happened_on, columns.milestone_id)):
        found[row.case_reference].append(
            Milestone(row.kind, row.happened_on, row.happened_at, row.note, row.source, row.recorded_by)
        )
    return found


def _judgements(tx: Transaction, references: Sequence[str]) -> dict[str, dict[str, ClockState]]:
    columns = clock_judgement.c
    found: dict[str, dict[str, ClockState]] = {reference: {} for reference in references}
    live = (columns.case_reference.in_(references), columns.superseded_at.is_(None))
    for row in tx.session.execute(select(clock_judgement).where(*live)):
        found[row.case_reference][row.clock_id] = _kept(row)
    return found


def _kept(row: Any) -> ClockState:
    return ClockState(
        row.clock_id,
        _NAMES.get(row.clock_id, row.clock_id),
        {True: "met", False: "late", None: "cannot_be_judged"}[row.met],
        row.due_on,
        explained=lambda: tuple((label, words) for label, words in row.working),
        version=row.clock_version,
        started=row.started,
        due_at=row.due_at,
        ended_on=row.ended_on,
        judged_on=row.judged_at.astimezone(LONDON).date(),
    )
