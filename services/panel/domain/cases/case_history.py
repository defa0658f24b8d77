"""Everything that was ever changed of one case, in order, as lines that can be read and exported.

Each line of an export carries the hash of the one before it: a line that is taken out, changed or put in
between shows.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from services.panel.domain.cases.holds import Hold

# Changes that the audit records and that stand in a table of their own with more words.
TOLD_ELSEWHERE = frozenset(
    {"move_case", "defer_case", "mark_ready", "reopen_review", "save_analysis", "save_section"}
)

# What the audit calls a change, in the words of those who read the history; another is shown as it is called.
CHANGES = {
    "add_case_material": "Confirmed text added to the bundle",
    "ask_for_ratings": "Members asked for their ratings",
    "keep_case_facts": "Facts of the forms received",
    "lift_hold": "Hold lifted",
    "open_review_case": "Case opened",
    "place_hold": "Put on hold",
    "put_case_on_agenda": "Put on an agenda",
    "raise_hold": "Put on hold",
    "rate_case": "A member rated the factors",
    "receive_family_question": "Question of the family received",
    "record_form_received": "Reporting form received",
    "record_form_request": "Reporting form asked for",
    "record_involvement": "Who was involved, for finding interests",
    "record_milestone": "Day of the review meeting or its draft received",
    "release_hold": "Hold lifted",
    "set_case_themes": "Themes chosen",
    "take_case_off_agenda": "Taken off an agenda",
    "withhold_case_document": "Document withheld",
}
LIFTED = frozenset({"lift_hold", "release_hold"})


def change_in_words(action: str) -> str:
    return CHANGES.get(action) or action.replace("_", " ").capitalize()


def hold_change(action: str, hold: Hold) -> tuple[str, str]:
    """What was done to a hold, and why ("" where nobody said)."""
    why = (hold.lifted_because or "") if action in LIFTED else hold.reason
    return f"{change_in_words(action)}: {hold.label}", why


@dataclass(frozen=True)
class HistoryLine:
    """One change: what (``kind`` and ``words``), by whom, when (UTC) and why ("" where nobody had to say).

    ``after_sign_off``: it came after a review of the case had been signed off.
    """

    at: datetime
    kind: str
    words: str
    by: str
    by_name: str
    why: str = ""
    after_sign_off: bool = False

    @property
    def content(self) -> dict[str, object]:
        """Ready for JSON."""
        return {
            "at": self.at.astimezone(UTC).isoformat(),
            "kind": self.kind,
            "what": self.words,
            "by": self.by,
            "name": self.by_name,
            "why": self.why,
            "after_sign_off": self.after_sign_off,
        }


def in_order(lines: Iterable[HistoryLine]) -> list[HistoryLine]:
    """The oldest first; of one instant in the order given."""
    return sorted(lines, key=lambda line: line.at)


def chained(lines: Iterable[HistoryLine]) -> Iterator[dict[str, object]]:
    """Each line with ``sha256`` over itself and the hash of the line before it ("" before the first)."""
    before = ""
    for line in lines:
        said = json.dumps([before, line.content], ensure_ascii=False, sort_keys=True)
        before = hashlib.sha256(said.encode()).hexdigest()
        yield {**line.content, "sha256": before}
