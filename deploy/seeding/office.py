"""What the office records beside the forms: processes, meetings, milestones, what is done for the family."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from deploy.demo.case import DemoCase, Progress
from deploy.seeding.people import ADMINISTRATOR, MANAGER
from services.notifications.actions.care_plans.keep_care_plan_address import keep_care_plan_address
from services.notifications.actions.clocks.record_breach_reason import record_breach_reason
from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.family.name_key_worker import name_key_worker
from services.notifications.actions.family.raise_family_question import raise_family_question
from services.notifications.actions.family.record_family_contact import record_family_contact
from services.notifications.actions.joint_agency.decide_joint_agency_response import (
    decide_joint_agency_response,
)
from services.notifications.actions.joint_agency.record_agency_call import record_agency_call
from services.notifications.actions.joint_agency.record_joint_agency_meeting import (
    record_joint_agency_meeting,
)
from services.notifications.actions.national_return.finalise_case import finalise_case
from services.notifications.actions.national_return.record_national_notification import (
    record_national_notification,
)
from services.notifications.actions.processes.open_parallel_process import open_parallel_process
from services.notifications.domain.joint_agency.criteria import Finding, suggestions
from services.notifications.domain.joint_agency.decision import Outcome
from services.notifications.domain.national_return.finalising import FinalisingBlocked
from services.notifications.domain.notification import ChildDeathNotification
from shared.people import Person
from shared.storage import Transaction
from shared.working_days import add_working_days

DATA: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
# Until this day the office has brought its records up to date.
RECORDED_UNTIL = date(2026, 10, 30)
FINALISED_AFTER = timedelta(days=21)
_ASKS_A_QUESTION = 9  # every so many-th family
By = Callable[[Person, datetime], Transaction]


@dataclass(frozen=True)
class _Record:
    """One accepted case in the hands of the office. ``by`` gives the transaction of a person at a time."""

    by: By
    case: DemoCase
    notification: ChildDeathNotification
    rng: Random

    @property
    def reference(self) -> str:
        return self.notification.case_reference

    @property
    def known_on(self) -> date:
        return self.case.notified_at.date()

    def on(self, day: date, person: Person = ADMINISTRATOR, hour: int = 15) -> Transaction:
        return self.by(person, datetime.combine(day, time(hour), UTC))


def keep_office_records(by: By, case: DemoCase, notification: ChildDeathNotification) -> None:
    """Everything the office would have recorded of an accepted case by the end of the two years."""
    record = _Record(by, case, notification, Random(case.number))  # noqa: S311 - chance, and no secret
    _told_the_national_database(record)
    _say_why_late(record)
    jointly = any(each.finding is Finding.MET for each in suggestions(notification.answers))
    _care_for_the_family(record, jointly=jointly)
    if jointly:
        _respond_jointly(record)
    if case.hold:
        _open_process(record)
    for kind, on in _milestones(record):
        if on <= RECORDED_UNTIL:
            _reach(record, kind, on, jointly=jointly)


def keep_care_plans(by: By) -> None:
    """The register's first entries, under addresses that nobody lives at."""
    tx = by(MANAGER, datetime.combine(RECORDED_UNTIL, time(9), UTC))
    days = {"valid_from": "2026-06-01", "expires_on": "2027-05-31"}
    for entry in DATA["care_plans"]:
        keep_care_plan_address(tx, given={**entry, **days}, demonstration=True)


def _told_the_national_database(record: _Record) -> None:
    on = add_working_days(record.known_on, 1)
    receipt = f"NCMD-{record.case.number:05d}"
    record_national_notification(record.on(on), case=record.reference, on=on, receipt=receipt)


def _say_why_late(record: _Record) -> None:
    """Most reasons are recorded; a few are still asked for, as in any office."""
    if record.case.in_time is False and record.rng.random() < 0.85:
        because = record.rng.choice(DATA["breach_reasons"])
        on = record.on(add_working_days(record.known_on, 3))
        record_breach_reason(on, case=record.reference, clock_id="next_working_day", **because)


def _care_for_the_family(record: _Record, *, jointly: bool) -> None:
    """The police tell the family with the nurse only where they are there anyway."""
    on = add_working_days(record.known_on, 2)
    day, tx, said = on.isoformat(), record.on(on), DATA["family"]
    if record.rng.random() < 0.8:
        name_key_worker(tx, case=record.reference, given={**DATA["key_worker"], "from_on": day})
        by = said["told_by_both" if jointly else "told_by"]
        told = {"told": "yes", "told_on": day, "told_by": by, "how": "at_home", "leaflet": "yes"}
        record_family_contact(tx, case=record.reference, topic="told_of_review", given=told)
    support = {"offered": "yes", "support": said["support"], "offered_on": day, "taken_up": "not_known"}
    record_family_contact(tx, case=record.reference, topic="bereavement_support", given=support)
    record_family_contact(tx, case=record.reference, topic="interpreter", given=_interpreter(record))
    if record.case.number % _ASKS_A_QUESTION == 0 and record.case.progress is not Progress.REVIEWED:
        _ask_for_the_family(record, on)


def _interpreter(record: _Record) -> dict[str, str]:
    required = record.rng.choice(("no", "no", "no", "no", "yes", "not_known"))
    available = record.rng.choice(("yes", "yes", "no", ""))
    return {
        "required": required,
        "language": record.rng.choice(DATA["family"]["languages"]),
        "available": available,
    }


def _ask_for_the_family(record: _Record, on: date) -> None:
    asked = {"raised_on": on.isoformat(), "how": "at_home", "received_by": "The key worker"}
    question = {**record.rng.choice(DATA["questions"]), **asked}
    raise_family_question(record.on(on), case=record.reference, given=question)


def _respond_jointly(record: _Record) -> None:
    on = record.known_on
    criteria = {
        each.criterion.id: each.finding.value if each.finding is Finding.MET else Finding.NOT_MET.value
        for each in suggestions(record.notification.answers)
    }
    when = {"decided_on": on.isoformat(), "decided_time": "17:20", "decided_by": "Designated doctor"}
    decide_joint_agency_response(
        record.on(on, MANAGER, 18), case=record.reference, findings=criteria,
        outcome=Outcome.RESPONSE.value, reason="", given=when,
    )  # fmt: skip
    for role in ("police_officer", "coroners_officer"):
        call = {"role": role, "called_on": on.isoformat(), "called_time": "17:40", "reached": "reached"}
        record_agency_call(record.on(on, MANAGER, 18), case=record.reference, given=call)
    met_on = add_working_days(on, record.rng.choice((1, 1, 2, 2, 3)))
    actions = [
        {**action, "due_on": (met_on + timedelta(days=7)).isoformat()}
        for action in DATA["meeting"]["actions"]
    ]
    record_joint_agency_meeting(
        record.on(met_on), case=record.reference, given=_minutes("initial", met_on), actions=actions
    )


def _minutes(kind: str, on: date) -> dict[str, Any]:
    told = {key: value for key, value in DATA["meeting"].items() if key != "actions"}
    final = DATA["final_meeting"] | {"is_review_meeting": "yes"} if kind == "final" else {}
    return {**told, **final, "kind": kind, "held_on": on.isoformat(), "held_time": "14:00"}


def _open_process(record: _Record) -> None:
    on = record.known_on + timedelta(days=9)
    process = DATA["processes"][str(record.case.hold)]
    open_parallel_process(record.on(on, MANAGER), case=record.reference, opened_on=on, **process)


def _reach(record: _Record, kind: str, on: date, *, jointly: bool) -> None:
    """A final joint agency meeting is the child death review meeting: nothing is recorded twice."""
    if jointly and kind == "child_death_review_meeting_held":
        minutes = _minutes("final", on)
        record_joint_agency_meeting(record.on(on), case=record.reference, given=minutes)
    elif kind == "national_database_finalised":
        receipt = f"NCMD-{record.case.number:05d}"
        # What stands in the way is left for the office to see: an item to mend, an agency without an answer.
        with suppress(FinalisingBlocked):
            finalise_case(record.on(on), case=record.reference, on=on, receipt=receipt)
    else:
        record_milestone(record.on(on), case=record.reference, kind=kind, on=on)


def _milestones(record: _Record) -> Iterator[tuple[str, date]]:
    reached = record.case.progress in (Progress.READY, Progress.REVIEWED)
    if not reached:
        return
    reviewed = record.case.meeting_on
    met = record.known_on + timedelta(days=record.rng.randrange(45, 100))
    if reviewed:
        met = min(met, reviewed - timedelta(days=20))
    met = max(met, record.known_on + timedelta(days=1))
    yield "child_death_review_meeting_held", met
    yield "draft_analysis_received", met + timedelta(days=6)
    if reviewed:
        yield "panel_reviewed", reviewed
        yield "review_completed", reviewed
        yield "national_database_finalised", reviewed + FINALISED_AFTER
