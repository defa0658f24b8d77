"""A case from its notification to confirmed material: what the office and agencies do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from deploy.demo.case import Answer, DemoCase, DemoReturn, Progress
from deploy.seeding.agencies import keep_agencies
from deploy.seeding.office import keep_care_plans, keep_office_records
from deploy.seeding.people import ADMINISTRATOR, MANAGER, NOTIFIER, RESPONDER
from services.notifications.actions.gathering.chase_reporting_form import chase_reporting_form
from services.notifications.actions.gathering.receive_reporting_form import receive_reporting_form
from services.notifications.actions.gathering.record_nil_return import record_nil_return
from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.actions.material.prepare_case_material import prepare_case_material
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.reporting_form import REPORTING_FORM
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.gathering.links import token_for
from services.notifications.domain.gathering.requests import ReportingFormRequest, policy_on
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.queries.gathering import links_of, materials_of
from services.notifications.queries.identity import candidates_for
from shared.people import Person
from shared.sealing import SealingKeys
from shared.storage import Database, Transaction
from shared.working_days import add_working_days, working_days_between

CASES_AT_A_TIME = 15
# Returns received from this day on still wait for the office to look at them.
LEFT_TO_CONFIRM = date(2026, 10, 19)
_NOTHING_HELD = "The records were searched under all spellings: the child was not known to us."


@dataclass(frozen=True)
class Office:
    """Where the office works: its database, the panel's code for references, the key that signs links.

    ``reversal_keys`` seal what redaction takes out; None where the installation has none.
    """

    database: Database
    panel_code: str
    key: str
    reversal_keys: SealingKeys | None = None


def gather_all(office: Office, cases: Iterable[DemoCase], done: Callable[[int], None]) -> dict[int, str]:
    """Case number -> case reference, for every case; those already there are left as they are.

    A few cases are one transaction, so that what breaks off leaves whole cases or none.
    """
    waiting = sorted(cases, key=lambda case: case.notified_at)
    with office.database.transaction(person=MANAGER, at=_utc(waiting[0].notified_at)) as tx:
        keep_agencies(tx)
    references: dict[int, str] = {}
    for first in range(0, len(waiting), CASES_AT_A_TIME):
        some = waiting[first : first + CASES_AT_A_TIME]
        with office.database.transaction(person=MANAGER, at=_utc(some[0].notified_at)) as tx:
            references |= {case.number: _gathered(office, tx, case) for case in some}
        done(len(references))
    with office.database.transaction(person=MANAGER, at=_utc(waiting[0].notified_at)) as tx:
        keep_care_plans(_Day(office, tx).by)
    return references


def _gathered(office: Office, tx: Transaction, case: DemoCase) -> str:
    answers = read_form(flat(case.payload), now=_utc(case.notified_at), demonstration=True)
    child = answers.identity
    there = (reference for reference, other in candidates_for(tx, child) if other == child)
    return next(there, "") or _gather(_Day(office, tx), case, answers)


@dataclass(frozen=True)
class _Day:
    """Gives the transaction of a person at a time, all in one session."""

    office: Office
    tx: Transaction

    def by(self, person: Person, at: datetime) -> Transaction:
        return self.office.database.joined(self.tx.session, person=person, at=_utc(at))


def _gather(day: _Day, case: DemoCase, answers: Answers) -> str:
    sent = day.by(NOTIFIER, case.notified_at)
    notification = submit_notification(sent, answers=answers, panel_code=day.office.panel_code)
    reference = notification.case_reference
    if case.progress is not Progress.INBOX:
        accept_notification(day.by(MANAGER, _next_morning(case.notified_at.date())), reference=reference)
        _ask_everybody(day, case, reference)
        keep_office_records(day.by, case, notification)
        _confirm(day, notification, case)
    return reference


def _ask_everybody(day: _Day, case: DemoCase, reference: str) -> None:
    asking = day.by(ADMINISTRATOR, case.returns[0].requested_at)
    asked = request_reporting_forms(asking, case=reference, key=day.office.key)
    tokens = {
        request_id: token_for(day.office.key, link.link_id)
        for request_id, link in links_of(asking, reference).items()
    }
    # A professional's source id is the place on the form.
    by_place = {int(request.source_id.removeprefix("s")): request for request in asked}
    for place, each in enumerate(case.returns, start=1):
        _answer(day, each, by_place[place], tokens[by_place[place].request_id])


def _answer(day: _Day, each: DemoReturn, request: ReportingFormRequest, token: str) -> None:
    if each.answered_at is None:
        _chase(day, request)
    elif each.answer is Answer.NIL_RETURN:
        at = day.by(ADMINISTRATOR, each.answered_at)
        record_nil_return(at, request_id=request.request_id, reason=_NOTHING_HELD)
    else:
        at = day.by(RESPONDER, each.answered_at)
        receive_reporting_form(at, key=day.office.key, token=token, given=_form(each))


def _form(each: DemoReturn) -> dict[str, str]:
    """A return by question name, as the page would send it."""
    person = each.professional
    about = {
        "responder_name": person.name,
        "responder_role": person.role,
        "responder_contact": person.email,
    }
    told = {f"{letter.lower()}_narrative": text for letter, text in each.sections.items()}
    return {**about, **told, **each.answers, **_not_held({*told, *each.answers})}


def _not_held(filled: set[str]) -> dict[str, str]:
    """A section in which nothing is written says so."""
    held = {
        section.id
        for section in REPORTING_FORM.sections
        if filled & {section.narrative_name, *(question.name for question in section.questions)}
    }
    letters = [section for section in REPORTING_FORM.sections if not section.identifying]
    return {section.not_held_name: "yes" for section in letters if section.id not in held}


def _chase(day: _Day, request: ReportingFormRequest) -> None:
    """Every rung of the ladder that has been reached by the end of the demonstration's two years."""
    policy = policy_on(request.requested_on, request.sector)
    later = working_days_between(request.requested_on, request.due_on) - policy.due_after
    for step in policy.ladder:
        reached = add_working_days(request.requested_on, step.after + later)
        if reached <= LEFT_TO_CONFIRM:
            chase_reporting_form(day.by(ADMINISTRATOR, _at(reached, 9, 15)), request_id=request.request_id)


def _confirm(day: _Day, notification: ChildDeathNotification, case: DemoCase) -> None:
    seen = day.by(MANAGER, case.returns[0].requested_at)
    prepare_case_material(seen, notification=notification)
    for material in materials_of(seen, notification.case_reference):
        if material.is_waiting and material.received_on < LEFT_TO_CONFIRM:
            looked_at = day.by(MANAGER, _next_morning(material.received_on))
            keys = day.office.reversal_keys
            confirm_case_material(looked_at, material_id=material.material_id, keys=keys)


def _next_morning(on: date) -> datetime:
    return _at(add_working_days(on, 1), 10, 40)


def _at(on: date, hour: int, minute: int) -> datetime:
    return datetime.combine(on, time(hour, minute), UTC)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
