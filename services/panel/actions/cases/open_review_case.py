"""A child death was notified and accepted: its case opens."""

from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.sources import InformationSource
from shared.contracts import ChildDeathNotified
from shared.storage import Transaction

_TAKEN_OVER = set(ChildDeathNotified.model_fields) & set(ReviewCase.__dataclass_fields__) - {
    "events",
    "supplementary_forms",
    "clocks",
    "sources",
}


def open_review_case(tx: Transaction, event: ChildDeathNotified) -> None:
    """Open the case with what the event says; no exact date and no name is ever known here."""
    case = ReviewCase(
        reference=event.case_reference,
        events=list(event.events),
        supplementary_forms=list(event.supplementary_forms),
        clocks=[clock.model_dump() for clock in event.clocks],
        sources=[InformationSource(one.source_id, one.role, one.sector) for one in event.sources],
        **{name: getattr(event, name) for name in _TAKEN_OVER},
    )
    tx.session.add(case)
    tx.audit("open_review_case", case=case.reference, detail={"sources": len(case.sources)})
