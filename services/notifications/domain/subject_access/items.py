"""What was found about a person, thing by thing, and what was decided about each: undecided stays out."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from services.notifications.domain.subject_access.grounds import grounds
from services.notifications.domain.subject_access.time_limit import opinion_holds
from shared.errors import Conflict, Fault, Invalid

DISCLOSE = "disclose"
LONGEST = 2_000
LONGEST_TEXT = 50_000
LONGEST_NAME = 200
MOST_FURTHER, LONGEST_FURTHER = 50, 200
# DPA 2018, Schedule 3, paragraph 6: who is no health professional gives out health data only with an opinion.
HEALTH: Mapping[str, str] = {
    "none": "It holds nothing about this person’s health",
    "known": "It does, and the person has seen or knows it already",
    "opinion": "It does, and a health professional finds that it would not be likely to cause serious harm",
}


class ItemChanged(Conflict):
    title = "The record has changed since you looked at it"

    def __init__(self) -> None:
        super().__init__("Nothing has been decided. Look at what stands there now.")


class DecidedMeanwhile(Conflict):
    title = "Somebody has decided this since you looked at it"

    def __init__(self) -> None:
        super().__init__(
            "What you wrote is not saved yet. Look at what was decided, and decide again if you must."
        )


@dataclass(frozen=True)
class FoundItem:
    """A thing in the record of a case. ``own``: (label, value) that stand in the person's own entry.

    ``text``: words in which others may be named, "" where there are none: what of them can be given out is
    ``shown``, None where redaction lets nothing through. ``named``: a name of the person stands in the text.
    ``put_in_at``: when somebody of the office put it in by hand. ``copied``: made of something else in the
    record. ``found_as``: its digest before further words were taken out of it.
    """

    key: str
    case_reference: str
    what: str
    source: str
    given_by: str
    dated: date | None
    own: tuple[tuple[str, str], ...] = ()
    text: str = ""
    shown: str | None = ""
    named: bool = False
    put_in_at: datetime | None = None
    copied: bool = False
    found_as: str = ""

    @property
    def id(self) -> str:
        """How an address names it: by no word of the record."""
        return sha256(f"{self.case_reference} {self.key}".encode()).hexdigest()[:20]

    @property
    def digest(self) -> str:
        """SHA-256 of all that a decision is about: what is written otherwise tomorrow is not decided."""
        if self.found_as:
            return self.found_as
        said = [self.case_reference, self.key, self.what, self.source, self.given_by, str(self.dated)]
        return sha256(json.dumps([*said, self.own, self.text], ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Decision:
    """``answer``: DISCLOSE or the id of a ground. ``also``: further words that are taken out."""

    case_reference: str
    key: str
    answer: str
    health: str
    opinion_by: str
    opinion_on: date | None
    also: tuple[str, ...]
    note: str
    digest: str
    by: str
    by_name: str
    at: datetime
    number: int = 0

    @property
    def place(self) -> tuple[str, str]:
        return self.case_reference, self.key


class State(StrEnum):
    UNDECIDED = "undecided"
    DISCLOSED = "disclosed"
    WITHHELD = "withheld"


STATE_LABELS: Mapping[State, str] = {
    State.UNDECIDED: "Not decided: stays out",
    State.DISCLOSED: "Goes in",
    State.WITHHELD: "Held back",
}


@dataclass(frozen=True)
class JudgedItem:
    """``repeats``: what the things are called that are held back, and whose words stand in this one."""

    item: FoundItem
    decision: Decision | None = None
    repeats: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """Fails closed: what has changed since, a ground that is none, a text that is not let through and one
        that repeats what is held back are undecided."""
        made = self.decision
        if made is None or made.digest != self.item.digest:
            return State.UNDECIDED
        if made.answer != DISCLOSE:
            return State.WITHHELD if grounds().get(made.answer) else State.UNDECIDED
        return State.UNDECIDED if self.item.shown is None or self.repeats else State.DISCLOSED

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def standing(self) -> str:
        """Which decision stands, as a form carries it; "0" for none."""
        return str(self.decision.number if self.decision else 0)


def judged(items: Iterable[FoundItem], decisions: Iterable[Decision]) -> list[JudgedItem]:
    """Each with its newest decision; ``decisions`` in the order in which they were made."""
    newest = {made.place: made for made in decisions}
    return [JudgedItem(item, newest.get((item.case_reference, item.key))) for item in items]


def check_decision(
    item: FoundItem,
    *,
    answer: str,
    health: str,
    opinion_by: str,
    opinion_on: date | None,
    note: str,
    on: date,
    repeats: Sequence[str] = (),
    also: Sequence[str] = (),
) -> None:
    """``repeats``: what is held back with the same words. Raises Invalid naming every fault."""
    ground = grounds().get(answer)
    goes = answer == DISCLOSE
    opinion = (goes and health == "opinion") or bool(ground and ground.needs_opinion)
    faults = [
        (not goes and ground is None, "answer", "Choose whether it goes in, or why it is held back"),
        (goes and item.shown is None, "answer", "Other people’s names could not be taken out: it stays out"),
        (goes and bool(repeats), "answer", f"The same words are held back: {'; '.join(repeats)}"),
        (
            goes and health not in HEALTH,
            "health",
            "Choose whether it holds anything about this person’s health",
        ),
        (opinion and not opinion_by.strip(), "opinion_by", "Write which health professional said so"),
        (len(opinion_by) > LONGEST_NAME, "opinion_by", f"Write at most {LONGEST_NAME} characters"),
        (opinion and opinion_on is None, "opinion_on", "Write the day of the opinion"),
        (
            opinion and opinion_on is not None and not opinion_holds(opinion_on, on),
            "opinion_on",
            "An opinion holds for six months from its day: ask for a new one",
        ),
        *_further_faults(also),
        (_needs_note(answer) and not note.strip(), "note", "Write why this ground holds here"),
        (len(note) > LONGEST, "note", f"Write at most {LONGEST:,} characters"),
    ]
    _refuse(faults)


def _further_faults(also: Sequence[str]) -> list[tuple[bool, str, str]]:
    long = [str(number) for number, words in enumerate(also, start=1) if len(words) > LONGEST_FURTHER]
    which = f"line {long[0]} is" if len(long) == 1 else f"lines {', '.join(long)} are"
    return [
        (
            len(also) > MOST_FURTHER,
            "also",
            f"Write at most {MOST_FURTHER} lines of further words: there are {len(also)}",
        ),
        (bool(long), "also", f"Write at most {LONGEST_FURTHER} characters in a line: {which} longer"),
    ]


def check_added(what: str, source: str, text: str) -> None:
    """Of what was found elsewhere and is put in by hand. Raises Invalid naming every fault."""
    _refuse(
        [
            (not 0 < len(what.strip()) <= 200, "what", "Write what it is, in at most 200 characters"),
            (not 0 < len(source.strip()) <= 200, "source", "Write where it was found"),
            (
                not 0 < len(text.strip()) <= LONGEST_TEXT,
                "text",
                f"Write what it says, up to {LONGEST_TEXT:,} characters",
            ),
        ]
    )


def in_reading_order(items: Sequence[JudgedItem]) -> list[JudgedItem]:
    """What is not decided first, and of it what names the person; else as it was found."""
    return sorted(
        items, key=lambda one: (one.state is not State.UNDECIDED, not one.item.named and not one.item.own)
    )


def _needs_note(answer: str) -> bool:
    return answer not in (DISCLOSE, "not_about_them")


def _refuse(checks: Iterable[tuple[bool, str, str]]) -> None:
    if faults := [Fault(field, says) for wrong, field, says in checks if wrong]:
        raise Invalid(faults)
