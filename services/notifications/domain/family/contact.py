"""The family's key worker, and what was done for the family, entry by entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from shared.errors import Conflict


class KeyWorkerHasEnded(Conflict):
    title = "This key worker has ended already"


@dataclass(eq=False)
class FamilyEntry:
    """One entry about one topic of ``topics.TOPICS``; a later entry replaces it and both are kept."""

    entry_id: str
    case_reference: str
    topic: str
    topic_version: str
    answers: dict[str, str]
    recorded_by: str
    recorded_at: datetime


@dataclass(eq=False)
class KeyWorker:
    """The one person whom the family can call, ``from_on`` a day ``until_on`` another (None: now)."""

    key_worker_id: str
    case_reference: str
    name: str
    role: str
    organisation: str
    telephone: str
    email: str
    from_on: date
    recorded_by: str
    until_on: date | None = None
    ended_because: str = ""

    def end(self, *, on: date, because: str) -> None:
        """Raises KeyWorkerHasEnded."""
        if self.until_on is not None:
            raise KeyWorkerHasEnded("Name a new key worker instead.")
        self.until_on, self.ended_because = on, because


def present_key_worker(workers: Iterable[KeyWorker]) -> KeyWorker | None:
    """Whoever is the family's key worker now; None if nobody is."""
    return next((one for one in workers if one.until_on is None), None)
