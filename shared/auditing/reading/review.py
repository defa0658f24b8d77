"""What the auditor says of reading that was found: a word and the reason, added and never changed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.auditing.reading.unusual import OVERDUE_AFTER
from shared.errors import Conflict, Fault, Invalid

ANSWERS: Mapping[str, str] = {
    "explained": "Explained",
    "to_follow_up": "To follow up",
    "referred": "Referred",
}
#: After one of these nothing more is waited for.
SETTLING = frozenset({"explained", "referred"})
LONGEST = 2000


class OwnReading(Conflict):
    title = "This is your own reading"


class ReviewedMeanwhile(Conflict):
    title = "Somebody else has said what came of it"


def check_review(*, reader: str, reviewer: str, answer: str, words: str) -> None:
    """Refuse who reviews their own reading (OwnReading), and what is missing or too long (Invalid)."""
    if reader == reviewer:
        raise OwnReading("Somebody else has to review it.")
    faults = [] if answer in ANSWERS else [Fault("answer", "Choose what came of it")]
    if not words:
        faults.append(Fault("words", "Write what you found out, without naming a child or family"))
    if len(words) > LONGEST:
        faults.append(Fault("words", f"Write at most {LONGEST:,} characters"))
    if faults:
        raise Invalid(faults)


def is_overdue(*, found_at: datetime, answer: str | None, now: datetime) -> bool:
    """Whether it was found long ago and nobody has settled it; ``answer``: the latest, or None."""
    return answer not in SETTLING and now - found_at >= timedelta(days=OVERDUE_AFTER)
