"""How complete the record of a case is: by section, how many of its facts are known, not known, not asked."""

from collections import Counter
from collections.abc import Mapping

from services.theming.actions.cases.keep_fact_version import keep_fact_version
from services.theming.queries.versions import newest_version
from services.theming.tables.facts import RECORD
from shared.contracts import CaseFactsRecorded
from shared.storage import Transaction


def record_states(tx: Transaction, event: CaseFactsRecorded) -> None:
    """Only how many facts stand how is kept, not what they say. A lower version than the one held is late."""
    held = newest_version(tx, case=event.case_reference, source=RECORD)
    if held and event.version <= held["record_version"]:
        return
    facts = {"record_version": event.version, "record_states": _states(event)}
    keep_fact_version(tx, case=event.case_reference, source=RECORD, facts=facts)
    tx.audit("record_states", case=event.case_reference, detail={"version": event.version})


def _states(event: CaseFactsRecorded) -> Mapping[str, Mapping[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for fact in event.facts:
        counts.setdefault(fact.section, Counter())[fact.state] += 1
    return {section: dict(states) for section, states in counts.items()}
