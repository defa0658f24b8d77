"""A person has looked whether a death ends an entry of the register."""

from services.notifications.actions.care_plans.end_care_plan_address import end_care_plan_address
from services.notifications.domain.care_plans.register import CarePlanPrompt, WhyEnded
from services.notifications.queries.care_plans import prompt_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def settle_care_plan_prompt(tx: Transaction, *, prompt_id: str, how: str) -> CarePlanPrompt:
    """``how``: "ended", it was this child's; "kept", it is another child's. Invalid for anything else."""
    check(tx.person, Permission.KEEP_CARE_PLAN_ADDRESSES)
    if how not in ("ended", "kept"):
        raise Invalid([Fault(f"how-{prompt_id}", "Say whether the entry was this child's")])
    prompt = prompt_to_change(tx, prompt_id)
    if how == "ended":
        end_care_plan_address(tx, entry_id=prompt.entry_id, because=WhyEnded.DIED.value)
    prompt.settled_at, prompt.settled_by, prompt.settled_how = tx.at, tx.person.name, how
    tx.audit(
        "settle_care_plan_prompt", case=prompt.case_reference, subject=prompt.entry_id, detail={"how": how}
    )
    return prompt
