"""The office accepts a notification as a child death to be reviewed; the panel is told."""

from services.notifications.actions.clocks.judge_clocks import judge_clocks
from services.notifications.actions.material.prepare_case_material import prepare_case_material
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.material.deidentify import deidentified
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.domain.refusals import OutOfScope
from services.notifications.domain.scope import Answer
from services.notifications.queries import notifications as queries
from shared.contracts import ChildDeathNotified
from shared.contracts.death_notifications import ClockOutcome
from shared.people import Permission, check
from shared.storage import Transaction


def accept_notification(tx: Transaction, *, reference: str, reason: str = "") -> ChildDeathNotification:
    """Accept, and publish ChildDeathNotified. ``reason`` is needed unless the scope rule says yes."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification = queries.notification_to_change(tx, reference)
    scope = notification.scope
    if scope.answer is not Answer.YES and not reason.strip():
        raise OutOfScope(scope.rule.says)
    notification.move_to(Status.ACCEPTED, by=tx.person.name, at=tx.at, reason=reason)
    notification.scope_rule = scope.rule.id
    tx.publish(_told(notification))
    judge_clocks(tx, case=reference)
    prepare_case_material(tx, notification=notification)
    tx.audit("accept_notification", case=reference, detail={"rule": scope.rule.id, "reason": reason.strip()})
    return notification


def _told(notification: ChildDeathNotification) -> ChildDeathNotified:
    clocks = tuple(
        ClockOutcome(clock=each.clock.id, met=each.met, starts_from=each.starts_from.value)
        for each in notification.timeliness
    )
    return ChildDeathNotified(
        case_reference=notification.case_reference,
        notified_on=notification.notified_at.astimezone(LONDON).date(),
        clocks=clocks,
        **deidentified(notification.answers).event_fields(),
    )
