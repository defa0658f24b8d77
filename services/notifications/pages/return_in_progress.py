"""An agency's forms while they are being filled in: which are asked for, and how much of each is answered."""

from dataclasses import dataclass
from functools import cached_property

from services.notifications.domain.forms.agency_forms import asked_of_agency
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.completeness import SectionCompleteness, completeness
from services.notifications.domain.forms.library import NoSuchForm, supplementary
from services.notifications.domain.forms.questions import FormDefinition
from services.notifications.domain.forms.reading import read
from services.notifications.domain.forms.reporting_form import REPORTING_FORM, prefix_of
from services.notifications.domain.forms.supplementary_forms import Opened
from services.notifications.pages.posted_answers import Boxes, Given, given_of
from shared.errors import Fault


@dataclass(frozen=True)
class FormProgress:
    """A supplementary form on the agency's list: why it is there, and how far it is filled in."""

    opened: Opened
    answered: int
    asked: int
    blank: int


@dataclass(frozen=True)
class ReturnInProgress:
    """``given``: everything written so far, as the validator reads it; ``opened``: the forms it asks for."""

    given: Given
    opened: tuple[Opened, ...]

    def supplementary(self, form_id: str) -> Opened:
        """Raises NoSuchForm where no answer asks for it."""
        found = next((opened for opened in self.opened if opened.form.id == form_id), None)
        if found is None:
            raise NoSuchForm()
        return found

    @cached_property
    def of_reporting_form(self) -> tuple[SectionCompleteness, ...]:
        reading = read(REPORTING_FORM, self.given)
        return completeness(REPORTING_FORM, reading.values, reading.not_held)

    @property
    def of_supplementary_forms(self) -> list[FormProgress]:
        return [self._progress(opened) for opened in self.opened]

    def sections(self, form: FormDefinition) -> tuple[SectionCompleteness, ...]:
        reading = read(form, self.given, prefix=prefix_of(form))
        return completeness(form, reading.values, reading.not_held)

    def faults(self, form_id: str) -> list[Fault]:
        """What is wrong with a supplementary form as it stands."""
        form = self.supplementary(form_id).form
        return read(form, self.given, prefix=prefix_of(form)).faults

    def _progress(self, opened: Opened) -> FormProgress:
        rows = self.sections(opened.form)
        blank = sum(row.blank for row in rows if not row.not_held)
        return FormProgress(opened, sum(row.answered for row in rows), sum(row.asked for row in rows), blank)


def in_progress(answers: Answers, boxes: Boxes) -> ReturnInProgress:
    """What the boxes of a draft or of a page say, for the death that was notified with ``answers``."""
    given = given_of(boxes, REPORTING_FORM)
    for form in supplementary():
        given |= given_of(boxes, form, prefix_of(form))
    return ReturnInProgress(given, asked_of_agency(answers, given))
