"""Addresses at which a child may have an end-of-life care plan: in force, renewed, ended."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.errors import Conflict, Fault

LONGEST_MONTHS = 12
SOON_DAYS = 30


class WhyEnded(StrEnum):
    """Why an entry ends."""

    DIED = "died"
    MOVED = "moved"
    PLAN_ENDED = "plan_ended"
    MISTAKE = "mistake"


WHY_ENDED = {
    WhyEnded.DIED: "The child has died",
    WhyEnded.MOVED: "The child has moved",
    WhyEnded.PLAN_ENDED: "There is no plan any more",
    WhyEnded.MISTAKE: "The entry was a mistake",
}


class EntryHasEnded(Conflict):
    title = "This entry has ended"


@dataclass(eq=False)
class CarePlanAddress:
    """One address. ``house_key`` and ``postcode`` are written as ``addresses`` writes them.

    ``telephone`` is who the police call, ``nhs_number`` the child's where it is recorded. When it ends,
    the address, the child and the number go; that there was an entry, and why it ended, stays.
    """

    entry_id: str
    house: str
    flat: str
    street: str
    postcode: str
    house_key: str
    flat_key: str
    call_who: str
    telephone: str
    nhs_number: str
    valid_from: date
    expires_on: date
    entered_by: str
    entered_at: datetime
    renewed_on: date | None = None
    ended_on: date | None = None
    ended_because: str = ""
    ended_by: str = ""

    @property
    def in_words(self) -> str:
        """ "Flat 2, 14 Thistledown Road, LE2 7AB", or "Rose Cottage, Church Lane, LE2 7AB"."""
        flat = f"Flat {self.flat}" if self.flat and self.flat == self.flat_key else self.flat
        between = " " if self.house_key[:1].isdigit() else ", "
        parts = (flat, between.join(filter(None, (self.house, self.street))), self.postcode)
        return ", ".join(filter(None, parts))

    def is_answered(self, on: date) -> bool:
        """Whether the police are told of it on this day; the last day counts."""
        return self.ended_on is None and self.valid_from <= on <= self.expires_on

    def standing(self, on: date) -> str:
        """ "ended", "expired", "expiring", "to_come" or "in_force"."""
        if self.ended_on is not None:
            return "ended"
        if self.expires_on < on:
            return "expired"
        if (self.expires_on - on).days <= SOON_DAYS:
            return "expiring"
        return "to_come" if self.valid_from > on else "in_force"

    def renew(self, *, until: date, on: date) -> None:
        """Raises EntryHasEnded."""
        self._must_stand()
        self.expires_on, self.renewed_on = until, on

    def end(self, *, because: WhyEnded, by: str, on: date) -> None:
        """Raises EntryHasEnded."""
        self._must_stand()
        self.ended_on, self.ended_because, self.ended_by = on, because.value, by
        self.house = self.flat = self.street = self.postcode = self.house_key = self.flat_key = ""
        self.call_who = self.telephone = self.nhs_number = ""

    def _must_stand(self) -> None:
        if self.ended_on is not None:
            raise EntryHasEnded("Its address has been taken out. Make a new entry if there is a plan.")


@dataclass(eq=False)
class CarePlanPrompt:
    """A death was notified from an address like that of an entry: a person looks whether the entry ends."""

    prompt_id: str
    entry_id: str
    case_reference: str
    same_house: bool
    raised_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""
    settled_how: str = ""


def latest_expiry(start: date) -> date:
    """The last day an entry may have that starts, or is renewed, on ``start``: twelve months later."""
    year, leap_day = start.year + LONGEST_MONTHS // 12, (start.month, start.day) == (2, 29)
    return date(year, 2, 28) if leap_day else start.replace(year=year)


def expiry_faults(expires_on: date | None, start: date, today: date) -> list[Fault]:
    """What is wrong with the days of an entry that starts on ``start``."""
    if start > latest_expiry(today):
        return [Fault("valid_from", "The entry must begin within the next 12 months")]
    if expires_on is None:
        return []
    if expires_on < max(start, today):
        return [Fault("expires_on", "The entry must not end before it starts, or before today")]
    if expires_on > latest_expiry(start):
        return [Fault("expires_on", "An entry lasts at most 12 months. It can be renewed")]
    return []
