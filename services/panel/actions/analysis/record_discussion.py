"""The panel discussed a case without signing it off, for want of a quorum or of an answer."""

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.nobody_named import naming_faults, said_of
from services.panel.queries.rights import case_to_act_on
from shared.errors import Invalid
from shared.storage import Transaction


def record_discussion(tx: Transaction, *, case_reference: str, reason: str, nobody_in: str = "") -> None:
    """Mark a listed case as discussed; what was concluded stays provisional until a chair completes it.

    Invalid where the reason may name somebody, unless ``nobody_in``, a tick, says that it names nobody.
    """
    case = case_to_act_on(tx, case_reference, "record_discussion")
    if faults := naming_faults({"reason": reason}, nobody_in):
        raise Invalid(faults)
    case.move_to(CaseStatus.REVIEWED, by=tx.person.id, at=tx.at, reason=reason.strip())
    tx.audit("record_discussion", case=case.reference, detail=said_of({"reason": reason}, nobody_in))
