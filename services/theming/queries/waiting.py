"""How long reviews took, with the holds that were known: for charts and reports, which publish medians."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import select

from services.theming.domain.statistics.tree import AREAS
from services.theming.domain.statistics.waiting import Hold, ReviewWait, review_wait
from services.theming.queries.facts_known import ENDLESS, facts_known, holds_known
from shared.people import Permission, check
from shared.storage import Transaction


def times_to_review(
    tx: Transaction, *, first_day: date, last_day: date, known_at: datetime | None = None
) -> list[ReviewWait]:
    """Every review first completed from ``first_day`` to ``last_day``. Raises NotPermitted.

    Holds are those of other processes that the office keeps; what a panel holds back itself is not told here.
    """
    check(tx.person, Permission.VIEW_STATISTICS)
    holds = _holds(tx, known_at or ENDLESS)
    facts = facts_known("reviewed", known_at).c
    found = select(facts.case_reference, facts.reviewed_on, facts.area, facts.died_in).where(
        facts.reviewed_on.between(first_day, last_day)
    )
    return [
        review_wait(day, area if area in AREAS else "Other", died_in, holds[case])
        for case, day, area, died_in in tx.session.execute(found.order_by(facts.reviewed_on))
    ]


def _holds(tx: Transaction, known_at: datetime) -> dict[str, list[Hold]]:
    held = holds_known(known_at).c
    found = select(held.case_reference, held.placed_on, held.lifted_on).where(held.placed_on.is_not(None))
    by_case: dict[str, list[Hold]] = defaultdict(list)
    for case, placed_on, lifted_on in tx.session.execute(found):
        by_case[case].append(Hold(placed_on, lifted_on))
    return by_case
