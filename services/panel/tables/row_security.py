"""Who may see which rows of the panel as the database judges it, written apart from ``can``.

The office works on every case; a member reads those to which they are invited and in which they have no
interest; the chair besides how every review went; whoever holds a link the one thing it is for. Nobody sees
a restricted case who is not named.
"""

from services.panel.tables.row_security_functions import FUNCTIONS
from shared.storage import kernel_rules
from shared.storage.kernel_rules import (
    ACTING,
    OFFICE,
    SYSTEM_ALONE,
    acts_as,
    holds_link,
    is_open,
    lists_no_closed,
    of_the_office,
)
from shared.storage.row_security import RowSecurity, Rule

_CHAIR, _PANEL = acts_as("panel_chair"), acts_as("panel_member", "panel_chair")
_AUDITOR = acts_as("auditor")
_OPEN_CASES = "(SELECT public.open_cases())::text[]"
_SHUT_CASES = "(SELECT public.shut_cases())::text[]"
_MY_MEETINGS = "(SELECT public.my_meetings())::text[]"
_LINKED_CASE = "(SELECT public.case_of_link())"


def _review_of(case: str = "case_reference") -> str:
    """How a review went: the chair sees that of every case in which she has no interest."""
    chairs = f"{_CHAIR} AND {case} <> ALL ({_SHUT_CASES})"
    return f"({OFFICE} OR {case} = ANY ({_OPEN_CASES}) OR ({chairs})) AND {is_open(case)}"


def _learning(where: str = "true") -> str:
    """What was agreed and became of it: the panel learns from the cases of others too."""
    learns = f"{_PANEL} AND case_reference <> ALL ({_SHUT_CASES}) AND {where}"
    return f"(({OFFICE} OR ({learns})) AND {is_open()}) OR case_reference = {_LINKED_CASE}"


def _meeting(id: str) -> str:
    """The chair, who is invited to it, and who holds a link of an invitation to it."""
    return f"{OFFICE} OR {_CHAIR} OR {id} = ANY ({_MY_MEETINGS}) OR {id} = {holds_link('meeting')}"


_REVIEW = Rule(_review_of())
#: What a member reads before the meeting.
_BUNDLE = Rule(f"({OFFICE} OR case_reference = ANY ({_OPEN_CASES})) AND {is_open()}")
#: Their own, and everybody's in the cases they discuss; the auditor reads all.
_INTEREST = Rule(
    f"{_review_of()} OR person_id = {ACTING} OR ({_AUDITOR} AND {is_open()})",
    f"{_review_of()} OR person_id = {ACTING}",
)
_OWN = Rule(f"person_id = {ACTING} OR {OFFICE}")
_OPENED = "EXISTS (SELECT FROM public.rating_round r WHERE r.id = round_id AND r.opened_at IS NOT NULL)"

ROW_SECURITY = RowSecurity(
    functions=(*kernel_rules.FUNCTIONS, *FUNCTIONS),
    rules={
        **kernel_rules.RULES,
        **kernel_rules.MESSAGES,
        **kernel_rules.GLASS,
        **kernel_rules.READING,
        # Whoever may read a case reads who did what in it.
        "audit_entry": Rule(
            f"({kernel_rules.RULES['audit_entry'].reads}) OR ({_review_of()})",
            kernel_rules.RULES["audit_entry"].checked,
        ),
        "bundle_part": _BUNDLE,
        "case_fact": _BUNDLE,
        "case_involvement": of_the_office(),
        "member_fingerprint": Rule(OFFICE),
        "member_unit": Rule(f"person_id = {ACTING} OR {OFFICE}"),
        # A note is its author's alone; the system removes it when its time has come.
        "private_note": Rule(
            f"{SYSTEM_ALONE} OR"
            f" (person_id = {ACTING} AND case_reference = ANY ({_OPEN_CASES}) AND {is_open()})"
        ),
        # Blind until the round is opened: before that one's own and nobody else's, not even for the office.
        "member_rating": Rule(
            f"{SYSTEM_ALONE} OR person_id = {ACTING} OR {_OPENED}", f"person_id = {ACTING}"
        ),
        "review_case": Rule(f"({_review_of('reference')}) OR reference = {_LINKED_CASE}"),
        **dict.fromkeys(
            (
                "early_release",
                "family_question",
                "hold",
                "information_source",
                "kept_text",
                "rating_round",
                "review_decision",
                "review_finalising",
                "status_change",
            ),
            _REVIEW,
        ),
        "family_answer": Rule(
            f"{OFFICE} OR EXISTS (SELECT FROM public.family_question q WHERE q.question_id ="
            " family_answer.question_id)"
        ),
        # What a review agreed is learned from by the whole panel once it is complete.
        "analysis_form": Rule(f"({_review_of()}) OR ({_learning('completed_on IS NOT NULL')})", _review_of()),
        **dict.fromkeys(("case_theme", "action_record", "action_feedback"), Rule(_learning())),
        "owner_link": Rule(f"({OFFICE} AND {is_open()}) OR id = {holds_link('action')}"),
        "shared_learning": Rule(f"({OFFICE} OR {_CHAIR}) AND {lists_no_closed()}"),
        "dissemination": Rule(
            f"{OFFICE} AND EXISTS (SELECT FROM public.shared_learning s WHERE s.id = learning_id)"
        ),
        "bundle_reading": _OWN,
        "bundle_download": Rule(f"({_OWN.reads}) AND {lists_no_closed()}"),
        "declared_interest": _INTEREST,
        "found_interest": _INTEREST,
        "panel_meeting": Rule(_meeting("id")),
        **dict.fromkeys(
            (
                "acting_chair",
                "approved_minutes",
                "meeting_notice",
                "meeting_seat",
                "meeting_step",
                "register_correction",
            ),
            Rule(_meeting("meeting_id")),
        ),
        **dict.fromkeys(
            ("agenda_item", "room_movement"), Rule(f"({_meeting('meeting_id')}) AND {is_open()}")
        ),
    },
    without_rule={
        **kernel_rules.WITHOUT_RULE,
        "panel": "which panels there are",
        "panel_member": "who sits on a panel, and no case",
        "quorum_rule_set": "rules that hold for every case",
        "download_allowance": "what a panel is allowed, and no case",
    },
    only_added_to=kernel_rules.ONLY_ADDED_TO
    | kernel_rules.OF_READING
    | {
        "status_change",
        "review_decision",
        "review_finalising",
        "acting_chair",
        "meeting_step",
        "quorum_rule_set",
        "room_movement",
        "action_feedback",
        "family_answer",
        "action_record",
        "register_correction",
        "bundle_download",
        "early_release",
    },
    only_read=kernel_rules.ONLY_READ,
)
