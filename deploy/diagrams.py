"""Which transition table is drawn in which README, by the name of its place there."""

from collections.abc import Mapping
from typing import Any

from services.notifications.domain.family.questions import QUESTION_TRANSITIONS
from services.notifications.domain.gathering.requests import REQUEST_TRANSITIONS
from services.notifications.domain.importing.batch import BATCH_TRANSITIONS
from services.notifications.domain.material.case_material import MATERIAL_TRANSITIONS
from services.notifications.domain.national_return.finalising import RETURN_TRANSITIONS
from services.notifications.domain.notification import NOTIFICATION_TRANSITIONS
from services.notifications.domain.reversal.reversal import REVERSAL_TRANSITIONS
from services.notifications.domain.subject_access.request import SUBJECT_ACCESS_TRANSITIONS
from services.panel.domain.cases.case_status import CASE_TRANSITIONS
from services.panel.domain.learning.action_steps import ACTION_TRANSITIONS
from services.panel.domain.meetings.meeting_status import MEETING_TRANSITIONS
from services.theming.domain.reports.report_run import REPORT_TRANSITIONS
from services.theming.domain.signals.signal import SIGNAL_TRANSITIONS
from services.theming.domain.themes.theme_confirmation import THEME_TRANSITIONS
from services.theming.domain.two_people import TRANSITIONS

DIAGRAMS: Mapping[str, Mapping[str, Mapping[Any, Any]]] = {
    "services/notifications/README.md": {
        "notification": NOTIFICATION_TRANSITIONS,
        "import-batch": BATCH_TRANSITIONS,
        "national-return": RETURN_TRANSITIONS,
        "request": REQUEST_TRANSITIONS,
        "family-question": QUESTION_TRANSITIONS,
        "case-text": MATERIAL_TRANSITIONS,
        "reversal": REVERSAL_TRANSITIONS,
        "subject-access": SUBJECT_ACCESS_TRANSITIONS,
    },
    "services/panel/README.md": {
        "case": CASE_TRANSITIONS,
        "meeting": MEETING_TRANSITIONS,
        "action": ACTION_TRANSITIONS,
    },
    "services/theming/README.md": {
        "ThemeProposal": THEME_TRANSITIONS,
        "LearningPack": TRANSITIONS,
        "StatisticsRelease": TRANSITIONS,
        "Report": REPORT_TRANSITIONS,
        "Signal": SIGNAL_TRANSITIONS,
    },
}
