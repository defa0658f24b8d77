"""A case takes a step with the national database, and the step is kept with who recorded it."""

from datetime import date

from services.notifications.domain.national_return.finalising import ReturnState, refuse_return_step
from services.notifications.queries.national_return import states_of
from services.notifications.tables.national_return import national_return_step
from shared.people import Permission, check
from shared.storage import Transaction


def take_return_step(
    tx: Transaction, *, case: str, became: ReturnState, on: date, receipt: str = "", reason: str = ""
) -> None:
    """Raises ReturnStepRefused where the case does not stand where the step begins."""
    check(tx.person, Permission.MAKE_NATIONAL_RETURN)
    refuse_return_step(states_of(tx, [case])[case][0], became)
    step = {"case_reference": case, "became": became, "happened_on": on, "receipt": receipt.strip()}
    who = {"reason": reason.strip(), "recorded_at": tx.at, "recorded_by": tx.person.name}
    tx.session.execute(national_return_step.insert(), step | who)
    tx.audit("take_return_step", case=case, detail={"became": became.value})
