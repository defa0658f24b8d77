"""The office records that learning was passed on: to whom, how, when and by whom."""

from datetime import date
from uuid import uuid4

from services.panel.domain.learning.sharing import Dissemination, dissemination_faults
from services.panel.domain.london_days import london_day
from services.panel.queries.learning import learning_for_change
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def record_dissemination(
    tx: Transaction,
    *,
    learning_id: str,
    audience: str,
    channel: str,
    by: str,
    on: date | None,
    reach: int | None = None,
    outcome: str = "",
) -> Dissemination:
    """Add an entry to the log. ``reach``: how many people, None where it is not known."""
    check(tx.person, Permission.SHARE_LEARNING)
    learning = learning_for_change(tx, learning_id)
    if faults := dissemination_faults(audience, channel, by, on, london_day(tx.at)):
        raise Invalid(faults)
    assert on is not None
    texts = (audience.strip(), channel, by.strip())
    recorded = (tx.person.id, tx.person.name, tx.at)
    told = Dissemination(str(uuid4()), learning.id, *texts, on, reach, outcome.strip(), *recorded)
    tx.session.add(told)
    tx.audit("record_dissemination", subject=told.id, detail={"learning": learning.id, "channel": channel})
    return told
