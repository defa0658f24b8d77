"""Reading a filled notification form, from page and API, and what its answers forbid together."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from services.notifications.domain.clocks.judging import faults_of
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.forms.questions import FormDefinition
from services.notifications.domain.forms.reading import Given, left_over, read
from shared.errors import Fault, Invalid

CLOCK_TOLERANCE = timedelta(minutes=15)
# Which field of the form a fault of the clocks belongs to.
_CLOCK_FIELDS = {"aware_at": "death.aware_at", "notified_at": "notified_at"}


def read_form(
    given: Given, *, now: datetime, demonstration: bool, form: FormDefinition | None = None
) -> Answers:
    """The answers of a filled form, received at ``now`` (UTC). Raises Invalid naming every fault.

    ``form``: an earlier version, where it was filled in that one. What the form has no field for is kept as
    it was sent, in ``not_understood``.
    """
    form = form or notification_form()
    reading = read(form, given, demonstration=demonstration)
    not_understood = {**left_over(reading), **reading.not_understood}
    answers = Answers(form.name, form.version, reading.values, reading.groups, not_understood)
    faults = reading.faults
    faults += contradictions(answers, {fault.field for fault in faults}, now)
    if faults:
        raise Invalid(faults)
    return answers


def contradictions(answers: Answers, faulty: set[str], now: datetime | None) -> Iterator[Fault]:
    """What each answer allows alone, but not together. ``faulty``: fields with a fault already; ``now``: None
    where the time of the notification was judged before.
    """
    born, died, notified = answers.born_on, answers.times.death, answers.times.notified
    if now and notified.earliest and notified.earliest > now + CLOCK_TOLERANCE:
        yield Fault("notified_at", "The notification is in the future")
    if born and died.last_date and born > died.last_date:
        yield Fault("child.date_of_birth", "The date of birth is after the death")
    if answers.has_bounds_out_of_order:
        yield Fault("death.latest_on", "The latest date is before the earliest date")
    for fault in faults_of(answers.times) if "notified_at" not in faulty else ():
        yield Fault(_CLOCK_FIELDS[fault.field], fault.message)
