"""A death has been accepted: entries of the register that it ends, or that a person should look at."""

from collections.abc import Iterable
from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.care_plans.addresses import house_key, postcode_key
from services.notifications.domain.care_plans.register import CarePlanAddress, CarePlanPrompt, WhyEnded
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.queries.care_plans import entries_like, is_prompted
from services.notifications.queries.identity import numbers_of
from shared.people import Permission, check
from shared.storage import Transaction


def look_for_care_plan_addresses(tx: Transaction, *, notification: ChildDeathNotification) -> None:
    """End the child's own entries; ask a person about those with the same postcode and no known child.

    The child's NHS number is the one it is recognised by, also where it was traced after the acceptance.
    """
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    reference, answers = notification.case_reference, notification.answers
    number = numbers_of(tx, [reference]).get(reference, "")
    written = (answers.get("home.postcode"), answers.get("home.alternative_postcode"))
    postcodes = {key for key in map(postcode_key, written) if key}
    for entry in entries_like(tx, nhs_number=number, postcodes=postcodes):
        if entry.nhs_number and entry.nhs_number == number:
            _end(tx, notification.case_reference, entry)
        elif not (entry.nhs_number and number) and not is_prompted(tx, entry.entry_id, reference):
            _prompt(tx, notification, entry)


def _end(tx: Transaction, case: str, entry: CarePlanAddress) -> None:
    entry.end(because=WhyEnded.DIED, by=tx.person.name, on=today(tx))
    detail = {"because": WhyEnded.DIED.value, "by_itself": True}
    tx.audit("end_care_plan_address", case=case, subject=entry.entry_id, detail=detail)


def _prompt(tx: Transaction, notification: ChildDeathNotification, entry: CarePlanAddress) -> None:
    prompt = CarePlanPrompt(
        prompt_id=uuid4().hex,
        entry_id=entry.entry_id,
        case_reference=notification.case_reference,
        same_house=entry.house_key in _house_keys(notification.answers.get("home.address")),
        raised_at=tx.at,
    )
    tx.session.add(prompt)
    case = notification.case_reference
    tx.audit("ask_about_care_plan_address", case=case, subject=entry.entry_id)


def _house_keys(address: str) -> set[str]:
    """What may be the house of an address in one line: its first words, and its parts between commas."""
    parts: Iterable[str] = [part.strip() for part in address.replace("\n", ",").split(",")]
    return {house_key(piece) for part in parts for piece in (part, *part.split()[:1]) if piece}
