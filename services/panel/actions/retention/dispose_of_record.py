"""The record of a case was disposed of: what the panel had of it goes, what reports count stays."""

from services.panel.tables.disposal import RULES
from shared.contracts import CaseRecordDisposed
from shared.storage import Transaction
from shared.storage.disposal_rules import kinds_of
from shared.storage.disposing import dispose_of_case, record_disposal


def dispose_of_record(tx: Transaction, event: CaseRecordDisposed) -> None:
    """All of it or nothing, in this transaction. How many rows of each kind there were is audited."""
    record_disposal(tx, case=event.case_reference, disposal_id=event.disposal_id)
    kinds = kinds_of(RULES, dispose_of_case(tx, event.case_reference))
    detail = {"disposed_on": event.disposed_on.isoformat(), "kinds": kinds}
    tx.audit("dispose_of_record", case=event.case_reference, subject=event.disposal_id, detail=detail)
