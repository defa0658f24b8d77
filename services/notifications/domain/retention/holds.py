"""Legal holds: what an inquiry or a court needs is not disposed of, whatever the schedule says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shared.errors import Fault, Invalid

LONGEST_REASON = 2_000
LAST_YEAR = 2100
FEWEST_LETTERS, MOST_LETTERS = 3, 200
KINDS: Mapping[str, str] = {
    "public_inquiry": "A public inquiry",
    "litigation": "Litigation",
    "police_or_coroner": "A police investigation or an inquest that may be opened again",
    "complaint": "A complaint, or a question of the Information Commissioner or an ombudsman",
}
SCOPES: Mapping[str, str] = {
    "everything": "Every record, whatever it is",
    "record_type": "Every record of one kind",
    "period": "Every death notified in a period",
    "organisation": "Every record in which an organisation is named",
    "case": "One case",
}


@dataclass(frozen=True)
class HeldScope:
    """What a hold holds. ``subject``: the reference of a case, a record type or an organisation's name.

    ``first`` and ``last``: of a period, both included.
    """

    scope: str
    subject: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def in_words(self) -> str:
        if self.scope == "period" and self.first and self.last:
            return f"deaths notified from {self.first:%-d %B %Y} to {self.last:%-d %B %Y}"
        return {"everything": "every record"}.get(self.scope, self.subject)

    @property
    def begun(self) -> str:
        """The same at the head of a line."""
        return f"{self.in_words[:1].upper()}{self.in_words[1:]}"


@dataclass(frozen=True)
class LegalHold:
    """A hold as it was placed, and how it was lifted, if it was."""

    hold_id: str
    kind: str
    held: HeldScope
    reason: str
    from_on: date
    placed_by: str
    placed_by_name: str
    placed_at: datetime
    lifted_at: datetime | None = None
    lifted_by_name: str = ""
    lifted_because: str = ""

    @property
    def stands(self) -> bool:
        """Also before ``from_on``: what is to be held from tomorrow is not destroyed today."""
        return self.lifted_at is None

    @property
    def label(self) -> str:
        return KINDS.get(self.kind, self.kind)


@dataclass(frozen=True)
class HeldRecord:
    """What of a record a hold is matched with. ``organisations``: every name that stands in it."""

    references: frozenset[str]
    record_type: str
    notified_on: date
    organisations: frozenset[str]


def holds_on(holds: Iterable[LegalHold], record: HeldRecord) -> list[LegalHold]:
    """Every standing hold under which the record falls."""
    return [hold for hold in holds if hold.stands and _covers(hold.held, record)]


def _covers(held: HeldScope, record: HeldRecord) -> bool:
    if held.scope == "period":
        return bool(held.first and held.last) and held.first <= record.notified_on <= held.last  # type: ignore[operator]
    if held.scope == "organisation":
        wanted = plain(held.subject)
        return any(wanted in plain(name) for name in record.organisations)
    if held.scope == "case":
        return held.subject in record.references
    return held.scope == "everything" or held.subject == record.record_type


def plain(name: str) -> str:
    """A name without case, signs and doubled spaces: how it is matched."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())


def check_hold(
    kind: str, held: HeldScope, reason: str, from_on: date | None, record_types: Iterable[str]
) -> None:
    """Raises Invalid naming every fault."""
    wrong = {
        "kind": kind not in KINDS and "Choose what the hold is for",
        "scope": held.scope not in SCOPES and "Choose what is held",
        **_faults_of_scope(held, record_types),
        "reason": not _said(reason) and f"Write why, in at most {LONGEST_REASON:,} characters",
        "from_on": (from_on is None or from_on.year > LAST_YEAR) and "Write the day from which it holds",
    }
    if found := [Fault(field, str(says)) for field, says in wrong.items() if says]:
        raise Invalid(found)


def _faults_of_scope(held: HeldScope, record_types: Iterable[str]) -> dict[str, str | bool]:
    if held.scope == "case":
        return {"case": not held.subject and "Write the reference of the case"}
    if held.scope == "record_type":
        return {"record_type": held.subject not in record_types and "Choose the kind of record"}
    if held.scope == "organisation":
        fits = len(plain(held.subject)) >= FEWEST_LETTERS and len(held.subject) <= MOST_LETTERS
        says = f"Write the organisation’s name, in {FEWEST_LETTERS} to {MOST_LETTERS} letters"
        return {"organisation": not fits and says}
    if held.scope != "period":
        return {}
    backwards = bool(held.first and held.last and held.last < held.first)
    return {
        "first": held.first is None and "Write the first day of the period",
        "last": (held.last is None and "Write the last day of the period")
        or (backwards and "The last day is before the first day"),
    }


def check_lifting(because: str, field: str = "because") -> None:
    """Raises Invalid without a reason."""
    if not _said(because):
        raise Invalid([Fault(field, f"Write why it is lifted, in at most {LONGEST_REASON:,} characters")])


def _said(words: str) -> bool:
    return 0 < len(words.strip()) <= LONGEST_REASON
