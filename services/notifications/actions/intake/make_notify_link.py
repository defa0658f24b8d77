"""The office makes a one-use link with which an agency notifies a death."""

from datetime import date, timedelta
from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.forms.field_kinds import TEXT_LENGTH, tidy
from services.notifications.domain.intake.links_to import LinksTo
from services.notifications.domain.intake.notify_links import MOST_DAYS, NotifyLink, new_notify_link
from shared.counted_words import counted
from shared.errors import Fault, Invalid
from shared.messages.queue_message import is_address, queue_message
from shared.people import Permission, check
from shared.reference_lists import SECTORS
from shared.storage import Transaction


def make_notify_link(
    tx: Transaction, *, links: LinksTo, organisation: str, sector: str, email: str, until: date | None
) -> NotifyLink:
    """Good to the end of ``until``; sent where an ``email`` is given. Raises Invalid with every fault."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if faults := _faults(organisation, sector, email, until, today(tx)):
        raise Invalid(faults)
    assert until is not None
    link = new_notify_link(
        link_id=uuid4().hex,
        key=links.key,
        organisation=tidy(organisation),
        sector=sector,
        email=email.strip(),
        by=tx.person.name,
        at=tx.at,
        until=until,
    )
    tx.session.add(link)
    tx.audit("make_notify_link", subject=link.link_id, detail={"until": until.isoformat()})
    if link.email:
        address = links.address(link.link_id)
        queue_message(
            tx, kind="invitation_to_notify", to=link.email, link=address, due_on=until, about=link.link_id
        )
    return link


def _faults(organisation: str, sector: str, email: str, until: date | None, on: date) -> list[Fault]:
    faults = []
    if not organisation.strip() or len(organisation) > TEXT_LENGTH:
        faults.append(Fault("organisation", f"Write the organisation, in at most {TEXT_LENGTH} characters"))
    if sector and sector not in SECTORS:
        faults.append(Fault("sector", "Choose one of the sectors, or none"))
    if email.strip() and not is_address(email):
        faults.append(Fault("email", "Write one e-mail address, like name@agency.example"))
    if until is None or not on <= until <= on + timedelta(days=MOST_DAYS):
        faults.append(Fault("until", f"Write a date from today to {counted(MOST_DAYS, 'day')} from now"))
    return faults
