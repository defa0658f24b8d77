"""What owners reported on the actions that the panel agreed; a few have not been heard of."""

from datetime import datetime, time, timedelta
from random import Random

from deploy.personas import PERSONAS
from deploy.seeding.panels import PanelDesk
from services.panel.actions.learning.record_action_step import record_action_step
from services.panel.domain.learning.action_log import LoggedAction, Said
from services.panel.domain.london_days import LONDON
from services.panel.queries.action_log import logged_actions
from shared.storage import Transaction

# Who records which step, how many days after the date, in which words, with which evidence or effect.
Step = tuple[str, str, int, str, str]
Course = tuple[Step, ...]
MANAGER, OFFICE = "cdr-manager", "cdop-administrator"
_COURSES: tuple[Course, ...] = (
    (
        (
            OFFICE,
            "reported_done",
            -6,
            "It is in place and the new wording is sent.",
            "The wording, with the office",
        ),
        (MANAGER, "signed_off", -4, "The wording says what the panel asked for.", ""),
        (OFFICE, "checked", 60, "Asked two teams: both use it.", "Answers of the two teams"),
        (MANAGER, "effect", 250, "Fewer parents were missed in the next audit.", "worked"),
    ),
    (
        (OFFICE, "accepted", -40, "The owner's own forum takes it on.", ""),
        (OFFICE, "progress", -10, "Agreed by the owner's own forum; training starts next month.", ""),
        (OFFICE, "reported_done", 25, "Training held.", "The list of those who came is with the office"),
        (MANAGER, "signed_off", 27, "Nine of ten came.", ""),
        (OFFICE, "checked", 90, "Looked again: new starters are trained as well.", "Training record, autumn"),
    ),
    ((OFFICE, "progress", -3, "Waiting for the budget; the owner reports again at the next quarter.", ""),),
    (
        (OFFICE, "reported_done", 4, "The owner says all sites have begun.", "Letter of the owner"),
        (MANAGER, "signed_off", 6, "The letter names all three sites.", ""),
        (OFFICE, "not_done", 70, "One of three sites has not begun; the owner takes it up again.", ""),
    ),
    ((OFFICE, "reported_done", -1, "Published, and passed on to the partners.", "On the owner's website"),),
)
_HEARD_OF = 0.93


_TOLD_AFTER = 9  # days after the review


def report_on_actions(desk: PanelDesk, now: datetime) -> None:
    """Every owner told, and feedback on the actions that were due by ``now``, each at its own time; once."""
    with desk.database.transaction(person=PERSONAS[MANAGER], at=now) as tx:
        for action in logged_actions(tx):
            rng = Random(f"{action.case_reference}-{action.number}")  # noqa: S311 - chance, and no secret
            if not action.records:
                course = rng.choice(_COURSES) if rng.random() < _HEARD_OF else ()
                _record(desk, tx, action, course, now)


def _record(desk: PanelDesk, tx: Transaction, action: LoggedAction, course: Course, now: datetime) -> None:
    due_on = action.action.due_on or action.agreed_on
    told = (action.agreed_on + timedelta(days=_TOLD_AFTER), MANAGER, Said("told", how="letter"))
    said = [
        (due_on + timedelta(days=days), who, _said(step, words, shown))
        for who, step, days, words, shown in course
    ]
    for day, who, each in (told, *said):
        at = datetime.combine(max(day, told[0]), time(11, 0), LONDON)
        if at < now:
            record_action_step(
                desk.by(tx, PERSONAS[who], at),
                case_reference=action.case_reference,
                review_version=action.review_version,
                number=action.number,
                said=each,
            )
            tx.session.flush()


def _said(step: str, words: str, shown: str) -> Said:
    """``shown``: the evidence, or for a judgement of its effect the effect."""
    if step == "effect":
        return Said(step, words, evidence="Audit of the owner, half a year on", effect=shown)
    return Said(step, words, evidence=shown)
