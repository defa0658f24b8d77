"""Close a notification that is not a child death to be reviewed, with the rule that says so."""

from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def mark_out_of_scope(tx: Transaction, *, reference: str, reason: str) -> None:
    """The scope rule that applies is kept with the decision, also where a person decides against it."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if not reason.strip():
        raise Invalid([Fault("scope_reason", "Write why this is out of scope")])
    notification = queries.notification_to_change(tx, reference)
    notification.put_out_of_scope(by=tx.person.name, at=tx.at, reason=reason)
    tx.audit("mark_out_of_scope", case=reference, detail={"rule": notification.scope_rule, "reason": reason})
