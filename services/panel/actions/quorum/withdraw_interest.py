"""The manager ends a declared interest, for a stated reason."""

from services.panel.domain.own_work import check_own_work
from services.panel.queries.meetings import interest_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_interest(tx: Transaction, *, interest_id: str, because: str) -> None:
    """The case is open again to the member, if invited. Refuses Invalid, OwnWork and InterestNotStanding."""
    check(tx.person, Permission.WITHDRAW_INTEREST)
    interest = interest_for_change(tx, interest_id)
    check_own_work("withdraw_interest", person_id=tx.person.id, workers={interest.person_id})
    interest.withdraw(by=tx.person.id, at=tx.at, because=because)
    detail = {"person": interest.person_id}
    tx.audit("withdraw_interest", case=interest.case_reference, subject=interest.id, detail=detail)
