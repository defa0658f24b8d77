"""Those invited are reminded so many days before a meeting, by themselves, in office hours."""

from datetime import date, datetime, time, timedelta

from services.panel.actions.meetings.tell_invited import tell_invited
from services.panel.domain.london_days import LONDON, london_day
from services.panel.domain.meetings.invitations import REMINDER, Inviting
from services.panel.domain.meetings.meeting_policies import reminder_policy
from services.panel.queries.invitations import meetings_to_remind_of
from shared.service import Step
from shared.storage import Transaction

OFFICE_HOURS = (time(9), time(16))


def reminding(inviting: Inviting) -> Step:
    """The step, with what its links are made of. It looks at the database once a day."""
    done: set[date] = set()

    def remind_invited(tx: Transaction) -> bool:
        day = london_day(tx.at)
        if day in done or not OFFICE_HOURS[0] <= _clock(tx.at) < OFFICE_HOURS[1]:
            return False
        sent = remind_of_coming_meetings(tx, inviting=inviting)
        done.clear()
        done.add(day)
        return sent > 0

    return remind_invited


def remind_of_coming_meetings(tx: Transaction, *, inviting: Inviting) -> int:
    """How many reminders were queued. Somebody who was reminded of a meeting is not reminded again."""
    day = london_day(tx.at)
    policy = reminder_policy(day)
    if policy is None:
        return 0
    coming = meetings_to_remind_of(tx, day + timedelta(days=1), day + timedelta(days=policy.days_before))
    return sum(tell_invited(tx, meeting, kind=REMINDER, inviting=inviting) for meeting in coming)


def _clock(at: datetime) -> time:
    return at.astimezone(LONDON).time()
