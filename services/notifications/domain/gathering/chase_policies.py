"""Deadlines and chase ladders as dated rows, for every sector or for some."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from services.notifications.domain.gathering.request_status import RequestStatus


@dataclass(frozen=True, slots=True)
class ChaseStep:
    """A rung of the chase ladder: what is due `after` working days without a reply.

    `message` is the kind that is sent; `to_lead`: to the agency's escalation contact.
    """

    after: int
    becomes: RequestStatus
    action: str
    message: str = ""
    to_lead: bool = False


@dataclass(frozen=True, slots=True)
class GatheringPolicy:
    """Deadline and chase ladder. `due_after` and each step count working days from the day of the request;
    `again_after` from the day on which an unusable return is sent back.
    """

    name: str
    version: str
    starts_on: date
    source: str
    due_after: int
    ladder: tuple[ChaseStep, ...]
    sectors: tuple[str, ...] = ()
    again_after: int = 10


def read_policies(written: Mapping[str, Any]) -> tuple[GatheringPolicy, ...]:
    """The rows of the file. Raises KeyError, TypeError or ValueError for a row that is not whole."""
    return tuple(
        GatheringPolicy(**{**row, "ladder": _ladder(row["ladder"]), "sectors": tuple(row["sectors"])})
        for row in written["policies"]
    )


def _ladder(rungs: list[Mapping[str, Any]]) -> tuple[ChaseStep, ...]:
    return tuple(ChaseStep(**{**rung, "becomes": RequestStatus(rung["becomes"])}) for rung in rungs)


_FILE = Path(__file__).with_suffix(".toml")
POLICIES: tuple[GatheringPolicy, ...] = read_policies(tomllib.loads(_FILE.read_text(encoding="utf-8")))


def policy_on(
    day: date, sector: str = "", policies: tuple[GatheringPolicy, ...] = POLICIES
) -> GatheringPolicy:
    """The policy in force on `day`: the latest that had started, the sector's own before everybody's."""
    begun = [one for one in policies if one.starts_on <= day and (not one.sectors or sector in one.sectors)]
    return max(begun, key=lambda one: (bool(one.sectors), one.starts_on))
