"""A text that was given out before is withheld from now on: it is no longer read, and its themes lapse."""

from sqlalchemy import delete, update

from services.theming.actions.comparables.compare_again import compare_again
from services.theming.actions.confirming.flag_stale_evidence import flag_stale_evidence
from services.theming.actions.themes.let_proposals_lapse import let_proposals_lapse
from services.theming.queries.standing import newest_version
from services.theming.tables import case_text, theme_mention
from shared.contracts import CaseDocumentWithheld
from shared.storage import Transaction

WITHHELD = "It was withheld after it had been given out"


def withdraw_text(tx: Transaction, event: CaseDocumentWithheld) -> None:
    """Its words are erased here; that it was here stays. What never came, or came anew since, is left."""
    newest = newest_version(tx, event.case_reference, event.material_id)
    if not 0 < newest < event.version:
        return
    mine = (
        case_text.c.case_reference == event.case_reference,
        case_text.c.material_id == event.material_id,
    )
    gone = {"version": event.version, "title": "Set aside", "text": "", "set_aside_because": WITHHELD}
    tx.session.execute(update(case_text).where(*mine).values(**gone))
    flag_stale_evidence(tx, case=event.case_reference, withdrawn=True)
    shown_by_it = (theme_mention.c.text_id == case_text.c.id) & mine[0] & mine[1]
    tx.session.execute(delete(theme_mention).where(shown_by_it))
    compare_again(tx, case=event.case_reference)
    let_proposals_lapse(tx, case=event.case_reference)
    tx.audit("withdraw_text", case=event.case_reference, subject=event.kind)
