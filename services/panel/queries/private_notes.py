"""Whose time has come among private notes: cases are named here, never a note or who wrote it."""

from datetime import timedelta

from sqlalchemy import select

from services.panel.domain.bundles.bundle_policies import BundlePolicies
from services.panel.domain.london_days import london_day
from services.panel.tables.bundle_reading import private_note
from services.panel.tables.cases import review_case
from shared.storage import Transaction


def case_whose_notes_end(tx: Transaction, policies: BundlePolicies) -> str | None:
    """A case with notes that was closed so long ago that they are due; None if there is none."""
    due = london_day(tx.at) - timedelta(days=policies.notes_kept_days)
    found = (
        select(private_note.c.case_reference)
        .join(review_case, review_case.c.reference == private_note.c.case_reference)
        .where(review_case.c.closed_on <= due)
        .order_by(private_note.c.case_reference)
    )
    return tx.session.scalar(found.limit(1))
