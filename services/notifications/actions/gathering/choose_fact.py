"""Where sources differ, the office chooses whom to follow. The others stay, and a choice can be made anew."""

from services.notifications.actions.projection.note_change import note_change
from services.notifications.domain.gathering.facts import FACTS_VERSION, Fact
from services.notifications.queries.facts import facts_of_case
from services.notifications.queries.notifications import notification_to_change
from services.notifications.tables.facts import chosen_fact
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def choose_fact(tx: Transaction, *, case: str, fact: str, source: str, reason: str) -> None:
    """Follow `source`, or nobody ("": the choice is taken back). Raises Invalid naming every fault."""
    check(tx.person, Permission.GATHER_INFORMATION)
    notification_to_change(tx, case)
    found = next((one for one in facts_of_case(tx, case) if one.id == fact), None)
    if found is None:
        raise NotFound("No two sources give this fact.")
    answer = _answer(found, source, reason)
    tx.session.execute(
        chosen_fact.insert().values(
            case_reference=case,
            fact=fact,
            facts_version=FACTS_VERSION,
            source=source,
            answer=answer,
            reason=reason.strip(),
            chosen_at=tx.at,
            chosen_by=tx.person.name,
        )
    )
    note_change(tx, case=case)
    tx.audit("choose_fact", case=case, subject=fact)


def _answer(fact: Fact, source: str, reason: str) -> str:
    faults = [] if reason.strip() else [Fault("reason", "Write why")]
    if source and source not in {one.source for one in fact.answers}:
        faults.insert(0, Fault("source", "Choose one of the sources that have answered"))
    if faults:
        raise Invalid(faults)
    return fact.answer_of(source).said if source else ""
