"""Reads of the directory of agencies, of what the office has switched on, and of pauses."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping, select

from services.notifications.domain.gathering.agencies import Agency
from services.notifications.tables.agencies import agency, chasing_pause, office_switch, reminder_day
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

Row = RowMapping


def agencies(tx: Transaction) -> list[Agency]:
    """The whole directory by name, the latest row of a name first."""
    check(tx.person, Permission.GATHER_INFORMATION)
    return list(tx.session.scalars(select(Agency).order_by(agency.c.name, agency.c.valid_from.desc())))


def agency_to_change(tx: Transaction, agency_id: str) -> Agency:
    """One row, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(Agency).where(agency.c.agency_id == agency_id).with_for_update()
    found = tx.session.scalars(wanted).first()
    if found is None:
        raise NotFound("There is no such agency in the directory.")
    return found


def latest_switch(tx: Transaction, name: str) -> Row | None:
    """How a switch stands, since when and by whom; None: it has never been touched."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(office_switch).where(office_switch.c.name == name)
    return tx.session.execute(wanted.order_by(office_switch.c.changed_at.desc()).limit(1)).mappings().first()


def latest_reminder_day(tx: Transaction) -> Row | None:
    """The last day on which reminders went out by themselves."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(reminder_day).order_by(reminder_day.c.day.desc()).limit(1)
    return tx.session.execute(wanted).mappings().first()


def begun_on(tx: Transaction, day: date) -> bool:
    """Whether a day's reminders have been begun."""
    check(tx.person, Permission.GATHER_INFORMATION)
    return tx.session.scalar(select(reminder_day.c.day).where(reminder_day.c.day == day)) is not None


def open_pauses(tx: Transaction, references: Sequence[str]) -> dict[str, Row]:
    """The open pause of chasing of each case that has one."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(chasing_pause).where(
        chasing_pause.c.ended_at.is_(None), chasing_pause.c.case_reference.in_(references)
    )
    return {row["case_reference"]: row for row in tx.session.execute(wanted).mappings()}
