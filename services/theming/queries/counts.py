"""What statistics and the scorecard count, for those who may see them. No case is named here."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from services.theming.domain.statistics.counting import CountedCase
from services.theming.domain.statistics.dimensions import NOT_RECORDED, published_place
from services.theming.domain.statistics.scorecard import NotifiedCase
from services.theming.tables import case_facts, theme_confirmation
from shared.people import Permission, check
from shared.periods import Period
from shared.storage import Transaction

_DAY = {"reviewed": case_facts.c.reviewed_on, "notified": case_facts.c.notified_on}
ROAD_TRAFFIC_EVENT = "road_traffic_collision"
ROAD_THEME = "road_vehicle"


def held_from(tx: Transaction) -> date | None:
    """The first day of which theming holds anything, or None if it holds nothing."""
    check(tx.person, Permission.VIEW_STATISTICS)
    return tx.session.scalar(
        select(func.least(func.min(case_facts.c.notified_on), func.min(case_facts.c.reviewed_on)))
    )


def cases_by_value(tx: Transaction, *, basis: str, by: str, period: Period) -> list[CountedCase]:
    """Every case that ``basis`` places in the period's financial year, with its one value of ``by``."""
    check(tx.person, Permission.VIEW_STATISTICS)
    rows = tx.session.execute(
        select(_DAY[basis], case_facts.c.area, case_facts.c[by]).where(_within_year(basis, period))
    )
    return [
        CountedCase(day, area or "Other", frozenset({_published(by, value)})) for day, area, value in rows
    ]


def cases_by_themes(
    tx: Transaction, *, basis: str, groups: Mapping[str, str], period: Period
) -> list[CountedCase]:
    """Every such case with its confirmed themes and their groups; ``groups`` gives the group of a theme."""
    check(tx.person, Permission.VIEW_STATISTICS)
    confirmed = (
        select(
            theme_confirmation.c.case_reference, func.array_agg(theme_confirmation.c.theme).label("themes")
        )
        .where(theme_confirmation.c.status == "confirmed")
        .group_by(theme_confirmation.c.case_reference)
        .subquery()
    )
    rows = tx.session.execute(
        select(_DAY[basis], case_facts.c.area, confirmed.c.themes)
        .outerjoin(confirmed, confirmed.c.case_reference == case_facts.c.case_reference)
        .where(_within_year(basis, period))
    )
    return [CountedCase(day, area or "Other", _with_groups(themes, groups)) for day, area, themes in rows]


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


def _within_year(basis: str, period: Period):  # type: ignore[no-untyped-def]
    year = Period(period.year, "Y", 1)
    return _DAY[basis].between(year.starts_on, year.ends_on)


def _published(by: str, value: object) -> str:
    if value is None:
        return NOT_RECORDED
    return published_place(str(value)) if by == "place_of_death" else str(value)


def _with_groups(themes: list[str] | None, groups: Mapping[str, str]) -> frozenset[str]:
    known = [theme for theme in themes or () if theme in groups]
    return frozenset(known) | {groups[theme] for theme in known}
