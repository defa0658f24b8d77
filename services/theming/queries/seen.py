"""How far a page knows what people decided on a case, and what they decided since; the caller has checked who
may see it.
"""

from sqlalchemy import func, or_, select

from services.theming.domain.confirming.evidence import same_words
from services.theming.domain.confirming.seen import Seen, Since
from services.theming.tables import evidence_decision, theme_decision
from shared.storage import Transaction


def seen_now(tx: Transaction, case: str) -> Seen:
    decisions, judgements = (
        tx.session.scalar(select(func.max(table.c.number)).where(table.c.case_reference == case)) or 0
        for table in (theme_decision, evidence_decision)
    )
    return Seen(decisions, judgements)


def decided_since(
    tx: Transaction, case: str, seen: Seen, *, theme: str = "", sentence: str = ""
) -> Since | None:
    """The newest decision that a page does not know: on the theme, or on any; of judgements only those of the
    sentence where one is given.
    """
    step, judged = theme_decision.c, evidence_decision.c
    steps = select(theme_decision).where(step.case_reference == case, step.number > seen.decisions)
    judgements = select(evidence_decision).where(
        judged.case_reference == case, judged.number > seen.judgements
    )
    if theme:
        steps = steps.where(or_(step.theme == theme, step.renamed_to == theme))
        judgements = judgements.where(judged.theme == theme)
    found = [
        Since(row.theme, row.step, "", row.decided_by, row.decided_by_name, row.decided_at)
        for row in tx.session.execute(steps.order_by(step.number))
    ]
    found += [
        Since(row.theme, "", row.how, row.decided_by, row.decided_by_name, row.decided_at)
        for row in tx.session.execute(judgements.order_by(judged.number))
        if not sentence or same_words(row.sentence) == same_words(sentence)
    ]
    # At the same moment, what was decided of the theme as a whole says more than what came of it.
    return max(found, key=lambda each: (each.at, bool(each.step)), default=None)
