"""A case for somebody who wants to do something with it: may they, and may it happen now?"""

from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.rights import RIGHTS, check_state
from services.panel.queries.cases import case_for_change
from services.panel.queries.relations import relations_to
from shared.people import check
from shared.storage import Transaction


def case_to_act_on(tx: Transaction, case_reference: str, right: str) -> ReviewCase:
    """The case, locked until the transaction ends.

    Refuses NotPermitted first, in the same words whether or not there is such a case; then NotFound, and
    CaseCannotMove where the state of the case does not allow it.
    """
    check(tx.person, RIGHTS[right].permission, relations_to(tx, case_reference))
    case = case_for_change(tx, case_reference)
    check_state(right, case.status)
    return case
