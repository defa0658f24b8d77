"""A child death was notified and accepted: its facts are kept for counting."""

from sqlalchemy.dialects.postgresql import insert

from services.theming.tables import case_facts
from shared.contracts import ChildDeathNotified
from shared.storage import Transaction

_TAKEN_OVER = (
    "notified_on",
    "area",
    "age_band",
    "sex",
    "ethnic_group",
    "place_of_death",
    "notifier_sector",
    "expected",
)
_ROW = insert(case_facts)
_KEPT = _ROW.on_conflict_do_update(
    index_elements=["case_reference"],
    set_={name: _ROW.excluded[name] for name in (*_TAKEN_OVER, "events", "clocks")},
)


def record_notified_case(tx: Transaction, event: ChildDeathNotified) -> None:
    """Keep what tables count by; what a review has added already stays."""
    facts = {
        **{name: getattr(event, name) for name in _TAKEN_OVER},
        "events": list(event.events),
        "clocks": {clock.clock: clock.met for clock in event.clocks},
    }
    tx.session.execute(_KEPT, {"case_reference": event.case_reference, **facts})
    tx.audit("record_notified_case", case=event.case_reference)
