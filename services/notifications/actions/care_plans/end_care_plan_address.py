"""An entry of the register ends: the child died or moved, there is no plan, or it was a mistake."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.care_plans.register import CarePlanAddress, WhyEnded
from services.notifications.queries.care_plans import entry_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def end_care_plan_address(tx: Transaction, *, entry_id: str, because: str) -> CarePlanAddress:
    """End it and take its address out. ``because`` is a WhyEnded. Raises EntryHasEnded, and Invalid."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    if because not in set(WhyEnded):
        raise Invalid([Fault("because", "Say why the entry ends")])
    entry = entry_to_change(tx, entry_id)
    entry.end(because=WhyEnded(because), by=tx.person.name, on=today(tx))
    tx.audit("end_care_plan_address", subject=entry_id, detail={"because": because})
    return entry
