"""The police ask whether a plan may be in place at one address."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.care_plans.addresses import AskedAddress, flat_key, house_key, postcode_key
from services.notifications.domain.care_plans.asking import (
    LIMITS,
    Answer,
    CarePlanAnswer,
    answer_of,
    asking_faults,
)
from services.notifications.queries.care_plans import ASKED, entries_at, times_asked
from shared.errors import Fault
from shared.people import Permission, check
from shared.storage import Transaction


def ask_for_care_plan(
    tx: Transaction, *, house: str, flat: str, postcode: str, purpose: str, reference: str
) -> tuple[CarePlanAnswer, list[Fault]]:
    """The minimal answer, or what is wrong with the question.

    Every question is audited, also one that finds nothing or is refused: with its purpose, its reference
    number and the ids of the entries it found, never with the address. A refusal is given back and not
    raised, because what is raised is not kept.
    """
    check(tx.person, Permission.ASK_FOR_CARE_PLAN)
    faults = asking_faults(house, postcode, purpose, reference)
    told = CarePlanAnswer(Answer.REFUSED)
    if _too_many(tx):
        told, faults = CarePlanAnswer(Answer.TOO_MANY), []
    elif not faults:
        asked = AskedAddress(house_key(house), postcode_key(postcode), flat_key(flat))
        told = answer_of(entries_at(tx, asked.postcode), asked, today(tx))
    wrong = {fault.field for fault in faults}
    detail = {
        "answer": told.answer.value,
        "purpose": "" if "purpose" in wrong else purpose,
        "reference": "" if "reference" in wrong else reference,
        "entries": list(told.entry_ids),
    }
    tx.audit(ASKED, reading=True, detail=detail)
    return told, faults


def _too_many(tx: Transaction) -> bool:
    return any(times_asked(tx, since=tx.at - limit.within) >= limit.most for limit in LIMITS)
