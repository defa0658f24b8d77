"""Everything an agency fills in for one request: the reporting form and the supplementary forms asked for."""

from dataclasses import replace

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.library import supplementary
from services.notifications.domain.forms.reading import Given, read
from services.notifications.domain.forms.reporting_form import (
    REPORTING_FORM,
    Return,
    begun,
    prefix_of,
    read_return,
)
from services.notifications.domain.forms.supplementary_forms import Opened, opened_forms


def asked_of_agency(answers: Answers, given: Given) -> tuple[Opened, ...]:
    """The supplementary forms that the notification and this agency's own answers ask for."""
    reading = read(REPORTING_FORM, given)
    told = {name: value for name, value in reading.values.items() if name not in reading.not_asked_for}
    return opened_forms(answers, told)


def read_everything(answers: Answers, given: Given) -> Return:
    """The return with its supplementary forms; what was begun and is not asked for any more is kept with it.

    Raises Invalid naming every fault of all of them; what is not asked for has none.
    """
    asked = [opened.form for opened in asked_of_agency(answers, given)]
    returned = read_return(given, asked=asked)
    unasked = [
        begun(form, given) for form in supplementary() if form not in asked and is_begun(form.id, given)
    ]
    kept = tuple(each for each in unasked if not each.is_empty)
    return replace(returned, supplementary=(*returned.supplementary, *kept))


def is_begun(form_id: str, given: Given) -> bool:
    """Whether anything is written in a supplementary form."""
    return any(name.startswith(f"{form_id}.") and value for name, value in given.items())


def form_of_field(name: str, asked: tuple[Opened, ...]) -> Opened | None:
    """The supplementary form a field is on; None for the reporting form."""
    return next((opened for opened in asked if name.startswith(prefix_of(opened.form))), None)
