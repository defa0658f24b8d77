"""What a report is gathered from besides facts, as it was known at an instant. No text of a case is read."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from services.theming.domain.reports.actions_counted import KnownAction
from services.theming.domain.reports.attendance import HeldMeeting
from services.theming.queries.counts import ROAD_TRAFFIC_EVENT
from services.theming.queries.facts_known import facts_known, newest_known
from services.theming.queries.restrictions import open_cases
from services.theming.tables import learning_pack, meeting_held, recommendation_told
from services.theming.tables.facts import NOTIFIED
from shared.people import Permission, check
from shared.periods import Period, parse_period
from shared.storage import Transaction


def meetings_known(tx: Transaction, span: Period, known_at: datetime) -> list[HeldMeeting]:
    """The meetings of a period, each by the newest version of its register that was known."""
    check(tx.person, Permission.VIEW_STATISTICS)
    held = meeting_held.c
    newest = (
        select(meeting_held)
        .where(held.known_from <= known_at)
        .distinct(held.meeting)
        .order_by(held.meeting, held.version.desc())
        .subquery()
    )
    within = newest.c.held_on.between(span.starts_on, span.ends_on)
    rows = tx.session.execute(select(newest).where(within).order_by(newest.c.held_on, newest.c.meeting))
    return [
        HeldMeeting(r.held_on, r.panel_type, r.seats, tuple(r.sectors_missing), r.cases_discussed)
        for r in rows
    ]


def actions_known(tx: Transaction, span: Period, known_at: datetime) -> list[KnownAction]:
    """Actions of the newest known version of each review that were agreed in a period, as last known."""
    check(tx.person, Permission.VIEW_STATISTICS)
    told = recommendation_told.c
    known = told.known_from <= known_at
    newest = (
        select(told.case_reference, func.max(told.review_version).label("version"))
        .where(known)
        .group_by(told.case_reference)
        .subquery()
    )
    last = (
        select(recommendation_told)
        .join(
            newest,
            (newest.c.case_reference == told.case_reference) & (newest.c.version == told.review_version),
        )
        .where(known)
        .distinct(told.case_reference, told.number)
        .order_by(told.case_reference, told.number, told.told.desc())
        .subquery()
    )
    cases = newest_known(NOTIFIED, known_at)
    rows = tx.session.execute(
        select(last, cases.c.area)
        .outerjoin(cases, cases.c.case_reference == last.c.case_reference)
        .where(last.c.agreed_on.between(span.starts_on, span.ends_on))
        .order_by(last.c.case_reference, last.c.number)
    )
    return [
        KnownAction(r.case_reference, r.area or "Other", r.agreed_on, r.due_on, r.state, r.effect)
        for r in rows
    ]


def road_deaths_notified(tx: Transaction, span: Period, known_at: datetime) -> int:
    """Deaths of the period that were notified as road traffic deaths."""
    check(tx.person, Permission.VIEW_STATISTICS)
    facts = facts_known("notified", known_at)
    on_the_road = facts.c.events.contains([ROAD_TRAFFIC_EVENT])
    within = facts.c.notified_on.between(span.starts_on, span.ends_on)
    return tx.session.scalar(select(func.count()).where(within, on_the_road)) or 0


def packs_released(tx: Transaction, span: Period, known_at: datetime) -> list[str]:
    """The quarters of the period of which a learning pack was out."""
    check(tx.person, Permission.VIEW_STATISTICS)
    out = learning_pack.c.released_at <= known_at
    stands = learning_pack.c.withdrawn_at.is_(None) | (learning_pack.c.withdrawn_at > known_at)
    quarters = tx.session.scalars(select(learning_pack.c.quarter).where(out, stands).distinct())
    return sorted(q for q in quarters if span.starts_on <= parse_period(q).starts_on <= span.ends_on)


def actions_listed(tx: Transaction, span: Period, known_at: datetime) -> Mapping[str, list[KnownAction]]:
    """The actions behind the counts by case, as far as who is looking may see the cases."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    actions = actions_known(tx, span, known_at)
    references = {each.case_reference for each in actions}
    reference = recommendation_told.c.case_reference
    mine = select(reference).where(reference.in_(references), open_cases(tx, reference)).distinct()
    seen = set(tx.session.scalars(mine))
    found: dict[str, list[KnownAction]] = {}
    for each in actions:
        if each.case_reference in seen:
            found.setdefault(each.case_reference, []).append(each)
    return found
