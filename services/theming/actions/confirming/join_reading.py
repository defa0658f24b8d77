"""Somebody goes on with the reading of a case that another person has begun and does not finish."""

from sqlalchemy import insert

from services.theming.actions.confirming.note_decision import by_whom
from services.theming.queries.cases import facts_of
from services.theming.queries.judging import is_hidden, readings_of
from services.theming.tables import reading_joined
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction


def join_reading(tx: Transaction, *, case: str) -> None:
    """They see and may change what was decided, and are no second reader of it. Raises NotFound, and Conflict
    where the case is open to them already or can be read by them as the second person.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    facts_of(tx, case)
    if not is_hidden(tx, case):
        raise Conflict("The decisions on this case are not kept from you.")
    if readings_of(tx, case):
        raise Conflict("The first reading is finished. Read the case as the second person.")
    tx.session.execute(insert(reading_joined).values(case_reference=case, **by_whom(tx)))
    tx.audit("join_reading", case=case)
