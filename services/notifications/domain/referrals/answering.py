"""What a person answers to a line of the refer-on checklist."""

from collections.abc import Mapping
from datetime import date

from services.notifications.domain.referrals.rules import REFERRAL_RULES
from shared.errors import Fault

REFERRED, NOT_NEEDED = "referred", "not_needed"
ANSWERS: Mapping[str, str] = {REFERRED: "Referred", NOT_NEEDED: "Not needed"}


def answer_faults(
    rule_id: str, answer: str, *, on: date | None, words: str, died_after: date | None, today: date
) -> list[Fault]:
    """What is wrong with an answer: all of it. ``words``: to whom it went, or why it is not needed."""
    faults = (
        []
        if rule_id in {rule.id for rule in REFERRAL_RULES}
        else [Fault("rule", "Choose a line of the list")]
    )
    if answer not in ANSWERS:
        faults.append(Fault("answer", "Choose whether it has been referred"))
    if answer == REFERRED and on is None:
        faults.append(Fault("referred_on", "Enter the day on which it was referred"))
    if answer == REFERRED and on and on > today:
        faults.append(Fault("referred_on", "The day must not be in the future"))
    if answer == REFERRED and on and died_after and on < died_after:
        faults.append(Fault("referred_on", "The day is before the death"))
    if answer == NOT_NEEDED and not words.strip():
        faults.append(Fault("words", "Write why it is not needed"))
    return faults
