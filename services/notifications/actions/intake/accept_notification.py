"""The office accepts a notification as a child death to be reviewed; the panel is told."""

from services.notifications.actions.care_plans.look_for_care_plan_addresses import (
    look_for_care_plan_addresses,
)
from services.notifications.actions.clocks.judge_clocks import judge_clocks
from services.notifications.actions.identity.record_scope_decision import record_scope_decision
from services.notifications.actions.joint_agency.carry_meeting_on import carry_meetings_on
from services.notifications.actions.material.prepare_case_material import prepare_case_material
from services.notifications.actions.projection.note_change import note_change
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.identity.first_notification import (
    FirstNotification,
    judge_from_first,
    times_counted,
)
from services.notifications.domain.material.deidentify import deidentified
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.domain.refusals import OutOfScope
from services.notifications.domain.scope import Answer, ScopeDecision
from services.notifications.queries import notifications as queries
from services.notifications.queries.identity import earliest_notification_of
from shared.contracts import ChildDeathNotified
from shared.contracts.death_notifications import ClockOutcome
from shared.people import Permission, check
from shared.storage import Transaction


def accept_notification(
    tx: Transaction, *, reference: str, reason: str = "", contrary_stated: bool = False
) -> ChildDeathNotification:
    """Accept, and publish ChildDeathNotified. ``reason`` is needed unless the scope rule says yes.

    ``contrary_stated``: the person states what the rule asks of whoever accepts against it.
    """
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification = queries.notification_to_change(tx, reference)
    notification.refuse_unless_can(Status.ACCEPTED)
    scope = notification.scope
    _refuse_unless_said(scope, reason, contrary_stated)
    notification.move_to(Status.ACCEPTED, by=tx.person.name, at=tx.at, reason=reason)
    notification.scope_rule, notification.scope_version = scope.rule.id, scope.version
    record_scope_decision(tx, notification=notification, scope=scope, reason=reason)
    tx.publish(_told(notification, earliest_notification_of(tx, [reference]).get(reference)))
    judge_clocks(tx, case=reference)
    prepare_case_material(tx, notification=notification)
    carry_meetings_on(tx, notification=notification)
    note_change(tx, case=reference)
    look_for_care_plan_addresses(tx, notification=notification)
    tx.audit("accept_notification", case=reference, detail={"rule": scope.rule.id})
    return notification


def _refuse_unless_said(scope: ScopeDecision, reason: str, contrary_stated: bool) -> None:
    lacks_reason = scope.answer is not Answer.YES and not reason.strip()
    to_state = "" if contrary_stated else scope.rule.contrary
    if lacks_reason or to_state:
        raise OutOfScope(scope.rule.says, lacks_reason=lacks_reason, to_state=to_state)


def _told(notification: ChildDeathNotification, first: FirstNotification | None) -> ChildDeathNotified:
    own = notification.answers.times
    clocks = tuple(
        ClockOutcome(clock=each.clock.id, met=each.met, starts_from=each.starts_from.value)
        for each in judge_from_first(own, first)
    )
    notified_at = times_counted(own, first).notified.earliest or notification.notified_at
    return ChildDeathNotified(
        case_reference=notification.case_reference,
        notified_on=notified_at.astimezone(LONDON).date(),
        clocks=clocks,
        **deidentified(notification.answers).event_fields(),
    )
