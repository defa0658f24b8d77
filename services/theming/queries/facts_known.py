"""Facts and confirmed themes of cases as they are known now, or were known at an instant."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func, select

from services.theming.tables import case_fact_version, case_facts, theme_confirmation, theme_decision
from services.theming.tables.facts import HOLD, NOTIFIED, REVIEWED, of_notification, of_review

Facts = FromClause
ENDLESS = datetime.max.replace(tzinfo=UTC)
"""The instant at which everything that was told by now is known."""
_NOTIFIED = tuple(column.name for column in of_notification())
_REVIEWED = tuple(column.name for column in of_review())
_SINCE_COMPLETED = "completed_on"  # of a version alone: the newest facts know the first completion only


def facts_known(basis: str, known_at: datetime | None) -> Facts:
    """One row of facts for each case that its notification or review (``basis``) has made known."""
    if known_at is None:
        return case_facts
    notified, reviewed = newest_known(NOTIFIED, known_at), newest_known(REVIEWED, known_at)
    first, second = (notified, reviewed) if basis == "notified" else (reviewed, notified)
    both = first.outerjoin(second, second.c.case_reference == first.c.case_reference)
    columns = [notified.c[name] for name in _NOTIFIED]
    columns += [reviewed.c[name] for name in _REVIEWED if name != _SINCE_COMPLETED]
    return select(first.c.case_reference, *columns).select_from(both).subquery("facts")


def newest_known(source: str, known_at: datetime) -> Any:
    """Of what ``source`` said of each case until then, the newest."""
    version = case_fact_version.alias(source)
    return _newest(version, version.c.source == source, known_at)


def holds_known(known_at: datetime) -> Any:
    """Every hold as it stood then."""
    version = case_fact_version.alias("hold")
    return _newest(version, version.c.source.startswith(HOLD), known_at)


def _newest(version: Any, of_source: ColumnElement[bool], known_at: datetime) -> Any:
    later = case_fact_version.alias(f"{version.name}_later")
    overtaken = select(later.c.number).where(
        later.c.case_reference == version.c.case_reference,
        later.c.source == version.c.source,
        later.c.number > version.c.number,
        later.c.known_from <= known_at,
    )
    known = and_(of_source, version.c.known_from <= known_at, ~overtaken.exists())
    return select(version).where(known).subquery(f"{version.name}_known")


def themes_known(facts: Facts, known_at: datetime | None) -> ColumnElement[Any]:
    """The themes that people had confirmed of each case, in order."""
    found = _confirmed(facts) if known_at is None else _decided(facts, known_at)
    return func.array(found.scalar_subquery())


def _confirmed(facts: Facts) -> Any:
    standing = theme_confirmation.c
    of_case = (standing.case_reference == facts.c.case_reference) & (standing.status == "confirmed")
    return select(standing.theme).where(of_case).order_by(standing.theme)


def _decided(facts: Facts, known_at: datetime) -> Any:
    """Of the steps on a theme, all of which are kept, the last one until then holds."""
    step = theme_decision.c
    last = (
        select(step.theme, step.step)
        .where(
            step.case_reference == facts.c.case_reference,
            step.decided_at <= known_at,
            step.step.in_(("confirmed", "added", "rejected")),
        )
        .distinct(step.theme)
        .order_by(step.theme, step.number.desc())
        .correlate(facts)  # two selects further out, where it is not looked for
        .subquery("last")
    )
    return select(last.c.theme).where(last.c.step != "rejected").order_by(last.c.theme)
