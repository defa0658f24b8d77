"""What statistics and the scorecard count, for those who may see them. No case is named here."""

from datetime import date, datetime

from sqlalchemy import func, select

from services.theming.domain.statistics.held import records_begin
from services.theming.domain.statistics.scorecard import NotifiedCase
from services.theming.tables import case_fact_version, case_facts, theme_confirmation
from shared.people import Permission, check
from shared.storage import Transaction

ROAD_TRAFFIC_EVENT = "road_traffic_collision"
ROAD_THEME = "road_vehicle"


def held_from(tx: Transaction, *, known_at: datetime | None = None) -> date | None:
    """The day with which theming's records begin (or began at ``known_at``), or None if there are none."""
    check(tx.person, Permission.VIEW_STATISTICS)
    facts = case_fact_version if known_at else case_facts
    first = select(func.least(func.min(facts.c.notified_on), func.min(facts.c.reviewed_on)))
    then = first.where(case_fact_version.c.known_from <= known_at) if known_at else first
    return records_begin(tx.session.scalar(then))


def notified_cases(tx: Transaction) -> list[NotifiedCase]:
    """Every notification with how it met the next-working-day clock."""
    check(tx.person, Permission.VIEW_SCORECARD)
    columns = (case_facts.c.notified_on, case_facts.c.clocks, case_facts.c.events)
    rows = tx.session.execute(select(*columns).where(case_facts.c.notified_on.is_not(None)))
    return [
        NotifiedCase(day, clocks.get("next_working_day"), ROAD_TRAFFIC_EVENT in events)
        for day, clocks, events in rows
    ]


def road_deaths_after_review(tx: Transaction) -> list[date]:
    """The day of review of every reviewed case with the road theme confirmed."""
    check(tx.person, Permission.VIEW_SCORECARD)
    found = (
        select(case_facts.c.reviewed_on)
        .join(theme_confirmation, theme_confirmation.c.case_reference == case_facts.c.case_reference)
        .where(
            case_facts.c.reviewed_on.is_not(None),
            theme_confirmation.c.theme == ROAD_THEME,
            theme_confirmation.c.status == "confirmed",
        )
    )
    return list(tx.session.scalars(found))
