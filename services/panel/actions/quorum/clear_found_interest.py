"""The manager says that what the record showed is no interest: another person, or long ago."""

from services.panel.domain.own_work import check_own_work
from services.panel.queries.found_interests import found_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def clear_found_interest(tx: Transaction, *, found_id: str, because: str) -> None:
    """The case is open again to the person, if invited. Refuses Invalid, OwnWork, InterestAlreadySettled."""
    check(tx.person, Permission.WITHDRAW_INTEREST)
    found = found_for_change(tx, found_id)
    check_own_work("clear_found_interest", person_id=tx.person.id, workers={found.person_id})
    found.clear(by=tx.person.id, at=tx.at, because=because)
    detail = {"person": found.person_id, "ground": found.ground.value}
    tx.audit("clear_found_interest", case=found.case_reference, subject=found.id, detail=detail)
