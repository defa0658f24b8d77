"""What it takes to restrict a case to people named, to open it again, and to break the glass."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shared.errors import Fault
from shared.identifier_patterns import identifiers_in, with_article

LONGEST_REASON = 500
LONGEST_ACCOUNT = 200
LONGEST_REFERENCE = 40
#: With one alone, a case would be out of reach on the day that person leaves.
FEWEST_PEOPLE = 2
#: A reason that says nothing is none: "urgent" is no answer to who reads it afterwards.
SHORTEST_REASON = 10


def _read() -> Mapping[str, str]:
    written = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    return {row["id"]: row["label"] for row in written["kinds"]}


#: Label by id.
KINDS: Mapping[str, str] = _read()


@dataclass(frozen=True)
class BrokenGlass:
    """Somebody not named opens a restricted case: from ``broken_at`` until ``until``, or until they end it.

    ``opened`` is False where there was nothing to open: the question is kept all the same.
    """

    id: str
    case_reference: str
    reason: str
    person_id: str
    person_name: str
    broken_at: datetime
    until: datetime
    opened: bool
    ended_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    acknowledged_by_name: str = ""

    def is_open(self, at: datetime) -> bool:
        return self.opened and self.ended_at is None and at < self.until


def restriction_faults(
    kind: str, reason: str, people: Collection[str], nobodys: Collection[str] = ()
) -> list[Fault]:
    """Every fault of a restriction as typed; ``people`` are the accounts of all who may see the case.

    ``nobodys``: what was named too, and is no account of a person who could see a case.
    """
    faults = [] if kind in KINDS else [Fault("kind", "Choose why only some may see this case")]
    faults += reason_faults(reason, "reason", "Say why only some may see this case")
    if len(set(people)) < FEWEST_PEOPLE:
        faults.append(
            Fault("another", "Name at least one other person, so that the case is never out of reach")
        )
    faults += nobody_faults(nobodys)
    if any(len(account) > LONGEST_ACCOUNT or not account.isprintable() for account in people):
        faults.append(
            Fault("another", f"An account is {LONGEST_ACCOUNT} letters or less, on a line of its own")
        )
    return faults


def nobody_faults(accounts: Collection[str]) -> list[Fault]:
    """A fault for each account that is no person's who could see a case."""
    return [Fault("another", _said_of(account)) for account in accounts]


def _said_of(account: str) -> str:
    shown = account if account.isprintable() and len(account) <= LONGEST_ACCOUNT else "this account"
    return (
        f"Nobody who could see a case is known as {shown}. Write it as they sign in with it; whoever has"
        " not been here for a month signs in once first, and a program sees no case"
    )


def reason_faults(reason: str, field: str, if_missing: str, shortest: int = 1) -> list[Fault]:
    """What is wrong with a reason as typed: missing, too short or long, or it shows an identifier."""
    faults = [] if len(reason.strip()) >= shortest else [Fault(field, if_missing)]
    faults += [
        Fault(field, f"The reason seems to show {with_article(kind)}: leave it out")
        for kind in identifiers_in(reason)
    ]
    if len(reason) > LONGEST_REASON:
        faults.append(Fault(field, f"The reason must be {LONGEST_REASON} characters or less"))
    return faults


def breaking_faults(reference: str, reason: str, minutes: str, most: int) -> list[Fault]:
    """Every fault of a question to break the glass; the same whether or not there is such a case."""
    faults = []
    if not reference or len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        faults.append(Fault("reference", "Enter the reference of the case"))
    said = f"Say why you must see the case now, in at least {SHORTEST_REASON} characters"
    faults += reason_faults(reason, "reason", said, SHORTEST_REASON)
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 5 and 1 <= int(minutes) <= most):
        faults.append(Fault("minutes", f"Enter a number of minutes from 1 to {most}"))
    return faults
