"""A child death was notified and accepted: its facts are kept for counting."""

from sqlalchemy.dialects.postgresql import insert

from services.theming.actions.cases.keep_fact_version import keep_fact_version
from services.theming.tables import case_facts
from services.theming.tables.facts import NOTIFIED
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
    "died_in",
    "deprivation_quintile",
    "joint_agency_response",
)
_AS_JSON = ("events", "clocks", "supplementary_forms")
_ROW = insert(case_facts)
_KEPT = _ROW.on_conflict_do_update(
    index_elements=["case_reference"],
    set_={name: _ROW.excluded[name] for name in (*_TAKEN_OVER, *_AS_JSON)},
)


def record_notified_case(tx: Transaction, event: ChildDeathNotified) -> None:
    """Keep what tables count by; what a review has added already stays."""
    facts = {
        **{name: getattr(event, name) for name in _TAKEN_OVER},
        "events": list(event.events),
        "clocks": {clock.clock: clock.met for clock in event.clocks},
        "supplementary_forms": list(event.supplementary_forms),
    }
    tx.session.execute(_KEPT, {"case_reference": event.case_reference, **facts})
    keep_fact_version(tx, case=event.case_reference, source=NOTIFIED, facts=facts)
    tx.audit("record_notified_case", case=event.case_reference)
