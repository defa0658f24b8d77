"""The office writes down an interest that a member told it of: the case is closed to them from now on."""

from uuid import uuid4

from services.panel.domain.meetings.meeting_refusals import InterestAlreadyDeclared
from services.panel.domain.quorum.interests import declaration, declaration_faults
from services.panel.queries.found_interests import open_found_of
from services.panel.queries.interests import declared_stands, known_case, people_of_the_panel
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def declare_interest_for(tx: Transaction, *, person_id: str, case_reference: str, reason: str) -> None:
    """Record the interest of somebody on the panel. Invalid names every fault at once."""
    check(tx.person, Permission.PREPARE_MEETING)
    people, known = people_of_the_panel(tx), known_case(tx, case_reference)
    if faults := declaration_faults(person_known=person_id in people, case_known=known, reason=reason):
        raise Invalid(faults)
    if declared_stands(tx, person_id=person_id, case_reference=case_reference):
        raise InterestAlreadyDeclared("The case is closed to this person already.")
    interest = declaration(
        id=str(uuid4()),
        person_id=person_id,
        person_name=people[person_id],
        case=case_reference,
        reason=reason,
        at=tx.at,
        declared_by=tx.person.id,
    )
    for one in open_found_of(tx, person_id=person_id, case_reference=case_reference):
        one.declare(by=tx.person.id, at=tx.at)
    tx.session.add(interest)
    tx.audit("declare_interest_for", case=case_reference, subject=interest.id, detail={"person": person_id})
