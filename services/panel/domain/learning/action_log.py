"""The log of agreed actions: who was told, what came back, and whether it worked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from services.panel.domain.learning.action_policy import EFFECTS, TOLD_HOW, months_after, policy_on
from services.panel.domain.learning.action_steps import (
    ACTION_STEPS,
    BY_THE_OWNER,
    FEEDBACK,
    NEEDS_EVIDENCE,
    SETTLED,
    ActionState,
    ActionStep,
)
from services.panel.domain.learning.agreed_action import AgreedAction
from services.panel.domain.london_days import london_day
from services.panel.domain.nobody_named import naming_faults, said_of
from shared.errors import Fault, Invalid
from shared.identifier_patterns import identifiers_in

LONGEST = 4000  # characters of what is said, and of the evidence
DAY = "exact date"
# The office says on which day something was done; an owner, who knows families, might name that of a death.
DAYS_ARE_KEPT = frozenset({DAY})
# What is asked of an owner who leaves the words out; who takes it on has said enough.
OWNER_WORDS = {
    ActionStep.PROGRESS: "Say what has been done so far",
    ActionStep.REPORTED_DONE: "Say what was done",
    ActionStep.DECLINED: "Say why you cannot take it on, and who could",
}
ASKED_FOR = timedelta(days=14)  # what an owner is given at least; the panel's practice


@dataclass(eq=False)
class ActionRecord:
    """One step of one action; ``number`` is the place of the action on the form, from 0.

    ``on``: the day it happened (London). ``how``: a key of TOLD_HOW; ``effect``: a key of EFFECTS; "" else.
    ``by_owner``: it came through the owner's link. ``own_work_because``: why it was done by the same person.
    """

    id: str
    case_reference: str
    review_version: int
    number: int
    step: ActionStep
    words: str
    by: str
    by_name: str
    at: datetime
    on: date
    evidence: str = ""
    how: str = ""
    effect: str = ""
    by_owner: bool = False
    own_work_because: str = ""


@dataclass(frozen=True)
class Said:
    """What somebody wants to record: a value of ActionStep and what goes with it, as typed.

    ``nobody_in``: the tick that its words name nobody.
    """

    step: str
    words: str = ""
    evidence: str = ""
    on: date | None = None
    how: str = ""
    effect: str = ""
    nobody_in: str = ""

    @property
    def texts(self) -> dict[str, str]:
        return {"words": self.words, "evidence": self.evidence}

    @property
    def for_audit(self) -> dict[str, list[str]]:
        """Of which fields it was said that they name nobody."""
        return said_of(self.texts, self.nobody_in)


@dataclass(frozen=True)
class LoggedAction:
    """An action of a completed review with its records, the oldest first.

    ``agreed_on``: the day of the first review of the case that agreed it.
    """

    case_reference: str
    review_version: int
    number: int
    action: AgreedAction
    agreed_on: date
    records: tuple[ActionRecord, ...] = ()

    @cached_property
    def state(self) -> ActionState:
        """Where it stands: the steps of the records, taken one after the other."""
        state = ActionState.TOLD if self.action.told_on else ActionState.AGREED
        for record in self.records:
            # A record of an older form of the log may skip a step; it is taken where it can lead.
            steps = ACTION_STEPS[state]
            state = steps.get(record.step) or _leads_to(record.step) or state
        return state

    @property
    def told_on(self) -> date | None:
        """The first day on which the owner is recorded as told."""
        days = [record.on for record in self.records if record.step is ActionStep.TOLD]
        return min([*days, *([self.action.told_on] if self.action.told_on else [])], default=None)

    @property
    def feedback_due_on(self) -> date | None:
        """By when the owner is to be heard of: the due date, and after feedback some months on."""
        if self.state in SETTLED:
            return None
        heard = [record.on for record in self.records if record.step in FEEDBACK]
        due = self.action.due_on or self.agreed_on
        if not heard:
            return due
        return max(due, months_after(heard[-1], policy_on(heard[-1]).feedback_months))

    def answer_by(self, on: date) -> date:
        """By when an owner who is asked on day ``on`` is to answer; never sooner than in ASKED_FOR days."""
        return max(self.feedback_due_on or on, on + ASKED_FOR)

    def overdue(self, on: date) -> bool:
        """Whether nobody has been heard of by the day before ``on``."""
        due = self.feedback_due_on
        return due is not None and due < on

    @property
    def effect_due_on(self) -> date | None:
        """From when its effect can be judged; None before it is done and checked, and once it was judged."""
        if self.state is not ActionState.CHECKED:
            return None
        return self._to_be_judged_from(self.records)

    def judged_early(self, record: ActionRecord) -> date | None:
        """From when the effect was to be judged, if ``record`` judged it before that day; else None."""
        if record.step is not ActionStep.EFFECT:
            return None
        due = self._to_be_judged_from(self.records[: self.records.index(record)])
        return due if due and record.on < due else None

    @property
    def effect(self) -> str:
        """The last judgement of its effect, a key of EFFECTS; "" while there is none that still holds."""
        judged = self.state is ActionState.JUDGED
        return next((one.effect for one in reversed(self.records) if one.effect), "") if judged else ""

    @property
    def reported_done_by(self) -> str:
        """Id of who last reported it done, or "": they do not sign it off themselves."""
        return self._last_by(ActionStep.REPORTED_DONE)

    @property
    def signed_off_by(self) -> str:
        """Id of who last signed it off, or "": the second check is somebody else's."""
        return self._last_by(ActionStep.SIGNED_OFF)

    @property
    def may_follow(self) -> tuple[ActionStep, ...]:
        return tuple(ACTION_STEPS[self.state])

    def record(
        self, said: Said, *, id: str, by: str, by_name: str, at: datetime, by_owner: bool = False
    ) -> ActionRecord:
        """A new record. Invalid names every fault: the step must be possible now, and be said in words."""
        on = london_day(at)
        possible = set(self.may_follow) & (BY_THE_OWNER if by_owner else set(ActionStep))
        faults = _of_owner(said, possible) if by_owner else _of_office(said, possible, self.agreed_on, on)
        if faults := [*faults, *naming_faults(said.texts, said.nobody_in)]:
            raise Invalid(faults)
        return ActionRecord(
            id=id,
            case_reference=self.case_reference,
            review_version=self.review_version,
            number=self.number,
            step=ActionStep(said.step),
            words=said.words.strip(),
            by=by,
            by_name=by_name,
            at=at.astimezone(UTC),
            on=said.on or on,
            evidence=said.evidence.strip(),
            how=said.how if said.step == ActionStep.TOLD else "",
            effect=said.effect if said.step == ActionStep.EFFECT else "",
            by_owner=by_owner,
        )

    def said_before(self, said: Said, *, by: str, at: datetime) -> ActionRecord | None:
        """The last record, if the same person has just said the same: a form sent twice is one record."""
        if not self.records:
            return None
        last, on = self.records[-1], said.on or london_day(at)
        same = (last.by, last.step, last.words, last.evidence, last.on) == (
            by, said.step, said.words.strip(), said.evidence.strip(), on
        )  # fmt: skip
        return last if same and last.how in ("", said.how) and last.effect in ("", said.effect) else None

    @staticmethod
    def _to_be_judged_from(records: Sequence[ActionRecord]) -> date | None:
        checked = next((one for one in reversed(records) if one.step is ActionStep.CHECKED), None)
        return months_after(checked.on, policy_on(checked.on).effect_months) if checked else None

    def _last_by(self, step: ActionStep) -> str:
        return next((one.by for one in reversed(self.records) if one.step is step), "")


def told_as_logged(
    actions: Sequence[AgreedAction], logged: Iterable[LoggedAction]
) -> tuple[AgreedAction, ...]:
    """The actions of a form, each with the day on which the log first says that its owner was told."""
    known = [one for one in logged if one.told_on]
    return tuple(one if one.told_on else replace(one, told_on=_told_on(one, known)) for one in actions)


def _told_on(action: AgreedAction, known: Iterable[LoggedAction]) -> date | None:
    return next((one.told_on for one in known if action.same_as(one.action)), None)


def _leads_to(step: ActionStep) -> ActionState | None:
    return next((steps[step] for steps in ACTION_STEPS.values() if step in steps), None)


def _of_office(said: Said, possible: Collection[str], agreed_on: date, today: date) -> list[Fault]:
    telling = said.step == ActionStep.TOLD
    found = (
        ("step", said.step not in possible, "Choose what is reported"),
        ("words", not said.words.strip() and not telling, "Say what was done, or how it was checked"),
        ("evidence", _lacks_evidence(said), "Give the evidence: what shows it, and where it is kept"),
        ("how", telling and said.how not in TOLD_HOW, "Choose how the owner was told"),
        ("effect", said.step == ActionStep.EFFECT and said.effect not in EFFECTS, "Say whether it worked"),
        ("on", said.on is not None and said.on > today, "The day must not be in the future"),
        ("on", said.on is not None and said.on < agreed_on, "The day is before the action was agreed"),
    )  # fmt: skip
    faults = [Fault(field, message) for field, wrong, message in found if wrong]
    return [
        *faults,
        *_shows("words", said.words, DAYS_ARE_KEPT),
        *_shows("evidence", said.evidence, DAYS_ARE_KEPT),
    ]


def _of_owner(said: Said, possible: Collection[str]) -> list[Fault]:
    """In the words of the page that the owner sees; of who has chosen nothing no more is asked yet."""
    chosen = said.step in possible
    missing = OWNER_WORDS.get(ActionStep(said.step), "") if chosen and not said.words.strip() else ""
    found = (
        ("step", not chosen, "Choose what you want to tell the panel"),
        ("words", bool(missing), missing),
        (
            "evidence",
            chosen and _lacks_evidence(said),
            "Say what shows that it is done, and where it is kept",
        ),
    )
    faults = [Fault(field, message) for field, wrong, message in found if wrong]
    return [*faults, *_shows("words", said.words), *_shows("evidence", said.evidence)]


def _lacks_evidence(said: Said) -> bool:
    return said.step in NEEDS_EVIDENCE and not said.evidence.strip()


def _shows(field: str, text: str, allowed: Collection[str] = ()) -> list[Fault]:
    if len(text) > LONGEST:
        return [Fault(field, f"Use no more than {LONGEST:,} characters")]
    kinds = [kind for kind in identifiers_in(text) if kind not in allowed]
    if not kinds:
        return []
    month = ". Of a day, the month and the year are enough" if DAY in kinds else ""
    return [Fault(field, f"Take out what may identify somebody: {', '.join(kinds)}{month}")]
