"""Reminders and proposals as dated rows of meeting_policies.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class ReminderPolicy:
    """Those invited are reminded ``days_before`` the meeting (calendar days)."""

    version: str
    starts_on: date
    source: str
    days_before: int


@dataclass(frozen=True)
class ProposalPolicy:
    """``strictly_by_age``: places for the oldest cases; ``most_of_a_theme``: cases put together at most."""

    version: str
    starts_on: date
    source: str
    strictly_by_age: int
    most_of_a_theme: int


_ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
REMINDERS = tuple(ReminderPolicy(**row) for row in _ROWS["reminders"])
PROPOSALS = tuple(ProposalPolicy(**row) for row in _ROWS["proposals"])


def reminder_policy(on: date) -> ReminderPolicy | None:
    """The row in force; None before the first has begun."""
    return max((row for row in REMINDERS if row.starts_on <= on), key=lambda row: row.starts_on, default=None)


def proposal_policy(on: date) -> ProposalPolicy:
    """The row in force; the first of all for a day before it."""
    begun = [row for row in PROPOSALS if row.starts_on <= on]
    return max(begun, key=lambda row: row.starts_on) if begun else PROPOSALS[0]
