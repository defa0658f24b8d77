"""Taking a bundle away as a file: off until it is allowed for a time and a reason, and never without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from services.panel.domain.bundles.bundle_policies import bundle_policies
from services.panel.domain.meetings.meetings import PANEL_KINDS
from services.panel.domain.refusals import AllowanceEnded
from shared.counted_words import counted
from shared.errors import Fault, Invalid
from shared.identifier_patterns import identifiers_in

EVERY_PANEL = ""
LONGEST_REASON = 500  # characters


@dataclass(eq=False)
class DownloadAllowance:
    """Downloads are allowed up to and on ``until``, for one kind of panel or (``panel`` "") for every one."""

    id: str
    panel: str
    reason: str
    until: date
    allowed_by: str
    allowed_by_name: str
    allowed_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None

    def holds(self, on: date, panel: str | None) -> bool:
        """Whether it allows a download on day ``on``; ``panel`` None: the case is with no panel yet."""
        return self.ended_at is None and on <= self.until and self.panel in (EVERY_PANEL, panel)

    def end(self, *, by: str, at: datetime) -> None:
        """No more downloads from now on. Refuses AllowanceEnded the second time."""
        if self.ended_at is not None:
            raise AllowanceEnded("It cannot be ended twice.")
        self.ended_at, self.ended_by = at.astimezone(UTC), by

    @property
    def panel_label(self) -> str:
        return PANEL_KINDS.get(self.panel, self.panel) if self.panel else "Every panel"


def allowance(
    *, id: str, panel: str, reason: str, until: date | None, by: str, by_name: str, at: datetime, on: date
) -> DownloadAllowance:
    """A new allowance from day ``on``. Invalid names every fault: panel, reason and last day."""
    faults = [
        *([] if panel in (EVERY_PANEL, *PANEL_KINDS) else [Fault("panel", "Choose the kind of panel")]),
        *reason_faults(reason, "Say why bundles have to be taken away as files"),
        *_until_faults(until, on),
    ]
    if faults or until is None:
        raise Invalid(faults)
    return DownloadAllowance(id, panel, reason.strip(), until, by, by_name, at.astimezone(UTC))


def allowed(allowances: Iterable[DownloadAllowance], on: date, panel: str | None) -> bool:
    return any(each.holds(on, panel) for each in allowances)


def check_reason(reason: str) -> None:
    """Invalid unless a download has a reason that names nobody."""
    faults = reason_faults(reason, "Say why you need it as a file")
    if faults:
        raise Invalid(faults)


def reason_faults(reason: str, missing: str) -> list[Fault]:
    """What is wrong with a reason: it is missing, too long, or shows an identifier."""
    if not reason.strip():
        return [Fault("reason", missing)]
    if len(reason.strip()) > LONGEST_REASON:
        return [Fault("reason", f"Shorten the reason to {LONGEST_REASON} characters")]
    shown = identifiers_in(reason)
    return [Fault("reason", f"Take out what may identify somebody: {', '.join(shown)}")] if shown else []


def _until_faults(until: date | None, on: date) -> list[Fault]:
    if until is None:
        return [Fault("until", "Enter the last day on which bundles may be downloaded")]
    longest = bundle_policies(on).longest_allowance_days
    if on <= until <= on + timedelta(days=longest):
        return []
    return [Fault("until", f"Enter a day from today to {counted(longest, 'day')} ahead")]
