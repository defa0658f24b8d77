"""Write down who was found to stand too near to a case; what closes it does so from this moment."""

from collections.abc import Iterable
from uuid import uuid4

from services.panel.domain.quorum.found_interests import FoundInterest
from services.panel.queries.found_interests import TooNear
from shared.storage import Transaction


def record_found_interests(tx: Transaction, found: Iterable[TooNear]) -> None:
    """A row for each; one whose person has declared an interest in the case is settled with it."""
    for near in found:
        one = FoundInterest(
            str(uuid4()), near.person_id, near.person_name, near.case_reference, near.ground, tx.at
        )
        if near.declared:
            one.declare(by=near.person_id, at=tx.at)
        tx.session.add(one)
        detail = {"person": one.person_id, "ground": one.ground.value}
        tx.audit("find_interest", case=one.case_reference, subject=one.id, detail=detail)
