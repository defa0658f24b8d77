"""What one demonstration case is: notification, agencies' returns, the panel's decision, the truth."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Progress(StrEnum):
    """How far a case has come when the demonstration opens."""

    INBOX = "inbox"
    GATHERING = "gathering"
    READY = "ready"
    ON_HOLD = "on_hold"
    REVIEWED = "reviewed"


class Answer(StrEnum):
    """What became of a request to an agency."""

    RETURNED = "returned"
    NIL_RETURN = "nil_return"
    NO_REPLY = "no_reply"


@dataclass(frozen=True)
class Professional:
    """Somebody who knew the child. ``voice``: how they write; ``code``: their role on the form."""

    voice: str
    code: str
    name: str
    role: str
    organisation: str
    sector: str
    email: str
    phone: str


@dataclass(frozen=True)
class DemoReturn:
    """One agency's answer. ``sections``: letter (B to F) -> text, ``answers``: question -> code;
    both are empty unless it returned the form.
    """

    professional: Professional
    requested_at: datetime
    answer: Answer
    answered_at: datetime | None = None
    sections: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DemoFactor:
    """A factor as the panel graded it (0 to 2); ``modifiable`` is yes, no or not_known."""

    domain: str
    factor: str
    grade: int
    modifiable: str


@dataclass(frozen=True)
class DemoAction:
    """An action agreed; ``owner`` is a role or an organisation."""

    text: str
    owner: str
    due_on: date
    level: str


@dataclass(frozen=True)
class DemoDecision:
    """What the panel records for a case."""

    category: int
    secondary_categories: tuple[int, ...]
    factors: tuple[DemoFactor, ...]
    modifiability: str
    cause_of_death: str
    summary: str
    learning: tuple[str, ...]
    actions: tuple[DemoAction, ...]


@dataclass(frozen=True)
class Truth:
    """Themes the texts affirm; and (theme, assertion) of those they only mention."""

    affirmed: tuple[str, ...]
    mentioned: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DemoCase:
    """One case. ``payload`` has the notification form's shape; ``hold`` is the kind of an open hold."""

    number: int
    scenario: str
    payload: dict[str, Any]
    progress: Progress
    returns: tuple[DemoReturn, ...]
    decision: DemoDecision | None
    truth: Truth
    died_at: datetime
    notified_at: datetime
    in_time: bool | None
    meeting_on: date | None = None
    hold: str | None = None
