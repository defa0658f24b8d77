"""A request, the things found for it and what was decided about them, as they are needed."""

from datetime import UTC, date, datetime
from typing import Any

from services.notifications.domain.redaction import CaseDates, KnownNames, KnownPerson
from services.notifications.domain.subject_access.items import Decision, FoundItem, check_decision
from services.notifications.domain.subject_access.request import Step, SubjectAccessRequest

AT = datetime(2026, 11, 4, 12, tzinfo=UTC)
TODAY = AT.date()
MOTHER = KnownPerson("Chioma", "Okafor", "the mother", sex="female")
KNOWN = KnownNames(
    (MOTHER, KnownPerson("Amara Grace", "Okafor", "the child"), KnownPerson("Priya", "Patel", "the GP"))
)
DATES = CaseDates(date(2026, 5, 29), date(2026, 6, 11))


def step(kind: str, by: str = "manager", on: date = TODAY, number: int = 1) -> Step:
    return Step(number, kind, on, "words", "", by, by.title(), AT)


def asked(*steps: Step, **changes: Any) -> SubjectAccessRequest:
    given = {
        "request_id": "1",
        "logged_name": "Chioma Okafor",
        "relation": "family",
        "asked_by": "",
        "received_on": date(2026, 9, 3),
        "recorded_by": "manager",
        "recorded_by_name": "Manager",
        "recorded_at": AT,
    }
    return SubjectAccessRequest(**{**given, **changes}, steps=tuple(steps))


def item(**changes: Any) -> FoundItem:
    given = {"key": "text:1", "case_reference": "LLR-2026-0001", "what": "A text", "source": "The record"}
    return FoundItem(**{**given, "given_by": "A GP", "dated": TODAY, "text": "a", "shown": "a", **changes})


def decision(about: FoundItem, answer: str = "disclose", **changes: Any) -> Decision:
    given = {"case_reference": about.case_reference, "key": about.key, "digest": about.digest, "also": ()}
    said = {"health": "none", "opinion_by": "", "opinion_on": None, "note": "because"}
    by = {"by": "manager", "by_name": "Manager", "at": AT}
    return Decision(**{**given, **said, **by, "answer": answer, **changes})


def check(about: FoundItem, **given: Any) -> None:
    empty: dict[str, Any] = {"health": "", "opinion_by": "", "opinion_on": None, "note": "because"}
    check_decision(about, **{**empty, **given}, on=TODAY)
