"""The facts of the record came, all of them as they now stand: the core summary shows the newest."""

from sqlalchemy.dialects.postgresql import insert

from services.panel.queries.cases import case_for_change
from services.panel.tables.bundles import case_fact
from shared.contracts import CaseFactsRecorded
from shared.storage import Transaction


def keep_case_facts(tx: Transaction, event: CaseFactsRecorded) -> None:
    """Keep them beside those that came before; the same version is kept once."""
    case = case_for_change(tx, event.case_reference)
    facts = event.model_dump(mode="json")["facts"]
    row = {
        "case_reference": case.reference,
        "version": event.version,
        "facts": facts,
        "arrived_at": tx.at,
    }
    tx.session.execute(insert(case_fact).values(row).on_conflict_do_nothing())
    detail = {"version": event.version, "facts": len(facts)}
    tx.audit("keep_case_facts", case=case.reference, detail=detail)
