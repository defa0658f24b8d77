"""What has to be said when somebody takes a case out of review, back, off an agenda, or open again."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.panel.domain.analysis.age_in_days import age_in_days
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.step_grounds import grounds_for
from shared.errors import Fault
from shared.identifier_patterns import identifiers_in

S = CaseStatus
BY_HAND = (S.GATHERING, S.OUT_OF_SCOPE, S.TRANSFERRED, S.DUPLICATE)
LONGEST_PANEL_NAME = 120
NO_REASON = "Give the reason for this step"
MOST_DAYS_OF_A_CHILD = 6573  # the last day before the eighteenth birthday


@dataclass(frozen=True)
class StepByHand:
    """A step with what was typed for it. ``concerns``: the other panel, or the case this one duplicates."""

    status: CaseStatus
    reason: str
    ground: str = ""
    concerns: str = ""
    authorised_by: str = ""


@dataclass(frozen=True)
class NamedCase:
    """A case by its reference: where it stands, and how old the child was, as the record says it."""

    reference: str
    status: CaseStatus
    age_text: str


def step_faults(
    step: StepByHand, *, reference: str, this: NamedCase | None, other: NamedCase | None
) -> list[Fault]:
    """Everything wrong with a step of the case ``reference``, in the order of the form.

    ``this``: the case itself; ``other``: the case named in ``concerns``. None where there is none.
    """
    return [
        *_ground_faults(step),
        *(_age_faults(this.age_text) if this and step.ground == "eighteen_or_over" else ()),
        *(_transfer_faults(step) if step.status is S.TRANSFERRED else ()),
        *(_duplicate_faults(step, reference, other) if step.status is S.DUPLICATE else ()),
        *reason_faults(step.reason, NO_REASON),
    ]


def reopening_faults(step: StepByHand) -> list[Fault]:
    """Everything wrong with reopening a review, in the order of the form."""
    nobody = "Write who authorised it, as a post: for example, the chair of the panel"
    return [
        *_ground_faults(step),
        *reason_faults(step.reason, "Give the reason for reopening the review"),
        *reason_faults(step.authorised_by, nobody, "authorised_by"),
    ]


def deferral_faults(step: StepByHand) -> list[Fault]:
    """Everything wrong with deferring a case, in the order of the form."""
    return [*_ground_faults(step), *reason_faults(step.reason, "Say what the panel waits for")]


def reason_faults(reason: str, missing: str, field: str = "reason") -> Iterator[Fault]:
    """A reason is needed; it is shown to the panel and kept for good, so it names nobody."""
    if not reason.strip():
        yield Fault(field, missing)
    elif found := identifiers_in(reason):
        yield Fault(field, f"Take out what may identify somebody: {', '.join(found)}")


def _ground_faults(step: StepByHand) -> Iterator[Fault]:
    grounds = grounds_for(step.status)
    if grounds and step.ground not in {each.id for each in grounds}:
        yield Fault("ground", _ASKED[step.status])


def _age_faults(age_text: str) -> Iterator[Fault]:
    """The record itself must not say that it was a child; where it knows no age, the office decides."""
    if age_in_days(age_text).at_most(MOST_DAYS_OF_A_CHILD):
        told = f"The record gives the age at death as {age_text}"
        yield Fault("ground", f"{told}. Choose another rule, or have the record put right first")


def _transfer_faults(step: StepByHand) -> Iterator[Fault]:
    if not step.concerns.strip():
        yield Fault("concerns", "Write which panel takes the case over")
    elif len(step.concerns) > LONGEST_PANEL_NAME:
        yield Fault("concerns", f"The name of a panel has at most {LONGEST_PANEL_NAME} characters")


def _duplicate_faults(step: StepByHand, reference: str, other: NamedCase | None) -> Iterator[Fault]:
    if not step.concerns.strip():
        yield Fault("concerns", "Write the reference of the case that stays")
    elif step.concerns.strip() == reference:
        yield Fault("concerns", "A case is not a duplicate of itself")
    elif other is None:
        yield Fault("concerns", "There is no case with this reference")
    elif other.status is S.DUPLICATE:
        yield Fault("concerns", f"{other.reference} is itself a duplicate: write the case that stays")


_ASKED = {
    S.OUT_OF_SCOPE: "Choose the rule by which it is out of scope",
    S.DEFERRED: "Choose why the case is deferred",
    S.REOPENED: "Choose what has come to light",
}
