"""Bundles of the demonstration: a member's notes on cases to come, and downloads allowed for a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from deploy.demo.case import DemoCase
from deploy.personas import PERSONAS
from deploy.seeding.panels import PanelDesk
from services.panel.actions.bundles.allow_downloads import allow_downloads
from services.panel.actions.bundles.keep_private_note import keep_private_note
from services.panel.domain.bundles.bundle import page_ids
from services.panel.domain.london_days import london_day
from services.panel.queries.bundle_reading import my_notes
from services.panel.queries.bundles import bundle_of
from services.panel.queries.cases import visible_cases
from services.panel.queries.downloads import allowances
from services.panel.queries.meeting_bundles import case_if_open
from services.panel.queries.relations import relations_to
from shared.people import Permission, can
from shared.storage import Transaction

MANAGER, MEMBER = PERSONAS["cdr-manager"], PERSONAS["panel-member"]
WITH_A_NOTE = 3  # cases
NOTE = "Ask who had told the family where the baby could sleep, and whether anybody asked them afterwards."
WHY = "The room of the next meeting has no screen for those who join with a screen reader."
DAYS = 7


def show_bundles(desk: PanelDesk, cases: Sequence[DemoCase], now: datetime) -> None:
    """Notes of the panel member on cases still to be reviewed, and one allowance, unless they are there."""
    with desk.database.transaction(person=MANAGER, at=now) as tx:
        if not allowances(tx):
            until = london_day(now) + timedelta(days=DAYS)
            allow_downloads(tx, panel="", reason=WHY, until=until)
    with desk.database.transaction(person=MEMBER, at=now) as tx:
        for reference in _still_to_be_reviewed(tx)[:WITH_A_NOTE]:
            _note(tx, reference)


def _still_to_be_reviewed(tx: Transaction) -> list[str]:
    return [
        case.reference
        for case in visible_cases(tx)
        if case.closed_on is None
        and can(tx.person, Permission.KEEP_PRIVATE_NOTES, relations_to(tx, case.reference))
        and case_if_open(tx, case.reference)
    ]


def _note(tx: Transaction, reference: str) -> None:
    pages = page_ids(bundle_of(tx, reference))
    if pages and not my_notes(tx, reference):
        keep_private_note(tx, case_reference=reference, page=pages[0], text=NOTE, version=0)
