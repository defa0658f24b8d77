"""What the police may ask of the register, how often, and the little that they are told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.notifications.domain.care_plans.addresses import (
    AskedAddress,
    address_faults,
    is_near,
    is_same,
)
from services.notifications.domain.care_plans.register import CarePlanAddress
from shared.errors import Fault

NAME, VERSION = "Asking for care plan addresses", "2026-11"
SOURCE = (
    "Local practice: police are told of addresses where a child may have an end-of-life care plan, so that "
    "they can judge their response to a call"
)
PURPOSES = {
    "call_to_address": "A call to this address that we are answering now",
    "unexpected_death_reported": "A death at this address has been reported to us",
    "welfare_check": "A welfare check at this address",
    "planned_visit": "A visit to this address that is planned",
}
REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9/._-]{2,29}")


@dataclass(frozen=True)
class AskingLimit:
    """At most ``most`` questions by one person within ``within``."""

    most: int
    within: timedelta


# The register is for one address at a time: nobody reads it by asking for one after the other.
LIMITS = (AskingLimit(20, timedelta(hours=1)), AskingLimit(80, timedelta(hours=24)))


class Answer(StrEnum):
    """What came of a question. Kept in the audit, never with the address."""

    ENTRY = "entry"
    NEAR = "near"
    NO_ENTRY = "no_entry"
    REFUSED = "refused"
    TOO_MANY = "too_many"


SENTENCES = {
    Answer.ENTRY: "A plan may be in place at this address.",
    Answer.NEAR: "A plan may be in place at an address that is written like this one. Call to find out.",
    Answer.NO_ENTRY: "No entry. This doesn't mean that there is no plan.",
    Answer.TOO_MANY: "You have asked many times in a short while. Telephone the child death review office.",
}


@dataclass(frozen=True)
class CarePlanAnswer:
    """All that the police are told: a sentence, and whom to call. No name, no date, no number of entries."""

    answer: Answer
    call: tuple[tuple[str, str], ...] = ()
    entry_ids: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        return SENTENCES[self.answer]


def asking_faults(house: str, postcode: str, purpose: str, reference: str) -> list[Fault]:
    """Everything that keeps a question from being asked: a vague address, no purpose, no reference number."""
    faults = address_faults(house, postcode)
    if purpose not in PURPOSES:
        faults.append(Fault("purpose", "Say why you ask"))
    if not REFERENCE.fullmatch(reference):
        faults.append(
            Fault(
                "reference",
                "Write your incident or log number: 3 to 30 letters and digits, no name and no spaces",
            )
        )
    return faults


def answer_of(entries: Iterable[CarePlanAddress], asked: AskedAddress, on: date) -> CarePlanAnswer:
    """The answer on a day, from the entries with the postcode that was asked for."""
    answered = [entry for entry in entries if entry.is_answered(on)]
    same = [entry for entry in answered if is_same(_looked_up(entry), asked)]
    if same:
        return _told(Answer.ENTRY, same)
    near = [entry for entry in answered if is_near(_looked_up(entry), asked)]
    return _told(Answer.NEAR, near) if near else CarePlanAnswer(Answer.NO_ENTRY)


def _looked_up(entry: CarePlanAddress) -> AskedAddress:
    return AskedAddress(entry.house_key, entry.postcode, entry.flat_key)


def _told(answer: Answer, entries: list[CarePlanAddress]) -> CarePlanAnswer:
    call = dict.fromkeys((entry.call_who, entry.telephone) for entry in entries)
    return CarePlanAnswer(answer, tuple(call), tuple(entry.entry_id for entry in entries))
