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
    {
        "move_case",
        "defer_case",
        "mark_ready",
        "reopen_review",
        "save_analysis",
        "save_section",
        "record_changes",
    }
)

# What the audit calls a change, in the words of those who read the history; another is shown as it is called.
CHANGES = {
    "add_case_material": "Confirmed text added to the bundle",
    "answer_as_owner": "The owner reported on an action",
    "ask_for_ratings": "Members asked for their ratings",
    "cancel_meeting": "Taken off the agenda of a meeting that was cancelled",
    "clear_found_interest": "A possible interest settled: there is none",
    "close_meeting": "Its meeting was closed",
    "complete_review": "Review signed off",
    "declare_interest": "An interest declared",
    "declare_interest_for": "An interest of somebody else written down",
    "destroy_private_notes": "Private notes of members destroyed, as the policy asks",
    "finalise_review": "Finalised for the national database",
    "dispose_of_record": "Disposed of: its time was over",
    "find_interest": "A possible interest of a member found",
    "invite_expert": "An expert invited for this case",
    "keep_case_facts": "Facts of the forms received",
    "keep_private_note": "A private note written",
    "keep_text": "A text kept beside the analysis: two people had written at the same time",
    "lift_hold": "Hold lifted",
    "lift_restriction": "No longer restricted to people named",
    "make_owner_link": "A link sent to the owner of an action",
    "move_agenda_item": "Moved on the agenda",
    "open_ratings": "Ratings opened to the panel",
    "open_review_case": "Case opened",
    "place_hold": "Put on hold",
    "put_case_on_agenda": "Put on an agenda",
    "raise_hold": "Put on hold",
    "rate_case": "A member rated the factors",
    "receive_family_question": "Question of the family received",
    "record_action_step": "A step of an action recorded",
    "record_discussion": "Discussed at the meeting, sign-off to follow",
    "record_form_closed": "Reporting form closed without an answer",
    "record_form_received": "Reporting form received",
    "record_form_request": "Reporting form asked for",
    "record_involvement": "Those involved in the care recorded, so that interests are found",
    "record_milestone": "Told of the review meeting, or of its draft analysis",
    "record_out_of_the_room": "Who left the room or came back recorded",
    "record_provisional_decision": "Provisional decision recorded",
    "release_hold": "Hold lifted",
    "reply_to_family_question": "Question of the family answered or declined",
    "revoke_owner_link": "The link of an owner taken back",
    "set_case_themes": "Themes chosen",
    "settle_text": "A text kept beside the analysis put into it, or left out",
    "take_case_off_agenda": "Taken off an agenda",
    "withdraw_family_question": "Question withdrawn by the family",
    "withdraw_interest": "A declared interest withdrawn",
    "withhold_case_document": "Document withheld",
    "write_learning": "Learning of this case written to be passed on",
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
