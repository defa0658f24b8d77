"""One thing found is given out or held back, with the reason, and with the exact words looked at."""

from datetime import date
from typing import Any

from sqlalchemy import insert

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.subject_access.items import GOES_IN, JudgedItem, check_decision
from services.notifications.domain.subject_access.refusals import (
    DecidedMeanwhile,
    ItemChanged,
    SharedMeanwhile,
)
from services.notifications.queries.subject_access import item_judged, request_to_change
from services.notifications.tables.subject_access import subject_access_decision
from shared.people import Permission, check
from shared.storage import Transaction


def decide_item(
    tx: Transaction,
    *,
    request_id: str,
    item_id: str,
    seen: str,
    against: str,
    shares: str = "",
    answer: str,
    health: str = "",
    opinion_by: str = "",
    opinion_on: date | None = None,
    also: str = "",
    note: str = "",
) -> None:
    """``seen``: digest of what was looked at. ``against``: the decision that stood when it was looked at.
    ``shares``: digest of what was held back with the same words. ``also``: words to take out besides, one to
    a line.

    Raises NotFound, ItemChanged, DecidedMeanwhile, SharedMeanwhile, Conflict once it is proposed, Invalid
    naming every fault.
    """
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    asked = request_to_change(tx, request_id)
    asked.must_be_prepared()
    one = item_judged(tx, asked, item_id)
    item = one.item
    _must_stand_as_seen(one, seen, against, shares)
    further = [words.strip() for words in also.splitlines() if words.strip()]
    given: dict[str, Any] = {
        "answer": answer,
        "health": health if answer in GOES_IN else "",
        "note": note.strip(),
    }
    said: dict[str, Any] = {"opinion_by": opinion_by.strip(), "opinion_on": opinion_on}
    held = (*one.repeats, *one.despite)
    check_decision(item, **given, **said, on=today(tx), repeats=held, rest=one.rest, also=further)
    tx.session.execute(
        insert(subject_access_decision).values(
            request_id=request_id,
            case_reference=item.case_reference,
            key=item.key,
            also=further,
            digest=seen,
            by=tx.person.id,
            by_name=tx.person.name,
            at=tx.at,
            **given,
            **said,
        )
    )
    tx.audit("decide_item", case=item.case_reference, subject=request_id, detail={"answer": answer})


def _must_stand_as_seen(one: JudgedItem, seen: str, against: str, shares: str) -> None:
    if one.item.digest != seen:
        raise ItemChanged()
    if one.standing != against:
        raise DecidedMeanwhile()
    if one.shares != shares:
        raise SharedMeanwhile()
