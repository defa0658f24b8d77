"""The one-use link with which an agency notifies one death, without an account."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.gathering.refusals import LinkNotValid
from services.notifications.domain.intake.signed_links import NO_SUCH_LINK, fingerprint, token_for
from shared.errors import Conflict

PURPOSE = "notify"
USUAL_DAYS = 14
MOST_DAYS = 90
# The public page stays open to whoever comes too late: nobody is turned away with a death to notify.
_PUBLIC_PAGE = "You can still notify a death: the public page needs no link and no account."


class NotifyLinkSpent(LinkNotValid):
    """The link was genuine and works no more; the public page does."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} {_PUBLIC_PAGE}")


class NotifyLinkClosed(Conflict):
    title = "This link cannot be withdrawn"

    def __init__(self) -> None:
        super().__init__("It has been used, withdrawn, or is too old: it opens nothing any more.")


@dataclass
class NotifyLink:
    """``organisation`` and ``sector`` are filled in for whoever opens it; ``email`` is where it was sent."""

    link_id: str
    fingerprint: str
    organisation: str
    sector: str
    email: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    used_at: datetime | None = None
    case_reference: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""

    @property
    def last_day(self) -> date:
        """The last day in London on which it works."""
        return (self.expires_at - timedelta(minutes=1)).astimezone(LONDON).date()

    def state(self, at: datetime) -> str:
        """ "used", "withdrawn", "expired" or "open"."""
        if self.used_at:
            return "used"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if at >= self.expires_at else "open"

    def check_usable(self, *, token: str, at: datetime) -> None:
        """Raises LinkNotValid, saying why in words that name no child."""
        if self.fingerprint != fingerprint(token):
            raise LinkNotValid(NO_SUCH_LINK)
        said = {
            "used": "A death has already been notified with this link. The link works once.",
            "withdrawn": "The office has withdrawn this link.",
            "expired": "This link is too old.",
        }.get(self.state(at))
        if said:
            raise NotifyLinkSpent(said)

    def use(self, *, for_case: str, at: datetime) -> None:
        self.used_at, self.case_reference = at, for_case

    def withdraw(self, *, by: str, at: datetime) -> None:
        """Raises NotifyLinkClosed where it opens nothing any more."""
        if self.state(at) != "open":
            raise NotifyLinkClosed()
        self.withdrawn_at, self.withdrawn_by = at, by


def new_notify_link(
    *, link_id: str, key: str, organisation: str, sector: str, email: str, by: str, at: datetime, until: date
) -> NotifyLink:
    """A link that works to the end of the day ``until`` in London. ``key`` signs it."""
    return NotifyLink(
        link_id=link_id,
        fingerprint=fingerprint(token_for(key, PURPOSE, link_id)),
        organisation=organisation,
        sector=sector,
        email=email,
        made_at=at,
        made_by=by,
        expires_at=end_of_day(until),
    )


def end_of_day(day: date) -> datetime:
    """The first instant after ``day`` in London."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)
