"""The office records what became of an agreed action."""

from uuid import uuid4

from services.panel.actions.learning.tell_of_actions import tell_of_step
from services.panel.domain.learning.action_log import ActionRecord, LoggedAction, Said
from services.panel.domain.learning.action_steps import ActionStep
from services.panel.domain.own_work import check_own_work
from services.panel.queries.action_log import action_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def record_action_step(
    tx: Transaction,
    *,
    case_reference: str,
    review_version: int,
    number: int,
    said: Said,
    own_work_because: str = "",
) -> ActionRecord:
    """Add a record; the same sent twice is one. Invalid names every fault; OwnWork where somebody closes what
    they did themselves.
    """
    check(tx.person, Permission.FOLLOW_ACTIONS)
    action = action_for_change(tx, case_reference, review_version, number)
    if before := action.said_before(said, by=tx.person.id, at=tx.at):
        return before
    record = action.record(said, id=str(uuid4()), by=tx.person.id, by_name=tx.person.name, at=tx.at)
    own = _own_work(tx, action, record.step, own_work_because)
    record.own_work_because = own_work_because.strip() if own else ""
    tx.session.add(record)
    tell_of_step(tx, action, record)
    detail = {"review_version": review_version, "action": number + 1, "step": record.step.value}
    detail |= {"own_work": True} if own else {}
    whole = {**detail, **said.for_audit}
    tx.audit("record_action_step", case=case_reference, subject=record.id, detail=whole)
    return record


def _own_work(tx: Transaction, action: LoggedAction, step: ActionStep, because: str) -> bool:
    """Who reported it done does not sign it off, and who signed it off does not check it again."""
    closing = {
        ActionStep.SIGNED_OFF: ("close_action", action.reported_done_by),
        ActionStep.CHECKED: ("check_closed_action", action.signed_off_by),
    }
    if step not in closing:
        return False
    rule, worker = closing[step]
    return check_own_work(rule, person_id=tx.person.id, workers={worker}, because=because)
