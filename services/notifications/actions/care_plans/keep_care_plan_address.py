"""An address at which a child may have an end-of-life care plan is put on the register."""

from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.care_plans.addresses import (
    address_faults,
    flat_key,
    house_key,
    postcode_key,
)
from services.notifications.domain.care_plans.forms import ENTRY_FIELDS
from services.notifications.domain.care_plans.register import CarePlanAddress, expiry_faults
from services.notifications.domain.identity.nhs_numbers import fault_of, plain_digits
from services.notifications.domain.records.record_form import Given, Read, day_of, read_fields, word
from services.notifications.queries.care_plans import death_is_notified
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def keep_care_plan_address(tx: Transaction, *, given: Given, demonstration: bool) -> CarePlanAddress:
    """Keep ENTRY_FIELDS. Invalid names every fault. The audit holds the entry's id and never the address."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    read, faults = read_fields(ENTRY_FIELDS, given, today=today(tx))
    known = {fault.field for fault in faults}
    more = [*_address_and_child(tx, read, demonstration), *_days(tx, read)]
    if faults := [*faults, *(fault for fault in more if fault.field not in known)]:
        raise Invalid(faults)
    entry = _entry(tx, read)
    tx.session.add(entry)
    detail = {"expires_on": entry.expires_on.isoformat(), "child_linked": bool(entry.nhs_number)}
    tx.audit("keep_care_plan_address", subject=entry.entry_id, detail=detail)
    return entry


def _address_and_child(tx: Transaction, read: Read, demonstration: bool) -> list[Fault]:
    faults = address_faults(word(read, "house"), word(read, "postcode"))
    number = plain_digits(word(read, "nhs_number"))
    if number and (wrong := fault_of(number, demonstration=demonstration)):
        faults.append(Fault("nhs_number", wrong))
    elif death_is_notified(tx, number):
        faults.append(Fault("nhs_number", "The death of the child with this NHS number has been notified"))
    return faults


def _days(tx: Transaction, read: Read) -> list[Fault]:
    start = day_of(read, "valid_from")
    return expiry_faults(day_of(read, "expires_on"), start, today(tx)) if start else []


def _entry(tx: Transaction, read: Read) -> CarePlanAddress:
    valid_from, expires_on = day_of(read, "valid_from"), day_of(read, "expires_on")
    assert valid_from is not None
    assert expires_on is not None
    return CarePlanAddress(
        entry_id=uuid4().hex,
        house=word(read, "house"),
        flat=word(read, "flat"),
        street=word(read, "street"),
        postcode=postcode_key(word(read, "postcode")),
        house_key=house_key(word(read, "house")),
        flat_key=flat_key(word(read, "flat")),
        call_who=word(read, "call_who"),
        telephone=word(read, "telephone"),
        nhs_number=plain_digits(word(read, "nhs_number")),
        valid_from=valid_from,
        expires_on=expires_on,
        entered_by=tx.person.name,
        entered_at=tx.at,
    )
