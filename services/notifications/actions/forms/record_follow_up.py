"""The office writes down what it was told after the notification; the answers before are kept."""

from datetime import date
from typing import Any

from services.notifications.actions.projection.note_change import note_change
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.forms.field_kinds import TEXT_LENGTH, tidy
from services.notifications.domain.forms.follow_up import with_follow_ups
from services.notifications.domain.forms.reading import Given
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.queries import intake
from services.notifications.queries import notifications as queries
from services.notifications.tables.forms import follow_up_answer
from services.notifications.tables.intake import earlier_answers
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def record_follow_up(
    tx: Transaction, *, reference: str, given: Given, told_by: str, told_on: date | None
) -> dict[str, Any]:
    """What is new, by question. Raises Invalid naming every fault. ``told_by``: who knew it, and how."""
    check(tx.person, Permission.GATHER_INFORMATION)
    notification = queries.notification_to_change(tx, reference)
    faults = _faults_of_source(tx, told_by, told_on)
    try:
        answers, told = with_follow_ups(
            notification.answers, given, notified_on=notification.notified_at.astimezone(LONDON).date()
        )
    except Invalid as invalid:
        raise Invalid([*invalid.faults, *faults]) from None
    if faults:
        raise Invalid(faults)
    _keep_earlier(tx, notification)
    source = {"told_by": tidy(told_by), "told_on": told_on}
    _keep_told(tx, notification, answers.form_version, told, source)
    notification.answers = answers
    note_change(tx, case=reference)
    tx.audit("record_follow_up", case=reference, detail={"questions": sorted(told)})
    return told


def _faults_of_source(tx: Transaction, told_by: str, told_on: date | None) -> list[Fault]:
    faults = []
    if not told_by.strip() or len(told_by) > TEXT_LENGTH:
        faults.append(Fault("told_by", "Write who told you, in a few words"))
    if told_on is None or told_on > tx.at.astimezone(LONDON).date():
        faults.append(Fault("told_on", "Write the day on which you were told; it cannot be in the future"))
    return faults


def _keep_earlier(tx: Transaction, notification: ChildDeathNotification) -> None:
    tx.session.execute(
        earlier_answers.insert().values(
            case_reference=notification.case_reference,
            version=intake.earlier_versions(tx, notification.case_reference) + 1,
            answers=notification.answers,
            replaced_at=tx.at,
            replaced_by=tx.person.name,
            question_id=None,
        )
    )


def _keep_told(
    tx: Transaction,
    notification: ChildDeathNotification,
    form_version: str,
    told: dict[str, Any],
    source: dict[str, Any],
) -> None:
    rows = [
        {
            "case_reference": notification.case_reference,
            "form_version": form_version,
            "question": name,
            "was": notification.answers.values.get(name),
            "became": value,
            "recorded_by": tx.person.name,
            "recorded_at": tx.at,
            **source,
        }
        for name, value in told.items()
    ]
    tx.session.execute(follow_up_answer.insert(), rows)
