"""A text has changed: what was judged on words that no text holds any more is flagged, and the words go."""

from sqlalchemy import delete, update

from services.theming.domain.confirming.evidence import in_force
from services.theming.queries.judging import judgements_of, still_there, whole_materials
from services.theming.tables import evidence_decision, regression_example
from shared.storage import Transaction


def flag_stale_evidence(tx: Transaction, *, case: str, withdrawn: bool = False) -> None:
    """Waits until every part of a text has come, but not where one was ``withdrawn``: its words go at
    once. Who judged what, and when, stays.
    """
    fresh = [each for each in judgements_of(tx, case) if not each.stale_since]
    if not fresh or not (withdrawn or _all_has_come(tx, case)):
        return
    there = still_there(tx, case, {each.sentence for each in fresh})
    gone = [each.number for each in fresh if each.sentence not in there]
    if not gone:
        return
    tx.session.execute(delete(regression_example).where(regression_example.c.decision.in_(gone)))
    forget = update(evidence_decision).where(evidence_decision.c.number.in_(gone))
    tx.session.execute(forget.values(stale_since=tx.at, sentence="", words=""))
    decided = {each.theme for each in in_force(fresh).values() if each.number in gone and each.affirms}
    tx.audit("flag_stale_evidence", case=case, detail={"themes": sorted(decided), "sentences": len(gone)})


def _all_has_come(tx: Transaction, case: str) -> bool:
    whole, any_of = whole_materials(tx, case)
    return whole == any_of
