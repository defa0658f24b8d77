"""The office answers a line of the refer-on checklist."""

from datetime import date

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.referrals.answering import REFERRED, answer_faults
from services.notifications.domain.referrals.rules import REFERRAL_RULES, VERSION
from services.notifications.queries.notifications import notification_to_change
from services.notifications.tables.processes import referral
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def record_referral(
    tx: Transaction, *, case: str, rule_id: str, answer: str, on: date | None, words: str
) -> None:
    """Keep "referred" with its day, or "not_needed" with its reason, beside what was suggested.

    The newest answer counts; earlier ones stay. Invalid names every fault.
    """
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    answers = notification_to_change(tx, case).answers
    died_after = answers.times.death.first_date
    faults = answer_faults(rule_id, answer, on=on, words=words, died_after=died_after, today=today(tx))
    if faults:
        raise Invalid(faults)
    rule = next(rule for rule in REFERRAL_RULES if rule.id == rule_id)
    row = {
        "case_reference": case,
        "rule_id": rule_id,
        "rule_version": VERSION,
        "suggested": rule.suggests(answers)[0].value,
        "answer": answer,
        "referred_on": on if answer == REFERRED else None,
        "words": words.strip(),
        "recorded_at": tx.at,
        "recorded_by": tx.person.name,
    }
    tx.session.execute(referral.insert(), row)
    tx.audit("record_referral", case=case, detail={"to": rule_id, "answer": answer})
