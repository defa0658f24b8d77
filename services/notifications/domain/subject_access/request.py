"""A request: who asks about whom, how we know that it is they, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from services.notifications.domain.forms.allowed_answers import says_no_answer
from services.notifications.domain.redaction.name_splitting import without_titles
from services.notifications.domain.subject_access.put_back import SHORTEST_DETAIL
from services.notifications.domain.subject_access.refusals import NamedMeanwhile, OwnDetailsMeanwhile
from services.notifications.domain.subject_access.time_limit import due_on
from shared.errors import Conflict, Fault, Invalid, NotPermitted, TransitionRefused

LONGEST = 2_000
LONGEST_NAME = 200
_Check = tuple[str, bool, str]  # a field, whether it is wrong, and what is said of it
# How the person stands to the child. A family is spoken to otherwise than a professional.
RELATIONS: Mapping[str, str] = {
    "family": "A parent, carer, brother, sister or other relative",
    "professional": "A professional who knew the child or the family",
    "other": "Somebody else",
}


class NotAllOpen(Conflict):
    """It does not say which case is closed, nor how many."""

    title = "Somebody who can see all of this request decides about its answer"

    def __init__(self) -> None:
        super().__init__("Not everything in it is open to you. Nothing has been done.")


class Stage(StrEnum):
    RECEIVED = "received"
    PREPARING = "preparing"
    WAITING = "waiting"
    RELEASED = "released"
    CLOSED = "closed"


SUBJECT_ACCESS_TRANSITIONS: Mapping[Stage, frozenset[Stage]] = {
    Stage.RECEIVED: frozenset({Stage.PREPARING, Stage.CLOSED}),
    Stage.PREPARING: frozenset({Stage.WAITING, Stage.CLOSED}),
    Stage.WAITING: frozenset({Stage.PREPARING, Stage.RELEASED}),
    Stage.RELEASED: frozenset(),
    Stage.CLOSED: frozenset(),
}
STAGE_LABELS: Mapping[Stage, str] = {
    Stage.RECEIVED: "Identity to be confirmed",
    Stage.PREPARING: "Being prepared",
    Stage.WAITING: "Waits for the Caldicott guardian",
    Stage.RELEASED: "Released",
    Stage.CLOSED: "Closed without an answer",
}
EXTENDED, NAMED, OWN_DETAILS = "extended", "named", "own_details"
_NO_STAGE = frozenset({EXTENDED, NAMED, OWN_DETAILS})
MOST_DETAILS, LONGEST_DETAIL = 20, 200
UNDER_WAY = frozenset({Stage.RECEIVED, Stage.PREPARING, Stage.WAITING})
# Only what the person decides, or what keeps us from knowing who they are. Refusing is no step.
CLOSED_BECAUSE: Mapping[str, str] = {
    "withdrawn": "The person has withdrawn it",
    "identity": "We asked who they are, and could not confirm it",
    "mistaken": "It was logged by mistake",
}


@dataclass(frozen=True)
class Step:
    """What was done: ``kind`` is a stage it went to, EXTENDED, NAMED or OWN_DETAILS.

    ``on``: the day of what is recorded.

    ``person_name``: of a NAMED one, the name as it is from then on. ``words``, of OWN_DETAILS: one to a line.
    """

    number: int
    kind: str
    on: date
    words: str
    digest: str
    by: str
    by_name: str
    at: datetime
    person_name: str | None = None


@dataclass(frozen=True)
class SubjectAccessRequest:
    """``logged_name``: as it was first written down. ``asked_by``: whoever asks for the person, with the
    authority for it; "" where they ask themselves.
    """

    request_id: str
    logged_name: str
    relation: str
    asked_by: str
    received_on: date
    recorded_by: str
    recorded_by_name: str
    recorded_at: datetime
    steps: tuple[Step, ...] = ()

    @property
    def person_name(self) -> str:
        """Whose data it is, as last corrected."""
        return (self.name_corrected and self.name_corrected.person_name) or self.logged_name

    @property
    def name_corrected(self) -> Step | None:
        """When the name was last corrected."""
        return next((step for step in reversed(self.steps) if step.person_name), None)

    @property
    def name_standing(self) -> str:
        """Digest of which name stands, as a form carries it."""
        return sha256(self.person_name.encode()).hexdigest()

    @property
    def stage(self) -> Stage:
        moves = [Stage(step.kind) for step in self.steps if step.kind not in _NO_STAGE]
        return moves[-1] if moves else Stage.RECEIVED

    @property
    def under_way(self) -> bool:
        return self.stage in UNDER_WAY

    @property
    def label(self) -> str:
        return STAGE_LABELS[self.stage]

    @property
    def extended(self) -> Step | None:
        return next((step for step in self.steps if step.kind == EXTENDED), None)

    @property
    def details_noted(self) -> Step | None:
        """When the person's own details were last written down, or that there are none."""
        return next((step for step in reversed(self.steps) if step.kind == OWN_DETAILS), None)

    @property
    def own_details(self) -> tuple[str, ...]:
        """Telephone numbers, addresses and e-mail addresses of the person, as last written down."""
        return in_lines(self.details_noted.words) if self.details_noted else ()

    @property
    def details_standing(self) -> str:
        """Digest of which details stand, as a form carries it."""
        return sha256("\n".join(self.own_details).encode()).hexdigest()

    @property
    def identity(self) -> Step | None:
        """When the proof of who they are had come, and what it was."""
        return next((step for step in self.steps if step.kind == Stage.PREPARING), None)

    @property
    def proposed(self) -> Step | None:
        """As it waits, or was released."""
        return next((step for step in reversed(self.steps) if step.kind == Stage.WAITING), None)

    @property
    def hands(self) -> frozenset[str]:
        """Ids of whoever brought it this far; sending it back is no part in it."""
        later = [step.by for step in self.steps if step.kind != Stage.PREPARING]
        return frozenset({self.recorded_by, *later, *([self.identity.by] if self.identity else [])})

    def without_words(self) -> "SubjectAccessRequest":
        """For whoever does not see all of it: what somebody wrote of its cases is left out."""
        kept = {self.identity.number} if self.identity else set()
        steps = (step if step.number in kept else replace(step, words="") for step in self.steps)
        return replace(self, steps=tuple(steps))

    @property
    def started_on(self) -> date:
        """The month begins with the request, or when the proof that had to be asked for has come."""
        return max(self.received_on, self.identity.on) if self.identity else self.received_on

    @property
    def due_on(self) -> date:
        return due_on(self.started_on, extended=self.extended is not None)

    def must_go_to(self, stage: Stage) -> None:
        """Raises TransitionRefused."""
        if stage not in SUBJECT_ACCESS_TRANSITIONS[self.stage]:
            raise TransitionRefused(
                f"This request has moved on, perhaps by what you or a colleague sent just before: it is now "
                f"“{self.label.lower()}”. Open it again from the list of requests to go on."
            )

    def must_be_prepared(self) -> None:
        """What goes into the answer is only chosen while it is being prepared. Raises Conflict."""
        if self.stage is not Stage.PREPARING:
            raise Conflict(f"This request is: {self.label.lower()}. Nothing about its answer can be changed.")


def check_request(
    person_name: str, relation: str, received_on: date | None, asked_by: str, *, on: date
) -> None:
    """Raises Invalid naming every fault."""
    _refuse(
        *_of_name("person_name", person_name, "Write the name of the person whose data it is"),
        ("relation", relation not in RELATIONS, "Choose how the person stands to the child"),
        ("asked_by", len(asked_by) > LONGEST, f"Write at most {LONGEST:,} characters"),
        ("received_on", received_on is None, "Write the day on which the request came"),
        ("received_on", received_on is not None and received_on > on, "This day has not come yet"),
    )


def check_identity(how: str, came_on: date | None, *, on: date, received_on: date) -> None:
    """Raises Invalid naming every fault."""
    _refuse(
        ("how", not _said(how), "Write how you know that it is they: what you saw, and who saw it"),
        ("came_on", came_on is None, "Write the day on which the proof was here"),
        ("came_on", came_on is not None and came_on > on, "This day has not come yet"),
        ("came_on", came_on is not None and came_on < received_on, "This day is before the request came"),
    )


def check_extension(request: SubjectAccessRequest, why: str, told_on: date | None, *, on: date) -> None:
    """Two months more, where the person was told why within the first. Raises Conflict, Invalid."""
    if not request.under_way or request.extended:
        raise Conflict("The time of this request cannot be made longer.")
    last = due_on(request.started_on)
    late = told_on is not None and told_on > last
    _refuse(
        ("why", not _said(why), "Write why it takes longer, in the words in which the person was told"),
        ("told_on", told_on is None, "Write the day on which the person was told"),
        ("told_on", told_on is not None and told_on > on, "This day has not come yet"),
        ("told_on", told_on is not None and told_on < request.received_on, "This day is before the request"),
        ("told_on", late, f"The person has to be told by {last.day} {last:%B %Y}: after it the time stands"),
    )


def check_correction(request: SubjectAccessRequest, name: str, why: str, *, against: str) -> None:
    """``against``: digest of the name that stood when it was looked at.

    Raises Conflict once an answer is proposed, because it holds the name. Raises NamedMeanwhile, unless this
    very name stands already; Invalid naming every fault.
    """
    if request.stage not in (Stage.RECEIVED, Stage.PREPARING):
        raise Conflict(f"This request is: {request.label.lower()}. The name in it can no longer be changed.")
    if request.name_standing != against and request.person_name != name:
        raise NamedMeanwhile()
    _refuse(
        *_of_name("name", name, f"Write the name, in at most {LONGEST_NAME} characters"),
        ("name", name == request.person_name, "This is the name as it stands"),
        ("name_why", not _said(why), "Write what was wrong, and how you know the right name"),
    )


def in_lines(words: str) -> tuple[str, ...]:
    """Each line that says anything, once."""
    return tuple(dict.fromkeys(line for each in words.splitlines() if (line := " ".join(each.split()))))


def check_own_details(request: SubjectAccessRequest, details: str, *, against: str) -> None:
    """``against``: digest of the details that stood when they were looked at.

    Raises Conflict unless it is being prepared: before, nobody knows whose they are. Raises
    OwnDetailsMeanwhile, unless these very details stand already; Invalid naming every fault.
    """
    request.must_be_prepared()
    lines = in_lines(details)
    if request.details_standing != against and request.own_details != lines:
        raise OwnDetailsMeanwhile()
    fits = range(SHORTEST_DETAIL, LONGEST_DETAIL + 1)
    short = ", ".join(str(at) for at, each in enumerate(lines, start=1) if len(each) not in fits)
    says = f"Write {SHORTEST_DETAIL} to {LONGEST_DETAIL} characters in a line: look at {short}"
    _refuse(
        ("details", len(lines) > MOST_DETAILS, f"Write at most {MOST_DETAILS} lines: there are {len(lines)}"),
        ("details", bool(short), says),
    )


def check_closing(because: str, words: str) -> None:
    """Raises Invalid naming every fault."""
    _refuse(
        ("because", because not in CLOSED_BECAUSE, "Choose why it is closed"),
        ("words", not _said(words), "Write what happened, and when the person was told"),
    )


def check_release(request: SubjectAccessRequest, workers: Sequence[str], *, by: str) -> None:
    """Raises TransitionRefused; NotPermitted for anybody who had a hand in it."""
    request.must_go_to(Stage.RELEASED)
    if by in request.hands.union(workers):
        raise NotPermitted("You had a hand in this answer: somebody else looks at it before it goes out.")


def check_sending_back(why: str) -> None:
    """Raises Invalid without a reason."""
    _refuse(("why", not _said(why), "Write what is to be looked at again"))


def _refuse(*checks: _Check) -> None:
    if faults := [Fault(field, says) for field, wrong, says in checks if wrong]:
        raise Invalid(faults)


def _of_name(field: str, name: str, missing: str) -> tuple[_Check, ...]:
    """Nothing can be looked for without a name: words for “not known” are none."""
    unknown = _said(name) and says_no_answer(without_titles(name))
    return (
        (field, not _said(name, LONGEST_NAME), missing),
        (field, unknown, "This says that the name is not known: write the person’s full name"),
    )


def _said(words: str, most: int = LONGEST) -> bool:
    return 0 < len(words.strip()) <= most
