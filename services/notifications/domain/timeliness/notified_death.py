"""One notification as the report counts it, or does not: judged as things stood at the end of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.notifications.domain.clocks.clock_rows import NEXT_WORKING_DAY
from services.notifications.domain.clocks.judging import Times, judge, start_of
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.notification import ChildDeathNotification, Status

ROAD = "road_traffic_collision"
COUNTED = "counted"
# Why a notification received in the period is not in the figures, in the order in which they are said.
NOT_COUNTED: Mapping[str, str] = {
    "transferred": "transferred",
    "merged": "merged",
    "out_of_scope": "out of scope",
    "unattended_stillbirth": "unattended stillbirth",
    "withdrawn": "withdrawn",
    "waiting": "waiting for a decision",
}
_OUT = {
    Status.TRANSFERRED: "transferred",
    Status.MERGED: "merged",
    Status.OUT_OF_SCOPE: "out_of_scope",
    Status.WITHDRAWN: "withdrawn",
    Status.RECEIVED: "waiting",
    Status.RETURNED: "waiting",
    Status.ACCEPTED: COUNTED,
}


@dataclass(frozen=True)
class NotifiedDeath:
    """``met`` by clock id; ``hours`` from the start of the clock to the notification, None where either has
    no exact time. ``standing``: COUNTED, or a key of NOT_COUNTED."""

    reference: str
    notified_on: date
    standing: str
    met: Mapping[str, bool | None]
    hours: float | None
    sector: str
    organisation: str
    place: str
    on_the_road: bool
    reasons: Mapping[str, str]


def notified_death(
    notification: ChildDeathNotification,
    *,
    as_of: date,
    answers: Answers | None = None,
    times: Times | None = None,
    reasons: Mapping[str, str] | None = None,
) -> NotifiedDeath | None:
    """The notification as it stood at the end of ``as_of``; None if it had not come in yet.

    ``answers``: as they were then, where they were corrected since. ``times``: of the earliest notification
    of the child, where a later one was merged. ``reasons``: for a breach, by clock id.
    """
    if _day(notification.submitted_at) > as_of:
        return None
    answers = answers or notification.answers
    times = times or answers.times
    return NotifiedDeath(
        reference=notification.case_reference,
        notified_on=_day(times.notified.earliest or notification.notified_at),
        standing=_standing(notification, as_of),
        met={each.clock.id: each.met for each in judge(times)},
        hours=hours_to_notification(times),
        sector=answers.choice("notifier.sector"),
        organisation=organisation_of(answers),
        place=answers.choice("death.place_of_death"),
        on_the_road=ROAD in answers.chosen("death.events"),
        reasons=reasons or {},
    )


def hours_to_notification(times: Times) -> float | None:
    """Elapsed hours from the death, or from awareness where that starts the clock; None unless both exact."""
    _, start = start_of(NEXT_WORKING_DAY, times)
    if not (start.is_exact and times.notified.is_exact and start.earliest and times.notified.earliest):
        return None
    return (times.notified.earliest - start.earliest).total_seconds() / 3600


def organisation_of(answers: Answers) -> str:
    """The notifier's organisation as it was called then; "" where it is not known."""
    return " ".join(answers.get("notifier.organisation").split())


def _standing(notification: ChildDeathNotification, as_of: date) -> str:
    standing = _OUT[_status_on(notification, as_of)]
    if standing in (COUNTED, "out_of_scope") and notification.scope_rule == "unattended_stillbirth":
        return "unattended_stillbirth"
    return standing


def _status_on(notification: ChildDeathNotification, as_of: date) -> Status:
    """The status at the end of a day, from the steps that had been taken."""
    taken = [change for change in notification.changes if _day(change.at) <= as_of]
    if taken:
        return taken[-1].became
    return notification.changes[0].was if notification.changes else notification.status


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
