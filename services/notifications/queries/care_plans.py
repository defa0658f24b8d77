"""Reads of the register of care plan addresses, each starting from who is looking."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

from services.notifications.domain.care_plans.register import CarePlanAddress, CarePlanPrompt
from services.notifications.domain.notification import Status
from services.notifications.tables.care_plans import care_plan_address, care_plan_prompt
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import child_identity, notification
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

ASKED = "ask_for_care_plan"
_ENDED_SHOWN = 20


def standing_entries(tx: Transaction) -> list[CarePlanAddress]:
    """The entries that have not ended, those that expire first at the top."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    columns = care_plan_address.c
    wanted = select(CarePlanAddress).where(columns.ended_on.is_(None))
    return list(tx.session.scalars(wanted.order_by(columns.expires_on, columns.entry_id)))


def lately_ended(tx: Transaction) -> list[CarePlanAddress]:
    """The entries that ended last; their addresses have gone."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    columns = care_plan_address.c
    wanted = select(CarePlanAddress).where(columns.ended_on.is_not(None))
    return list(
        tx.session.scalars(wanted.order_by(columns.ended_on.desc(), columns.entry_id).limit(_ENDED_SHOWN))
    )


def entry_to_change(tx: Transaction, entry_id: str) -> CarePlanAddress:
    """One entry, locked until the transaction ends. NotFound if there is none."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    wanted = select(CarePlanAddress).where(care_plan_address.c.entry_id == entry_id)
    found = tx.session.scalars(wanted.with_for_update()).first()
    if found is None:
        raise NotFound("There is no such entry.")
    return found


def entries_at(tx: Transaction, postcode: str) -> list[CarePlanAddress]:
    """The entries with one full postcode: all that a question of the police reads."""
    check(tx.person, Permission.ASK_FOR_CARE_PLAN)
    columns = care_plan_address.c
    wanted = select(CarePlanAddress).where(columns.ended_on.is_(None), columns.postcode == postcode)
    return list(tx.session.scalars(wanted.order_by(columns.entry_id)))


def entries_like(tx: Transaction, *, nhs_number: str, postcodes: Collection[str]) -> list[CarePlanAddress]:
    """The entries that a death may end: with the child's NHS number, or with one of the postcodes."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    columns = care_plan_address.c
    same_child = (columns.nhs_number == nhs_number) & (columns.nhs_number != "")
    wanted = select(CarePlanAddress).where(
        columns.ended_on.is_(None), same_child | columns.postcode.in_(postcodes)
    )
    return list(tx.session.scalars(wanted.order_by(columns.entry_id).with_for_update()))


def open_prompts(tx: Transaction) -> list[tuple[CarePlanPrompt, CarePlanAddress]]:
    """Deaths notified from an address like that of an entry which nobody has looked at, the oldest first."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    wanted = (
        select(CarePlanPrompt, CarePlanAddress)
        .join(care_plan_address, care_plan_address.c.entry_id == care_plan_prompt.c.entry_id)
        .where(care_plan_prompt.c.settled_at.is_(None), care_plan_address.c.ended_on.is_(None))
        .order_by(care_plan_prompt.c.raised_at, care_plan_prompt.c.prompt_id)
    )
    return [(prompt, entry) for prompt, entry in tx.session.execute(wanted)]


def is_prompted(tx: Transaction, entry_id: str, case_reference: str) -> bool:
    """Whether a person has been asked already to look at this entry because of this death."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    columns = care_plan_prompt.c
    wanted = select(columns.prompt_id).where(
        columns.entry_id == entry_id, columns.case_reference == case_reference
    )
    return tx.session.scalar(wanted.limit(1)) is not None


def prompt_to_change(tx: Transaction, prompt_id: str) -> CarePlanPrompt:
    """One prompt, locked until the transaction ends. NotFound if there is none."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    wanted = select(CarePlanPrompt).where(care_plan_prompt.c.prompt_id == prompt_id)
    found = tx.session.scalars(wanted.with_for_update()).first()
    if found is None:
        raise NotFound("There is nothing to look at under this number.")
    return found


def death_is_notified(tx: Transaction, nhs_number: str) -> bool:
    """Whether a child with this NHS number is an accepted case."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    wanted = (
        select(child_identity.c.case_reference)
        .join(notification)
        .where(child_identity.c.nhs_number == nhs_number, notification.c.status == Status.ACCEPTED)
    )
    return bool(nhs_number) and tx.session.scalar(wanted.limit(1)) is not None


def times_asked(tx: Transaction, *, since: datetime) -> int:
    """How often this person has asked for a care plan since an instant, answered or not: the audit counts."""
    check(tx.person, Permission.ASK_FOR_CARE_PLAN)
    entry = metadata.tables["audit_entry"].c
    asked = (entry.person_id == tx.person.id, entry.action == ASKED, entry.at > since, entry.at <= tx.at)
    return int(tx.session.scalar(select(func.count()).where(*asked)) or 0)


def questions_asked(tx: Transaction, *, days: int) -> dict[str, int]:
    """How often the police asked within the last days, by what they were told. No address is kept."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    entry = metadata.tables["audit_entry"].c
    answer = entry.detail["answer"].astext
    wanted = select(answer, func.count()).where(
        entry.action == ASKED, entry.at > tx.at - timedelta(days=days)
    )
    return {str(told): int(count) for told, count in tx.session.execute(wanted.group_by(answer))}
