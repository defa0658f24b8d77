"""The notification form in force, with what it is made of."""

from services.notifications.domain.forms.allowed_answers import LISTS, NOT_KNOWN
from services.notifications.domain.forms.library import NOTIFICATION, current
from services.notifications.domain.forms.questions import FormDefinition, Group, Question, Section

__all__ = ["LISTS", "NOT_KNOWN", "FormDefinition", "Group", "Question", "Section", "notification_form"]


def notification_form() -> FormDefinition:
    """The notification form in force."""
    return current(NOTIFICATION)
