"""The office lets reminders go out by themselves, or sends them by hand."""

from services.notifications.queries.agencies import latest_switch
from services.notifications.tables.agencies import office_switch
from shared.people import Permission, check
from shared.storage import Transaction

REMINDERS = "automatic_reminders"


def switch_reminders(tx: Transaction, *, on: bool) -> None:
    """From now on. Every change is kept, with who made it."""
    check(tx.person, Permission.GATHER_INFORMATION)
    tx.session.execute(
        office_switch.insert().values(name=REMINDERS, changed_at=tx.at, on=on, changed_by=tx.person.name)
    )
    tx.audit("switch_reminders", detail={"on": on})


def reminders_are_on(tx: Transaction) -> bool:
    """Off until somebody switches them on: an office should know that it writes to people."""
    switch = latest_switch(tx, REMINDERS)
    return bool(switch and switch["on"])
