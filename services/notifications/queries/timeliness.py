"""What the report on timeliness counts: every notification received in a time, with what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.identity.first_notification import times_counted
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.domain.timeliness.notified_death import NotifiedDeath, notified_death
from services.notifications.domain.timeliness.spans import Span
from services.notifications.queries.clocks import breach_reasons_of
from services.notifications.queries.disposals import deaths_counted
from services.notifications.queries.identity import earliest_notification_of
from services.notifications.tables.intake import earlier_answers
from services.notifications.tables.notification import notification
from shared.people import Permission, check
from shared.storage import Transaction

# What is kept of a death whose record is disposed of.
_KEPT = ("notified_on", "met", "hours", "sector", "organisation", "place", "on_the_road")


def deaths_notified(tx: Transaction, span: Span, *, as_of: date) -> list[NotifiedDeath]:
    """Every notification received in ``span``, as it stood at the end of ``as_of``; five queries at most.

    A case counts from the first notification of the child, also where that came to it by a merge.
    """
    check(tx.person, Permission.VIEW_TIMELINESS)
    found = _received(tx, span)
    references = [each.case_reference for each in found]
    first = earliest_notification_of(tx, references)
    gone = deaths_counted(tx, references)
    reasons, before = _reasons(tx, references, as_of), _answers_before(tx, references, as_of)
    answers = {each.case_reference: before.get(each.case_reference, each.answers) for each in found}
    deaths = (
        notified_death(
            each,
            as_of=as_of,
            answers=answers[each.case_reference],
            times=times_counted(answers[each.case_reference].times, first.get(each.case_reference)),
            reasons=reasons[each.case_reference],
        )
        for each in found
    )
    return [_as_counted(each, gone) for each in deaths if each is not None]


def death_to_count(tx: Transaction, found: ChildDeathNotification) -> dict[str, Any]:
    """What of a death the report counts, in codes and hours, for when its record is disposed of."""
    check(tx.person, Permission.CARRY_OUT_DISPOSAL)
    first = earliest_notification_of(tx, [found.case_reference])
    times = times_counted(found.answers.times, first.get(found.case_reference))
    death = notified_death(found, as_of=date.max, times=times)
    if death is None:
        raise LookupError("every notification has come in by the end of time")
    return {name: getattr(death, name) for name in _KEPT} | {"notified_on": death.notified_on.isoformat()}


def _as_counted(death: NotifiedDeath, gone: Mapping[str, Any]) -> NotifiedDeath:
    """A death whose record is gone, as it was counted; where it stood and why it was late is kept."""
    kept = gone.get(death.reference)
    if kept is None:
        return death
    return replace(death, **{**kept, "notified_on": date.fromisoformat(kept["notified_on"])})


def _received(tx: Transaction, span: Span) -> Sequence[ChildDeathNotification]:
    """Notifications of the span, and the cases that notifications of the span were merged into."""
    received = notification.c.notified_at
    within = (received >= _midnight(span.starts_on), received < _midnight(span.ends_on + timedelta(days=1)))
    merged = select(notification.c.merged_into).where(*within, notification.c.merged_into != "")
    either = or_(notification.c.case_reference.in_(merged), and_(*within))
    wanted = select(ChildDeathNotification).where(either).order_by(notification.c.case_reference)
    return tx.session.scalars(wanted).all()


def _reasons(tx: Transaction, references: Sequence[str], as_of: date) -> dict[str, dict[str, str]]:
    """The reason for each breach that had been recorded by the end of ``as_of``, by case and clock."""
    until = _midnight(as_of + timedelta(days=1))
    return {
        reference: {clock: row["reason"] for clock, row in by_clock.items() if row["recorded_at"] < until}
        for reference, by_clock in breach_reasons_of(tx, references).items()
    }


def _answers_before(tx: Transaction, references: Sequence[str], as_of: date) -> dict[str, Answers]:
    """The answers of cases as they were at the end of ``as_of``, where they were corrected after it."""
    columns = earlier_answers.c
    end = _midnight(as_of + timedelta(days=1))
    after = (columns.case_reference.in_(references), columns.replaced_at >= end)
    wanted = select(columns.case_reference, columns.answers).where(*after).order_by(columns.version.desc())
    return {row.case_reference: row.answers for row in tx.session.execute(wanted)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
