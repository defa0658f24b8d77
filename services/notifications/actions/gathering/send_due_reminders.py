"""Once on each working day, in office hours, the chases that are due go out by themselves."""

from datetime import date, datetime, time

from sqlalchemy.dialects.postgresql import insert

from services.notifications.actions.gathering.chase_all_due import chase_all_due, due_chases
from services.notifications.actions.gathering.switch_reminders import reminders_are_on
from services.notifications.actions.gathering.write_to_source import email_of
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.queries.agencies import begun_on
from services.notifications.tables.agencies import reminder_day
from shared.messages.queue_message import is_address
from shared.service import Step
from shared.storage import Transaction
from shared.working_days import is_working_day

OFFICE_HOURS = (time(9), time(16))


def reminders(key: str, address: str) -> Step:
    """The step, with what its links are made of. It looks at the database only until the day is done."""
    done: set[date] = set()

    def send_due_reminders(tx: Transaction) -> bool:
        day = tx.at.astimezone(LONDON).date()
        if day in done or not in_office_hours(tx.at) or not reminders_are_on(tx):
            return False
        sent = send_reminders_of(tx, day, key=key, address=address)
        done.clear()
        done.add(day)
        return sent

    return send_due_reminders


def send_reminders_of(tx: Transaction, day: date, *, key: str, address: str) -> bool:
    """Chase whoever can be written to, unless a worker has begun the day already. False where it has.

    Those without an e-mail address stay on the list of what is to be done by hand.
    """
    if begun_on(tx, day):
        return False
    begun = insert(reminder_day).values(day=day, begun_at=tx.at).on_conflict_do_nothing()
    if not tx.session.execute(begun.returning(reminder_day.c.day)).all():
        return False
    can = [one.request_id for one in due_chases(tx) if is_address(email_of(tx, one))]
    chased = chase_all_due(tx, key=key, address=address, only=can)
    mine = reminder_day.update().where(reminder_day.c.day == day)
    tx.session.execute(mine.values(sent=len(chased)))
    return True


def in_office_hours(at: datetime) -> bool:
    """On a working day in England, by London's clock."""
    there = at.astimezone(LONDON)
    return OFFICE_HOURS[0] <= there.time() < OFFICE_HOURS[1] and is_working_day(there.date())
