"""The plan still stands: an entry of the register is renewed."""

from datetime import date

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.care_plans.register import CarePlanAddress, expiry_faults
from services.notifications.queries.care_plans import entry_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def renew_care_plan_address(tx: Transaction, *, entry_id: str, until: date | None) -> CarePlanAddress:
    """Renew for at most twelve months from today. Raises EntryHasEnded; Invalid names every fault."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    entry, on = entry_to_change(tx, entry_id), today(tx)
    faults = expiry_faults(until, max(on, entry.valid_from), on)
    if until is None or faults:
        raise Invalid(faults or [Fault("expires_on", "Enter the new last day")])
    entry.renew(until=until, on=on)
    tx.audit("renew_care_plan_address", subject=entry_id, detail={"expires_on": until.isoformat()})
    return entry
