"""Why a clock was late or cannot be judged: a reason of the list, and words."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from services.notifications.domain.clocks.clock_state import ClockState
from shared.errors import Fault

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
VERSION: str = _DATA["version"]


@dataclass(frozen=True)
class BreachReason:
    """``clocks``: the ids of the clocks it can be given for; empty for any."""

    code: str
    label: str
    clocks: tuple[str, ...]


BREACH_REASONS: dict[str, BreachReason] = {
    row["code"]: BreachReason(row["code"], row["label"], tuple(row["clocks"])) for row in _DATA["reasons"]
}


def reasons_for(clock_id: str) -> list[tuple[str, str]]:
    """The reasons that can be given for a clock, as code and label."""
    return [
        (each.code, each.label) for each in BREACH_REASONS.values() if clock_id in (each.clocks or [clock_id])
    ]


def reason_label(code: str) -> str:
    """How a reason is shown; one of an older list as its code."""
    return BREACH_REASONS[code].label if code in BREACH_REASONS else code.replace("_", " ")


def reason_faults(state: ClockState | None, reason: str, words: str) -> list[Fault]:
    """What is wrong with a reason for a breach. ``state``: the clock it is for, None if there is none."""
    if state is None or not state.needs_reason:
        return [Fault("reason", "This clock is neither late nor impossible to judge, so it needs no reason")]
    faults = []
    if reason not in dict(reasons_for(state.id)):
        faults.append(Fault("reason", "Choose the reason"))
    if not words.strip():
        faults.append(Fault("words", "Write in a few words what happened"))
    return faults
