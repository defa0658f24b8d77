"""The grounds on which a case leaves the usual way, as a dated table."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.panel.domain.cases.case_status import CaseStatus


@dataclass(frozen=True)
class Ground:
    """One ground for one step. ``id`` is what is kept; ``hint`` may be "" ."""

    step: CaseStatus
    id: str
    label: str
    hint: str = ""


@cache
def _grounds() -> tuple[Ground, ...]:
    written = tomllib.loads(Path(__file__).with_name("step_grounds.toml").read_text(encoding="utf-8"))
    return tuple(Ground(**{**row, "step": CaseStatus(row["step"])}) for row in written["grounds"])


def grounds_for(step: CaseStatus) -> tuple[Ground, ...]:
    """The grounds that may be given for a step, in the order shown; empty where none is asked."""
    return tuple(each for each in _grounds() if each.step is step)


def ground_label(step: CaseStatus, ground: str) -> str:
    """The words of a ground that was kept; "" for none."""
    return next((each.label for each in grounds_for(step) if each.id == ground), ground)
