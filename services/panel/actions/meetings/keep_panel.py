"""The office sets up a panel, or changes one."""

from dataclasses import fields, replace
from uuid import uuid4

from services.panel.domain.meetings.panels import Panel, panel_faults
from services.panel.queries.panels import all_panels, panel_for_change
from services.panel.queries.quorum_rules import known_rules
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def keep_panel(tx: Transaction, *, panel: Panel) -> Panel:
    """Keep ``panel`` as it now is; one with the id "" is new. Invalid names every fault.

    Meetings that are planned keep what they were planned with.
    """
    check(tx.person, Permission.PREPARE_MEETING)
    if faults := panel_faults(panel, all_panels(tx), known_rules(tx)):
        raise Invalid(faults)
    kept = panel_for_change(tx, panel.id) if panel.id else None
    if kept is None:
        kept = replace(panel, id=panel.id or str(uuid4()))
        tx.session.add(kept)
    for each in fields(Panel):
        if each.name != "id":
            setattr(kept, each.name, getattr(panel, each.name))
    tx.audit("keep_panel", subject=kept.id, detail={"kind": kept.kind, "target_cases": kept.target_cases})
    return kept
