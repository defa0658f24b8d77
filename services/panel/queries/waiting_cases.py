"""The cases that may come to a panel: for the office, which prepares its agendas."""

from services.panel.domain.cases.case_status import CLOSED, CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.queries.cases import cases_visible_to
from services.panel.tables.cases import review_case
from shared.people import Permission, check
from shared.storage import Transaction

NOT_WAITING = CLOSED | {CaseStatus.LISTED}


def waiting_cases(tx: Transaction) -> list[ReviewCase]:
    """Every case that is neither closed nor on an agenda, oldest notification first."""
    check(tx.person, Permission.PREPARE_MEETING)
    waiting = cases_visible_to(tx.person).where(review_case.c.status.not_in(NOT_WAITING))
    return list(tx.session.scalars(waiting))
