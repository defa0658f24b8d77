"""What the office needs to write down an interest: who is on the panel, which case, whether it stands."""

from sqlalchemy import select

from services.panel.tables.cases import review_case
from services.panel.tables.meetings import declared_interest, meeting_seat, panel_member
from shared.people import Permission, check, check_any
from shared.storage import Transaction

_SETTLING = ("declare_interest", "declare_interest_for", "withdraw_interest", "clear_found_interest")


def people_of_the_panel(tx: Transaction) -> dict[str, str]:
    """Everybody with a seat on the panel or at a meeting, deputies and experts too; name by id."""
    check(tx.person, Permission.PREPARE_MEETING)
    seats = tx.session.execute(select(meeting_seat.c.person_id, meeting_seat.c.name).distinct())
    members = tx.session.execute(select(panel_member.c.person_id, panel_member.c.name))
    names = {person_id: name for rows in (seats, members) for person_id, name in rows}
    return dict(sorted(names.items(), key=lambda one: one[1]))


def names_of_who_settled(tx: Transaction) -> dict[str, str]:
    """Who wrote down, withdrew or cleared an interest, as the audit names them by id."""
    shown_to = (Permission.WITHDRAW_INTEREST, Permission.VIEW_AUDIT)
    check_any(tx.person, shown_to, "Interests are shown to the CDR manager and the auditor.")
    entry = review_case.metadata.tables["audit_entry"].c
    acted = select(entry.person_id, entry.person_name).where(entry.action.in_(_SETTLING)).distinct()
    return {row.person_id: row.person_name for row in tx.session.execute(acted)}


def known_case(tx: Transaction, case_reference: str) -> bool:
    """Whether there is a case with this reference; for the office."""
    check(tx.person, Permission.PREPARE_MEETING)
    plain = case_reference.replace("\0", "")
    found = select(review_case.c.reference).where(review_case.c.reference == plain)
    return tx.session.scalar(found) is not None


def declared_stands(tx: Transaction, *, person_id: str, case_reference: str) -> bool:
    """Whether the person has declared an interest in the case; for the office."""
    check(tx.person, Permission.PREPARE_MEETING)
    standing = select(declared_interest.c.id).where(
        declared_interest.c.person_id == person_id,
        declared_interest.c.case_reference == case_reference,
        declared_interest.c.withdrawn_at.is_(None),
    )
    return tx.session.scalar(standing.limit(1)) is not None
