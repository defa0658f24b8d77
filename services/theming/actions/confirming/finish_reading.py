"""A person has read a case to the end: what is confirmed is true of it, and no other theme is."""

from sqlalchemy import insert

from services.theming.actions.confirming.as_seen import check_as_seen
from services.theming.actions.confirming.may_decide import check_may_decide
from services.theming.actions.confirming.note_decision import by_whom
from services.theming.domain.confirming.seen import Seen
from services.theming.domain.themes.theme_confirmation import ThemeStatus
from services.theming.queries.cases import facts_of
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.judging import affirming_sentences, readings_of
from services.theming.queries.standing import confirmations_of
from services.theming.tables import case_reading
from shared.errors import Conflict, Fault, Invalid
from shared.storage import Transaction


def finish_reading(tx: Transaction, *, case: str, seen: Seen | None = None) -> None:
    """Raises Invalid while the case is not reviewed or a proposal waits, Conflict once two have read it,
    DecidedMeanwhile where the page does not show what is decided now.
    """
    check_may_decide(tx, case)
    check_as_seen(tx, case, seen)
    facts, standing = facts_of(tx, case), confirmations_of(tx, case)
    faults = [] if facts.reviewed_on else [Fault("finish", "The case has not been reviewed yet")]
    if any(each.status is ThemeStatus.PROPOSED for each in standing.values()):
        faults.append(Fault("finish", "Decide every proposed theme first"))
    if faults:
        raise Invalid(faults)
    if any(each.place == "second" for each in readings_of(tx, case)):
        raise Conflict("Two people have read this case: that is kept as it was.")
    confirmed = [each.theme for each in standing.values() if each.status is ThemeStatus.CONFIRMED]
    keep_reading(tx, case, "first", confirmed)
    tx.audit("finish_reading", case=case, detail={"themes": len(confirmed)})


def keep_reading(tx: Transaction, case: str, place: str, themes: list[str]) -> None:
    proposed = sorted({each.theme for each in affirming_sentences(tx, case)})
    row = {"themes": sorted(themes), "proposed": proposed, "codebook": codebook_in_use(tx).version}
    tx.session.execute(insert(case_reading).values(case_reference=case, place=place, **row, **by_whom(tx)))
