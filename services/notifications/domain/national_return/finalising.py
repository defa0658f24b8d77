"""Where a case stands with the national database, and what keeps it from being finalised: tables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, Fault, Invalid, TransitionRefused


class ReturnState(StrEnum):
    NOT_SENT = "not_sent"
    NOTIFIED = "notified"
    FINALISED = "finalised"
    REOPENED = "reopened"


RETURN_TRANSITIONS: Mapping[ReturnState, frozenset[ReturnState]] = {
    ReturnState.NOT_SENT: frozenset({ReturnState.NOTIFIED}),
    ReturnState.NOTIFIED: frozenset({ReturnState.FINALISED}),
    ReturnState.FINALISED: frozenset({ReturnState.REOPENED}),
    ReturnState.REOPENED: frozenset({ReturnState.FINALISED}),
}
RETURN_STATE_NAMES: Mapping[ReturnState, str] = {
    ReturnState.NOT_SENT: "Not sent",
    ReturnState.NOTIFIED: "Notified",
    ReturnState.FINALISED: "Finalised",
    ReturnState.REOPENED: "Reopened",
}


@dataclass(frozen=True)
class CaseStanding:
    """What finalising depends on. ``milestones``: kinds recorded; the rest are numbers and labels."""

    state: ReturnState
    milestones: frozenset[str]
    faults: int
    holding_up: tuple[str, ...]
    waiting_requests: int


@dataclass(frozen=True)
class Block:
    """One thing that keeps a case from being finalised. ``blocks`` says it, or "" where it does not."""

    id: str
    source: str
    blocks: Callable[[CaseStanding], str]


def _not_notified(case: CaseStanding) -> str:
    told = case.state is not ReturnState.NOT_SENT
    return "" if told else "The national database has not been notified yet"


def _not_reviewed(case: CaseStanding) -> str:
    done = "review_completed" in case.milestones
    return "" if done else "The review is not completed: record it on the page of the clocks"


def _has_faults(case: CaseStanding) -> str:
    if not case.faults:
        return ""
    return f"{case.faults} item{'' if case.faults == 1 else 's'} of the notification would not be taken"


def _is_held_up(case: CaseStanding) -> str:
    return f"Still open: {', '.join(case.holding_up)}" if case.holding_up else ""


def _has_requests(case: CaseStanding) -> str:
    number = case.waiting_requests
    if not number:
        return ""
    return f"{number} reporting form{'' if number == 1 else 's'} asked for and neither answered nor cancelled"


_GUIDANCE = "NCMD guidance: a case is finalised when its review is complete"
_POLICY = "Panel policy"
BLOCKS: tuple[Block, ...] = (
    Block("not_notified", _GUIDANCE, _not_notified),
    Block("not_reviewed", _GUIDANCE, _not_reviewed),
    Block("faults", _GUIDANCE, _has_faults),
    Block("held_up", _POLICY, _is_held_up),
    Block("requests", _POLICY, _has_requests),
)


class FinalisingBlocked(Conflict):
    title = "The case cannot be finalised yet"

    def __init__(self, blocks: Iterable[str]) -> None:
        super().__init__(". ".join(blocks) + ".")


class ReturnStepRefused(TransitionRefused):
    def __init__(self, was: ReturnState, wanted: ReturnState) -> None:
        names = RETURN_STATE_NAMES
        super().__init__(
            f"The case is '{names[was].lower()}', so it cannot become '{names[wanted].lower()}'."
        )


def blocks_of(case: CaseStanding) -> list[str]:
    """Everything that keeps the case from being finalised, in the order of BLOCKS."""
    return [said for each in BLOCKS if (said := each.blocks(case))]


def refuse_return_step(was: ReturnState, wanted: ReturnState) -> None:
    """Raise ReturnStepRefused unless RETURN_TRANSITIONS has the step."""
    if wanted not in RETURN_TRANSITIONS[was]:
        raise ReturnStepRefused(was, wanted)


def check_step(*, on: date | None, today: date, receipt: str, field: str = "on") -> date:
    """The day of a step. Raises Invalid naming every fault. ``receipt``: what the database answered."""
    faults = []
    if on is None:
        faults.append(Fault(field, "Enter the day on which it happened"))
    elif on > today:
        faults.append(Fault(field, "The day must not be in the future"))
    if not receipt.strip():
        faults.append(
            Fault("receipt", "Write the reference that the national database gave, or who confirmed it")
        )
    if faults or on is None:
        raise Invalid(faults)
    return on
