"""Reads of panels; the one there was before others is always among them."""

from sqlalchemy import select

from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import DEFAULT_PANEL
from services.panel.domain.meetings.panels import Panel, default_panel
from services.panel.tables.meetings import panel
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

FIRST_PANEL = "All-cause panel"  # what the first panel is called until the office names it


def all_panels(tx: Transaction) -> list[Panel]:
    """Every panel by name, the first one at the top whether or not the office has changed it."""
    check(tx.person, Permission.VIEW_OWN_MEETINGS)
    kept = list(tx.session.scalars(select(Panel).order_by(panel.c.name)))
    first = next((one for one in kept if one.id == DEFAULT_PANEL), None) or default_panel(FIRST_PANEL)
    return [first, *(one for one in kept if one.id != DEFAULT_PANEL)]


def panel_named(tx: Transaction, panel_id: str | None) -> Panel:
    """One panel to read; None is the first. Raises NotFound."""
    wanted = panel_id or DEFAULT_PANEL
    found = next((one for one in all_panels(tx) if one.id == wanted), None)
    if found is None:
        raise NotFound("There is no such panel.")
    return found


def panel_for_change(tx: Transaction, panel_id: str) -> Panel | None:
    """One panel, locked; None for the first one while nobody has changed it. For the office."""
    check(tx.person, Permission.PREPARE_MEETING)
    wanted = select(Panel).where(panel.c.id == panel_id.replace("\0", "")).with_for_update()
    return tx.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def panel_of(tx: Transaction, meeting: PanelMeeting) -> Panel:
    """The panel that meets, for a meeting that the caller may see."""
    return panel_named(tx, meeting.panel_id)
