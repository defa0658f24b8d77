"""A report is taken out of use, with the reason. It and its files stay on record."""

from services.theming.queries.reports import report_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_report(tx: Transaction, *, report_id: str, reason: str) -> None:
    """Raises Invalid without a reason, TransitionRefused if it is withdrawn already."""
    check(tx.person, Permission.CONFIRM_THEME)
    run = report_for_change(tx, report_id)
    run.withdraw(by=tx.person, at=tx.at, reason=reason)
    tx.audit("withdraw_report", subject=run.id)
