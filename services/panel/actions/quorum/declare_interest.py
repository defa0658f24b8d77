"""Somebody on the panel declares an interest in a case: it is closed to them from this moment."""

from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from services.panel.domain.meetings.meeting_refusals import InterestAlreadyDeclared
from services.panel.domain.quorum.interests import declaration
from services.panel.queries.found_interests import found_for_me
from services.panel.queries.relations import relations_to
from shared.people import Permission, Relation, check
from shared.storage import Transaction


def declare_interest(tx: Transaction, *, case_reference: str, reason: str) -> None:
    """Record the interest with its reason. Refuses NotPermitted, InterestAlreadyDeclared and Invalid.

    What the record showed of the same person and case is settled with it. The reason stays out of the audit:
    it may say where the person works or whom they know.
    """
    relations = relations_to(tx, case_reference)
    check(tx.person, Permission.DECLARE_INTEREST, relations)
    found = found_for_me(tx, case_reference)
    if Relation.INTERESTED in relations and not found:
        raise InterestAlreadyDeclared("It is closed to you already.")
    interest = declaration(
        id=str(uuid4()),
        person_id=tx.person.id,
        person_name=tx.person.name,
        case=case_reference,
        reason=reason,
        at=tx.at,
    )
    for one in found:
        one.declare(by=tx.person.id, at=tx.at)
    tx.session.add(interest)
    try:
        tx.session.flush()
    except IntegrityError:  # the same form, sent twice at the same moment
        raise InterestAlreadyDeclared("It is closed to you already.") from None
    tx.audit("declare_interest", case=case_reference, subject=interest.id)
