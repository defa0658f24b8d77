"""A report that was made: a draft, final once a second person has read it, perhaps withdrawn.

What it says never changes. A draft that is wrong is made again, as another edition.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.errors import Conflict, Fault, Invalid, TransitionRefused
from shared.identifier_patterns import identifiers_in, with_article
from shared.people import Person
from shared.periods import Period, parse_period

LONGEST_REASON = 500


class ReportStatus(StrEnum):
    DRAFT = "draft"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


S = ReportStatus

REPORT_TRANSITIONS: dict[ReportStatus, frozenset[ReportStatus]] = {
    S.DRAFT: frozenset({S.FINAL, S.WITHDRAWN}),
    S.FINAL: frozenset({S.WITHDRAWN}),
    S.WITHDRAWN: frozenset(),
}
STATUS_LABELS: dict[ReportStatus, str] = {S.DRAFT: "Draft", S.FINAL: "Final", S.WITHDRAWN: "Withdrawn"}


class OwnReport(Conflict):
    title = "Somebody else has to make it final"


class PeriodNotOver(Conflict):
    title = "The period is not over"


@dataclass(eq=False)
class ReportRun:
    """One edition of a report. ``checksum``: SHA-256 of what it says; ``known_at``: as known then."""

    id: str
    kind: str
    period: str
    version: str
    edition: int
    status: ReportStatus
    known_at: datetime
    panel_name: str
    checksum: str
    made_by: str
    made_by_name: str
    made_at: datetime
    final_by: str = ""
    final_by_name: str = ""
    final_at: datetime | None = None
    withdrawn_by_name: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""

    @property
    def span(self) -> Period:
        return parse_period(self.period)

    @property
    def publishable(self) -> bool:
        return self.version == "publishable"

    @property
    def for_everybody(self) -> bool:
        """Whether those outside the office may read it."""
        return self.publishable and self.status is S.FINAL

    def make_final(self, *, by: Person, at: datetime, today: date) -> None:
        """Refuses OwnReport to whoever made it, PeriodNotOver while its figures can still grow."""
        self._check(S.FINAL)
        if by.id == self.made_by:
            raise OwnReport("You made this report. A second person reads it and makes it final.")
        if not self.span.complete_on(today):
            raise PeriodNotOver("A report on a period that is not over stays a draft.")
        self.status = S.FINAL
        self.final_by, self.final_by_name, self.final_at = by.id, by.name, at

    def withdraw(self, *, by: Person, at: datetime, reason: str) -> None:
        _check_reason(reason)
        self._check(S.WITHDRAWN)
        self.status = S.WITHDRAWN
        self.withdrawn_by_name, self.withdrawn_at, self.withdrawn_because = by.name, at, reason

    def _check(self, status: ReportStatus) -> None:
        if status not in REPORT_TRANSITIONS[self.status]:
            raise TransitionRefused(
                f"This report stands at “{STATUS_LABELS[self.status].lower()}”, so this cannot be done now. "
                "Somebody may have changed it since you opened the page."
            )


def report_id(kind: str, period: Period, version: str, edition: int) -> str:
    """For example annual-2025-26-publishable-1."""
    return f"{kind}-{period.name}-{version}-{edition}".lower()


def newest_final(editions: Iterable[ReportRun]) -> ReportRun | None:
    """The edition that holds."""
    final = [each for each in editions if each.status is S.FINAL]
    return max(final, key=lambda each: each.edition, default=None)


def _check_reason(reason: str) -> None:
    faults = [] if reason else [Fault("reason", "Say why it is withdrawn")]
    if len(reason) > LONGEST_REASON:
        faults.append(Fault("reason", f"The reason must be {LONGEST_REASON} characters or less"))
    faults += [
        Fault("reason", f"The reason seems to show {with_article(kind)}: leave it out")
        for kind in identifiers_in(reason)
    ]
    if faults:
        raise Invalid(faults)
