"""The answer that a person is given: what goes in, in what words, and what it says of what stays out."""

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from services.notifications.domain.subject_access.grounds import NOT_ABOUT_THEM, grounds
from services.notifications.domain.subject_access.items import JudgedItem, State
from services.notifications.domain.subject_access.request import SubjectAccessRequest
from shared.written_dates import written_date

ABOUT = Path(__file__).with_name("about.toml")
FORMAT = "subject-access-answer/1"
TITLE = "What child death review holds about you"
NO_DATE = "No date is recorded"


@dataclass(frozen=True)
class Part:
    """One thing that goes in, in words. ``own``: (label, value) pairs; ``text``: with others taken out."""

    number: int
    what: str
    source: str
    given_by: str
    dated: str
    own: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True)
class Answer:
    """All that is printed. ``left_out``: sentences; ``about``: (heading, words) pairs."""

    title: str
    person_name: str
    panel_name: str
    asked_on: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    left_out: tuple[str, ...]
    about: tuple[tuple[str, str], ...]

    @property
    def data(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}

    @property
    def digest(self) -> str:
        """SHA-256 of everything it says."""
        return sha256(json.dumps(self.data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def _about() -> dict[str, Any]:
    return tomllib.loads(ABOUT.read_text(encoding="utf-8"))


def answer_to(request: SubjectAccessRequest, items: Sequence[JudgedItem], *, panel_name: str) -> Answer:
    """Only what was decided to go in; everything else is counted, and nothing of it quoted."""
    going = [(one.item, one.shown) for one in items if one.state is State.DISCLOSED]
    parts = tuple(
        Part(number, one.what, one.source, one.given_by, _day(one.dated), one.own, shown or "")
        for number, (one, shown) in enumerate(going, start=1)
    )
    said = _about()
    return Answer(
        title=TITLE,
        person_name=request.person_name,
        panel_name=panel_name,
        asked_on=_day(request.received_on),
        opening=(said["family" if request.relation == "family" else "anybody"], said["marks"]),
        parts=parts,
        left_out=(*_left_out(items), said["left_out"]),
        about=tuple((each["title"], each["says"]) for each in said["about"]),
    )


def _left_out(items: Sequence[JudgedItem]) -> list[str]:
    states = Counter(one.state for one in items)
    says = (
        [f"{_things(states[State.UNDECIDED])} not been decided yet, and left out for now."]
        if states[State.UNDECIDED]
        else []
    )
    used = Counter(one.decision.answer for one in items if one.decision and one.state is State.WITHHELD)
    for ground in grounds().grounds:
        if used[ground.id] and ground.tells:
            law = (
                ""
                if ground.id == NOT_ABOUT_THEM
                else f" ({ground.law.replace('DPA', 'Data Protection Act 2018')})"
            )
            says.append(f"{_things(used[ground.id])} been left out. {ground.tells}{law}")
    return says or ["Nothing that we may tell you of was left out."]


def _things(count: int) -> str:
    return f"{count} thing{'' if count == 1 else 's'} ha{'s' if count == 1 else 've'}"


def _day(day: date | None) -> str:
    return written_date(day) if day else NO_DATE
