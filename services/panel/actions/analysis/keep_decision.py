"""Write down what the panel decided on a case, with the quorum as it was. Decisions are only ever added."""

from sqlalchemy import insert

from services.panel.domain.decisions.decision import DecisionKind
from services.panel.domain.quorum.sitting import Sitting
from services.panel.tables.decisions import review_decision
from shared.storage import Transaction


def keep_decision(
    tx: Transaction,
    case_reference: str,
    sitting: Sitting,
    kind: DecisionKind,
    *,
    review_version: int,
    form_version: int,
    reason: str = "",
    own_work_because: str = "",
) -> None:
    """Add a row; the caller has checked the person and the quorum and holds the case."""
    tx.session.execute(
        insert(review_decision).values(
            case_reference=case_reference,
            review_version=review_version,
            form_version=form_version,
            kind=kind.value,
            meeting_id=sitting.meeting_id,
            rules_name=sitting.rules_name,
            missing=list(sitting.quorum.missing),
            taking_part=sorted(one.person_id for one in sitting.taking_part),
            reason=reason,
            own_work_because=own_work_because,
            decided_by=tx.person.id,
            decided_by_name=tx.person.name,
            decided_at=tx.at,
        )
    )
