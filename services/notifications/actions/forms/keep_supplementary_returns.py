"""The supplementary forms that come with a return are kept in the version they were given in."""

from collections.abc import Iterable

from services.notifications.domain.forms.reporting_form import Return
from services.notifications.tables.forms import supplementary_form_return
from shared.people import Permission, check
from shared.storage import Transaction


def keep_supplementary_returns(tx: Transaction, *, request_id: str, returns: Iterable[Return]) -> None:
    """One row each, also for a form that was begun and then not asked for."""
    check(tx.person, Permission.ANSWER_REQUEST)
    rows = [
        {
            "request_id": request_id,
            "form_name": each.form_name,
            "form_version": each.form_version,
            "received_at": tx.at,
            "answers": each.answers,
            "narratives": each.narratives,
            "not_held": sorted(each.not_held),
            "asked_for": each.asked_for,
        }
        for each in returns
    ]
    if rows:
        tx.session.execute(supplementary_form_return.insert(), rows)
