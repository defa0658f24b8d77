"""What was found about a person, thing by thing, and what was decided about each: undecided stays out."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from services.notifications.domain.subject_access.grounds import grounds
from services.notifications.domain.subject_access.time_limit import opinion_holds
from shared.errors import Fault, Invalid

DISCLOSE, DISCLOSE_REST = "disclose", "disclose_rest"
GOES_IN = frozenset({DISCLOSE, DISCLOSE_REST})
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


@dataclass(frozen=True)
class FoundItem:
    """A thing in the record of a case. ``own``: (label, value) that stand in the person's own entry.

    ``text``: words in which others may be named, "" where there are none: what of them can be given out is
    ``shown``, None where redaction lets nothing through. ``named``: a name of the person stands in the text.
    ``put_in_at``: when somebody of the office put it in by hand. ``copied``: made of something else in the
    record. ``found_as``: its digest before further words were taken out. ``reading``: what the person would
    get of words that stand in it.
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
    reading: Callable[[str], str | None] | None = field(default=None, compare=False, repr=False)

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
    """``answer``: DISCLOSE, DISCLOSE_REST (without what is held back elsewhere) or the id of a ground.

    ``also``: further words that are taken out.
    """

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
AGAIN = "To be decided again: stays out"


class Repeat(NamedTuple):
    """Something that is held back, and the sentences of it that stand in another thing, as written there."""

    what: str
    item_id: str
    decision: Decision
    sentences: tuple[str, ...]

    @property
    def said(self) -> str:
        return f"{self.what} (“{'”, “'.join(self.sentences)}”)"


@dataclass(frozen=True)
class JudgedItem:
    """``repeats``: what is held back, and whose words stand in this one; the decision does not know of it.
    ``despite``: the same, where the decision was made in full knowledge of it. ``rest``: what goes in without
    those words, None where nothing can.
    """

    item: FoundItem
    decision: Decision | None = None
    repeats: tuple[Repeat, ...] = ()
    despite: tuple[Repeat, ...] = ()
    rest: str | None = None

    @property
    def state(self) -> State:
        """Fails closed: what has to be decided again is undecided."""
        if self.decision is None or self.why_again:
            return State.UNDECIDED
        return State.DISCLOSED if self.decision.answer in GOES_IN else State.WITHHELD

    @property
    def why_again(self) -> str:
        """Why what was decided does not hold any more, in a sentence; "" where it holds, or nothing was."""
        made = self.decision
        if made is None:
            return ""
        goes = made.answer in GOES_IN
        cases = (
            (made.digest != self.item.digest, "What stands there has changed since."),
            (not goes and not grounds().get(made.answer), "The reason that was given is none any more."),
            (goes and self.shown is None, "It is not certain any more that nobody else is named in it."),
            (
                goes and bool(self.repeats),
                "Words that stand in it have been held back since, in another place.",
            ),
            (
                made.answer == DISCLOSE_REST and not self.despite,
                "The words that were left out of it are held back nowhere any more.",
            ),
        )
        return next((why for holds, why in cases if holds), "")

    @property
    def shown(self) -> str | None:
        """What goes in of its text."""
        leaves_out = self.decision is not None and self.decision.answer == DISCLOSE_REST
        return self.rest if leaves_out and self.despite else self.item.shown

    @property
    def label(self) -> str:
        return AGAIN if self.why_again else STATE_LABELS[self.state]

    @property
    def shares(self) -> str:
        """Digest of what is held back with its words, as a form carries it; "" for nothing."""
        said = sorted((each.item_id, *sorted(each.sentences)) for each in (*self.repeats, *self.despite))
        return sha256(json.dumps(said).encode()).hexdigest() if said else ""

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
    repeats: Sequence[Repeat] = (),
    rest: str | None = None,
    also: Sequence[str] = (),
) -> None:
    """``repeats``: what is held back with the same words. ``rest``: what can go in without them.

    Raises Invalid naming every fault.
    """
    ground = grounds().get(answer)
    goes = answer in GOES_IN
    opinion = (goes and health == "opinion") or bool(ground and ground.needs_opinion)
    faults = [
        (not goes and ground is None, "answer", "Choose whether it goes in, or why it is held back"),
        (goes and item.shown is None, "answer", "Other people’s names could not be taken out: it stays out"),
        (
            answer == DISCLOSE_REST and rest is None,
            "answer",
            "Nothing of it can go in without these sentences",
        ),
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
        (
            answer == DISCLOSE and bool(repeats) and not note.strip(),
            "note",
            "Write why words that are held back elsewhere can be given out here",
        ),
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
    """What is not decided first, of it what was decided before, then what names the person; else as found."""

    def place(one: JudgedItem) -> tuple[bool, bool, bool]:
        return one.state is not State.UNDECIDED, not one.why_again, not one.item.named and not one.item.own

    return sorted(items, key=place)


def _needs_note(answer: str) -> bool:
    return answer not in (*GOES_IN, "not_about_them")


def _refuse(checks: Iterable[tuple[bool, str, str]]) -> None:
    if faults := [Fault(field, says) for wrong, field, says in checks if wrong]:
        raise Invalid(faults)
