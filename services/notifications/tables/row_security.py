"""Who may see which rows of notifications as the database judges it, written apart from ``can``.

The office works on every case but those closed to who looks; whoever has no account sees the one thing that
their signed link is for; the guardian what somebody has asked to see again, and what is due for disposal.
"""

from services.notifications.tables.row_security_functions import FUNCTIONS
from shared.storage import kernel_rules
from shared.storage.kernel_rules import (
    ACTING,
    OFFICE,
    SOMEBODY,
    acts_as,
    holds_link,
    is_not_of_closed,
    is_open,
    lists_no_closed,
)
from shared.storage.row_security import RowSecurity, Rule

#: The guardian decides what living people are told of a record and when one is due, and so reads all of it.
_READERS = acts_as("cdr_manager", "cdop_administrator", "system", "caldicott_guardian")
_GUARDIAN, _POLICE = acts_as("caldicott_guardian"), acts_as("police_control_room")
_CASE, _REQUEST = "(SELECT public.case_of_link())", "(SELECT public.request_of_link())"
_DOCUMENTS = "(SELECT public.documents_of_link())::text[]"


def _of(thing: str, otherwise: str = "") -> Rule:
    """The office's, of a thing that belongs to a case; ``otherwise`` for whoever else may see it."""
    more = f" OR {otherwise}" if otherwise else ""
    open_thing = is_not_of_closed(thing)
    return Rule(f"({_READERS} AND {open_thing}){more}", f"({OFFICE} AND {open_thing}){more}")


def _of_case(otherwise: str) -> Rule:
    return Rule(f"({_READERS} AND {is_open()}) OR {otherwise}", f"({OFFICE} AND {is_open()}) OR {otherwise}")


#: The guardian's too, who reads in the dry run when each record is due, and why.
_OF_CASE_AND_DUE = Rule(f"{_READERS} AND {is_open()}", f"{OFFICE} AND {is_open()}")


_OF_CASE_OR_LINK = _of_case(f"case_reference = {_CASE}")
_OF_REQUEST_OR_LINK = _of("request_id", f"request_id = {_REQUEST}")
_OF_TWO = Rule(f"{_READERS} AND {is_open()} AND {is_open('other_reference')}")
#: The schedule, holds and disposals: whoever may read them sees every one.
_RETENTION = Rule(f"{OFFICE} OR {_GUARDIAN}")

_GONE = """EXISTS (
    SELECT FROM disposal_outcome o WHERE o.outcome = 'disposed' AND o.list_id = disposal_item.list_id
    AND o.case_reference = disposal_item.case_reference AND o.record_type = disposal_item.record_type)"""

ROW_SECURITY = RowSecurity(
    functions=(*kernel_rules.FUNCTIONS, *FUNCTIONS),
    rules={
        **kernel_rules.RULES,
        **kernel_rules.MESSAGES,
        **kernel_rules.GLASS,
        **kernel_rules.READING,
        **dict.fromkeys(
            (
                "breach_reason",
                "care_plan_prompt",
                "chasing_pause",
                "child_identity",
                "child_lookup_key",
                "child_recognition",
                "chosen_fact",
                "clock_judgement",
                "family_question",
                "follow_up_answer",
                "identity_trace",
                "imported_review",
                "imported_row",
                "joint_agency_action",
                "joint_agency_call",
                "joint_agency_decision",
                "joint_agency_meeting",
                "joint_agency_visit",
                "national_return_file",
                "national_return_step",
                "referral",
                "scope_decision",
                "short_lived_settled",
            ),
            _OF_CASE_AND_DUE,
        ),
        **dict.fromkeys(
            ("case_milestone", "coroner_disclosure", "family_entry", "key_worker", "parallel_process"),
            _OF_CASE_AND_DUE,
        ),
        **dict.fromkeys(("earlier_return", "request_chase", "request_step"), _of("request_id")),
        "process_step": _of("process_id"),
        "possible_duplicate": _OF_TWO,
        "child_link": Rule(f"{_READERS} AND {is_open('one_reference')} AND {is_open('other_reference')}"),
        "notification_merge": Rule(f"{_READERS} AND {is_open()} AND {is_open('into_reference')}"),
        "cluster_decision": Rule(f"{OFFICE} AND {lists_no_closed()}"),
        "import_batch": Rule(OFFICE),
        # What a link is for, and what is written with it.
        "notification": _of_case(f"case_reference = {_CASE}"),
        "notifier_question": _OF_CASE_OR_LINK,
        "earlier_answers": _OF_CASE_OR_LINK,
        "stored_document": _of_case(f"case_reference = {_CASE}"),
        "case_projection": _OF_CASE_OR_LINK,
        "document_content": _of("document_id", f"document_id = ANY ({_DOCUMENTS})"),
        "reporting_form_request": _of_case(f"request_id = {_REQUEST}"),
        "reporting_form_draft": _OF_REQUEST_OR_LINK,
        "reporting_form_return": _OF_REQUEST_OR_LINK,
        "supplementary_form_return": _OF_REQUEST_OR_LINK,
        "responder_link": _of("request_id", f"link_id = {holds_link('respond')}"),
        "notify_link": Rule(f"{OFFICE} OR link_id = {holds_link('notify')}"),
        "case_transfer": _of_case(f"transfer_id = {holds_link('transfer')}"),
        "notification_draft": Rule(f"{OFFICE} OR draft_id = {holds_link('draft')}"),
        "idempotency_key": Rule(f"person_id = {ACTING}"),
        # Two keys: the guardian sees what somebody has asked to see again.
        "redaction_reversal": Rule(_OF_CASE_AND_DUE.reads),
        "redaction_hit": _of("material_id"),
        "case_material": _of_case(f"case_reference = {_CASE}"),
        # The police ask about one address; what they may be told is counted and audited by the application.
        "care_plan_address": Rule(f"{OFFICE} OR {_POLICE}", OFFICE),
        **dict.fromkeys(
            (
                "disposal_list",
                "disposal_answer",
                "legal_hold",
                "legal_hold_lifted",
                "retention_row",
            ),
            _RETENTION,
        ),
        # What is gone is closed to nobody: it stands on the certificate, which is one for everybody.
        "disposal_item": Rule(f"({_RETENTION.reads}) AND ({is_open()} OR {_GONE})"),
        "disposal_outcome": Rule(f"({_RETENTION.reads}) AND ({is_open()} OR outcome = 'disposed')"),
        # Nobody approves the disposal of what is closed to them.
        "disposal_covered": Rule(_RETENTION.reads, f"({_RETENTION.reads}) AND {is_open()}"),
        "counted_death": Rule(OFFICE),
        # What is held about somebody who asks: made up by the office, let out by another or the guardian.
        # That they ask is no case's: what is said of a closed case is closed, and the answer with it.
        **dict.fromkeys(
            (
                "subject_access_added",
                "subject_access_case",
                "subject_access_decision",
                "subject_access_person",
            ),
            Rule(f"({OFFICE} OR {_GUARDIAN}) AND {is_open()}"),
        ),
        **dict.fromkeys(("subject_access_request", "subject_access_step"), Rule(_READERS)),
        "subject_access_answer": Rule(f"{_READERS} AND {is_not_of_closed('request_id')}"),
        "disposed_case": Rule(SOMEBODY, _RETENTION.reads),
    },
    without_rule={
        **kernel_rules.WITHOUT_RULE,
        "agency": "the directory of agencies, and no case",
        "import_mapping": "how the columns of a file are read",
        "office_switch": "what the office has switched on or off",
        "reference_counter": "the last number given in a year",
        "reminder_day": "days on which reminders went out",
    },
    only_added_to=kernel_rules.ONLY_ADDED_TO | kernel_rules.OF_READING,
    only_read=kernel_rules.ONLY_READ,
)
