"""Where in the record of a case a living person's data can stand: every table of this service has a row.

``ENTRIES``: tables in which each row is, or names, one person. ``TEXTS``: tables whose rows can say something
about anybody. ``LISTED``: what is listed without its content. ``NOWHERE``: all others, with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

OFFICE = "The child death review office"


@dataclass(frozen=True)
class Source:
    """``columns``: labels of what is shown. ``by``: a column that says in which role it was given.

    ``name`` (of an entry): the column of the person's name. ``through``: the table whose row has the case.
    ``title``: a column that says what it is, and identifies nobody.
    """

    what: str
    key: str
    dated: str
    columns: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    by: str = ""
    through: str = ""
    title: str = ""


ENTRIES: Mapping[str, Source] = {
    "key_worker": Source(
        "The family’s key worker",
        "key_worker_id",
        "from_on",
        {"role": "Role", "organisation": "Organisation", "telephone": "Telephone", "email": "E-mail"},
        name="name",
    ),
    "joint_agency_call": Source(
        "A telephone call of the joint agency response", "call_id", "called_on", {"role": "Role"}, name="who"
    ),
    "joint_agency_meeting": Source(
        "Chair of a meeting of the joint agency response", "meeting_id", "held_on", name="chair"
    ),
    "joint_agency_action": Source(
        "An action of a meeting of the joint agency response", "action_id", "due_on", name="owner"
    ),
    "family_question": Source(
        "Who asked a question for the panel", "question_id", "raised_on", name="asked_by"
    ),
    "coroner_disclosure": Source(
        "Information shared with a coroner: to whom it was sent",
        "disclosure_id",
        "disclosed_on",
        name="recipient",
    ),
    "parallel_process": Source(
        "Who leads another process about the death", "process_id", "opened_on", name="lead_contact"
    ),
}
_ANSWERS = {"answers": ""}  # and what it tells beside them (queries/subject_access_forms.py)
TEXTS: Mapping[str, Source] = {
    "case_material": Source(
        "A text", "material_id", "received_on", {"original": ""}, by="source_role", title="title"
    ),
    "reporting_form_return": Source(
        "An agency’s reporting form", "request_id", "received_at", _ANSWERS, through="reporting_form_request"
    ),
    "earlier_return": Source(
        "An agency’s reporting form, since replaced",
        "earlier_id",
        "received_at",
        _ANSWERS,
        through="reporting_form_request",
    ),
    "supplementary_form_return": Source(
        "An agency’s supplementary form",
        "return_id",
        "received_at",
        _ANSWERS,
        through="reporting_form_request",
    ),
    "family_entry": Source(
        "Work with the family", "entry_id", "recorded_at", {"topic": "About", "answers": "Recorded"}
    ),
    "family_question": Source(
        "A question of the family and its answer",
        "question_id",
        "raised_on",
        {"words": "Question", "told_words": "What was told"},
    ),
    "joint_agency_call": Source("Note of a telephone call", "call_id", "called_on", {"note": ""}),
    "joint_agency_visit": Source(
        "Note of a visit", "visit_id", "visited_on", {"told_of_review": "", "note": ""}
    ),
    "joint_agency_meeting": Source(
        "A meeting of the joint agency response",
        "meeting_id",
        "held_on",
        {
            "attendees": "There",
            "others": "Others",
            "known": "What was known",
            "planned": "Planned",
            "risks": "Risks",
        },
    ),
    "joint_agency_action": Source(
        "An action of a meeting", "action_id", "due_on", {"text": "", "settled_note": ""}
    ),
    "joint_agency_decision": Source(
        "Decision about a joint agency response", "decision_id", "decided_on", {"reason": ""}
    ),
    "parallel_process": Source(
        "Another process about the death",
        "process_id",
        "opened_on",
        {"kind": "Process", "outcome": "Outcome", "may_proceed_because": "Why the review may go on"},
    ),
    "process_step": Source(
        "A step of another process", "step_id", "happened_on", {"note": ""}, through="parallel_process"
    ),
    "referral": Source("A referral", "referral_id", "referred_on", {"words": ""}),
    "imported_review": Source(
        "A review held elsewhere", "import_id", "held_on", {"fields": "", "not_understood": ""}
    ),
    "notifier_question": Source(
        "A question to the notifier", "question_id", "asked_at", {"question": "", "answer": ""}
    ),
    "follow_up_answer": Source(
        "An answer given later", "answer_id", "told_on", {"question": "", "became": ""}
    ),
    "coroner_disclosure": Source(
        "Information shared with a coroner", "disclosure_id", "disclosed_on", {"text": ""}
    ),
    "case_milestone": Source("A step of the review", "milestone_id", "happened_on", {"note": ""}),
    "request_step": Source(
        "A step of a request to an agency",
        "step_id",
        "taken_at",
        {"reason": ""},
        through="reporting_form_request",
    ),
    "breach_reason": Source("Why a time limit was missed", "breach_reason_id", "recorded_at", {"words": ""}),
}
LISTED: Mapping[str, Source] = {
    "stored_document": Source(
        "A document",
        "document_id",
        "received_at",
        {"kind": "Kind of file", "pages": "Pages"},
        by="source_role",
    ),
}
_REGISTER = "a register of the office; no case stands in it"
_CHILD = "what the child is recognised by; the child has died"
_LINK = "an address by which somebody answers; the answer is looked through"
_WORK = "how the office works on the case, in codes, days and names of its staff"
NOWHERE: Mapping[str, str] = {
    "notification": "looked through section by section (queries/subject_access_forms.py)",
    "earlier_answers": "looked through section by section (queries/subject_access_forms.py)",
    "message": "what was sent to the addresses of chosen entries is listed (queries/subject_access_items.py)",
    **dict.fromkeys(
        ("agency", "office_switch", "reminder_day", "reference_counter", "import_mapping"), _REGISTER
    ),
    **dict.fromkeys(("import_batch", "retention_row", "relay_lease", "disposal_under_way"), _REGISTER),
    **dict.fromkeys(("child_identity", "child_recognition", "child_lookup_key", "identity_trace"), _CHILD),
    **dict.fromkeys(("notify_link", "responder_link", "case_transfer", "idempotency_key"), _LINK),
    **dict.fromkeys(
        ("reporting_form_request", "request_chase", "chasing_pause", "short_lived_settled"), _WORK
    ),
    **dict.fromkeys(("clock_judgement", "scope_decision", "case_projection", "national_return_step"), _WORK),
    **dict.fromkeys(
        ("national_return_file", "cluster_decision", "possible_duplicate", "notification_merge"), _WORK
    ),
    **dict.fromkeys(
        ("child_link", "chosen_fact", "care_plan_prompt", "counted_death", "disposed_case"), _WORK
    ),
    **dict.fromkeys(
        ("disposal_list", "disposal_item", "disposal_covered", "disposal_answer", "disposal_outcome"), _WORK
    ),
    **dict.fromkeys(("legal_hold", "legal_hold_lifted"), "a hold names no family; its form says so"),
    "case_restriction": "who may see a case, and why: telling of it would undo it; see the decision",
    "break_glass": "who opened a restricted case, and why; see the decision",
    "audit_entry": "who read what: the log of the staff’s work, not of the family’s data; see the decision",
    **dict.fromkeys(("audit_link", "audit_seal"), "digests and signatures"),
    "change_waiting": "notes of one transaction, which are never committed",
    **dict.fromkeys(
        ("audit_reader", "reading_day", "unusual_reading", "unusual_reading_review"),
        "what staff read, like the audit; see the decision",
    ),
    **dict.fromkeys(
        ("outbox", "inbox", "dead_letter"), "what other services are told; nobody is named in it"
    ),
    "document_content": "the content of documents; their text is looked through as case_material",
    "redaction_hit": "what was taken out of a text; the text is looked through whole",
    "redaction_reversal": "who looked at what was taken out; see the decision",
    "reporting_form_draft": "what an agency has not sent; it is gone when the form is sent",
    "notification_draft": "what nobody has sent; it belongs to no case, and is gone after 14 days",
    "imported_row": "a row of a spreadsheet; what became of it is looked through as notification",
    "care_plan_address": "a register of living children, answered by its own search",
    **dict.fromkeys(
        (
            "subject_access_request",
            "subject_access_step",
            "subject_access_case",
            "subject_access_person",
            "subject_access_decision",
            "subject_access_added",
            "subject_access_answer",
        ),
        "the request itself",
    ),
}
