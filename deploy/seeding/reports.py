"""What owners reported on the actions that the panel agreed; a few have not been heard of."""

from datetime import datetime, time, timedelta
from random import Random

from deploy.personas import PERSONAS
from deploy.seeding.panels import PanelDesk
from services.panel.actions.learning.report_on_action import report_on_action
from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.london_days import LONDON
from services.panel.queries.action_log import logged_actions
from shared.storage import Transaction

Course = tuple[tuple[str, int, str], ...]
MANAGER = PERSONAS["cdr-manager"]
# What is reported, how many days after the date, in which words.
_COURSES: tuple[Course, ...] = (
    (
        ("done", -6, "The owner says it is in place and has sent the new wording."),
        ("checked", 60, "Asked two teams: both use it."),
    ),
    (
        ("under_way", -10, "Agreed by the owner's own forum; training starts next month."),
        ("done", 25, "Training held; the list of those who came is with the office."),
        ("checked", 90, "Looked again: new starters are trained as well."),
    ),
    (("under_way", -3, "Waiting for the budget; the owner reports again at the next quarter."),),
    (
        ("done", 4, "The owner signed it off."),
        ("not_done", 70, "One of three sites has not begun; the owner takes it up again."),
    ),
    (("done", -1, "Published, and passed on to the partners."),),
)
_HEARD_OF = 0.93


def report_on_actions(desk: PanelDesk, now: datetime) -> None:
    """Feedback on the actions that were due by ``now``, each at its own time; done once."""
    with desk.database.transaction(person=MANAGER, at=now) as tx:
        for action in logged_actions(tx):
            rng = Random(f"{action.case_reference}-{action.number}")
            if rng.random() < _HEARD_OF and not action.feedback:
                _report(desk, tx, action, rng.choice(_COURSES), now)


def _report(desk: PanelDesk, tx: Transaction, action: LoggedAction, course: Course, now: datetime) -> None:
    for kind, days, words in course:
        due_on = action.action.due_on or action.agreed_on
        at = datetime.combine(due_on + timedelta(days=days), time(11, 0), LONDON)
        if at < now:
            report_on_action(
                desk.by(tx, MANAGER, at),
                case_reference=action.case_reference,
                review_version=action.review_version,
                number=action.number,
                kind=kind,
                words=words,
            )
            tx.session.flush()
