"""What becomes of each table's rows when a record is disposed of. Children stand before parents.

``RULES``: of a whole record. ``ORIGINALS``: of the files that were sent and what redaction took out alone.
Kept is what is counted: when a case was notified, what was decided of it, why a clock was missed, when it was
finalised, and in ``counted_death`` how its clocks were judged.
"""

# ruff: noqa: S608 (the names are those of our own tables; nobody sends one)

from sqlalchemy import DDL, event

from services.notifications.tables.metadata import metadata
from shared.storage.disposal_rules import OF_EVERY_SERVICE, Emptied, Goes, Rule, Rules, Stays, add_disposal

_REQUESTS = "(SELECT request_id FROM reporting_form_request WHERE case_reference = disposed)"
_OF_REQUESTS = f"request_id IN {_REQUESTS}"
_OF_DOCUMENTS = "document_id IN (SELECT document_id FROM stored_document WHERE case_reference = disposed)"
_OF_MATERIALS = "material_id IN (SELECT material_id FROM case_material WHERE case_reference = disposed)"
_OF_PROCESSES = "process_id IN (SELECT process_id FROM parallel_process WHERE case_reference = disposed)"
_EITHER = "disposed IN (case_reference, other_reference)"
_MESSAGES = f"""about = disposed OR about IN {_REQUESTS}
    OR about IN (SELECT link_id FROM notify_link WHERE case_reference = disposed)
    OR about IN (SELECT question_id FROM notifier_question WHERE case_reference = disposed)
    OR about IN (SELECT transfer_id FROM case_transfer WHERE case_reference = disposed)"""
_NO_ANSWERS = """jsonb_build_object('form_name', answers -> 'form_name', 'form_version',
    answers -> 'form_version', 'values', '{}'::jsonb, 'groups', '{}'::jsonb, 'not_understood', '{}'::jsonb)"""
_STEPS_ALONE = """(SELECT coalesce(jsonb_agg(one || '{"by": "", "reason": ""}' ORDER BY n), '[]')
    FROM jsonb_array_elements(changes) WITH ORDINALITY AS c(one, n))"""

_ASKED_ABOUT = "request_id IN (SELECT request_id FROM subject_access_case WHERE case_reference = disposed)"
SUBJECT_ACCESS = "what people asked for that is held about them, and their answers"

FORMS, IDENTITY = "forms and answers", "what the child was recognised by"
DOCUMENTS, TEXTS = "documents that were sent", "texts for the panel, and what was taken out of them"
SEALED = "words that redaction took out, kept sealed for a reversal"
REQUESTS, MESSAGES = "requests, links and returns of agencies", "messages"
FAMILY, PROCESSES = "work with the family", "other processes, meetings and disclosures"
STEPS = "steps and reasons"


def _goes(kind: str, *tables: str, where: str = "case_reference = disposed") -> dict[str, tuple[Rule, ...]]:
    return {table: (Goes(kind, where),) for table in tables}


_REGISTERS = Stays("a register of the office, and no case")
_RETENTION = Stays("how long records are kept, what was held and what was disposed of")

RULES: Rules = {
    **OF_EVERY_SERVICE,
    **_goes(MESSAGES, "message", where=_MESSAGES),
    # An answer holds data of every case of its request, and goes with the first of them.
    **_goes(
        SUBJECT_ACCESS,
        "subject_access_added",
        "subject_access_decision",
        "subject_access_person",
        where=f"{_ASKED_ABOUT} OR case_reference = disposed",
    ),
    **_goes(
        SUBJECT_ACCESS,
        "subject_access_answer",
        "subject_access_step",
        "subject_access_request",
        where=_ASKED_ABOUT,
    ),
    **_goes(SUBJECT_ACCESS, "subject_access_case"),
    **_goes(TEXTS, "redaction_reversal", "family_question"),
    **_goes(TEXTS, "redaction_hit", where=_OF_MATERIALS),
    **_goes(TEXTS, "case_material"),
    **_goes(DOCUMENTS, "document_content", where=_OF_DOCUMENTS),
    **_goes(DOCUMENTS, "stored_document"),
    **_goes(
        REQUESTS,
        "supplementary_form_return",
        "request_step",
        "request_chase",
        "responder_link",
        "reporting_form_draft",
        "reporting_form_return",
        "earlier_return",
        where=_OF_REQUESTS,
    ),
    **_goes(REQUESTS, "reporting_form_request", "chasing_pause", "short_lived_settled", "chosen_fact"),
    **_goes(
        FORMS, "follow_up_answer", "earlier_answers", "notifier_question", "notify_link", "case_transfer"
    ),
    **_goes(FORMS, "idempotency_key", where="answer ->> 'case_reference' = disposed"),
    "imported_row": (
        Emptied(
            FORMS, {"cells": "'{}'", "given": "NULL", "sources": "NULL", "faults": "NULL", "reason": "''"}
        ),
    ),
    **_goes(IDENTITY, "child_lookup_key", "child_recognition", "child_identity", "identity_trace"),
    **_goes(IDENTITY, "scope_decision", "care_plan_prompt"),
    **_goes(IDENTITY, "possible_duplicate", where=_EITHER),
    **_goes(IDENTITY, "notification_merge", where="disposed IN (case_reference, into_reference)"),
    **_goes(IDENTITY, "child_link", where="disposed IN (one_reference, other_reference)"),
    **_goes(IDENTITY, "cluster_decision", where="jsonb_exists(cases, disposed)"),
    **_goes(FAMILY, "family_entry", "key_worker"),
    **_goes(PROCESSES, "joint_agency_action", "joint_agency_meeting", "joint_agency_visit"),
    **_goes(PROCESSES, "joint_agency_call", "joint_agency_decision"),
    **_goes(PROCESSES, "process_step", where=_OF_PROCESSES),
    **_goes(PROCESSES, "parallel_process", "coroner_disclosure", "referral", "imported_review"),
    **_goes(STEPS, "clock_judgement", "case_projection", "national_return_file"),
    "national_return_step": (Emptied(STEPS, {"receipt": "''", "reason": "''", "recorded_by": "''"}),),
    "breach_reason": (Emptied(STEPS, {"words": "''", "recorded_by": "''"}),),
    "case_milestone": (
        Goes(STEPS, "case_reference = disposed AND kind <> 'national_database_finalised'"),
        Emptied(
            STEPS, {"note": "''", "recorded_by": "''", "withdrawn_because": "left(withdrawn_because, 0)"}
        ),
    ),
    "case_restriction": (Emptied(STEPS, {"reason": "''", "lifted_because": "''"}),),
    "break_glass": (Emptied(STEPS, {"reason": "''"}),),
    "notification": (
        Emptied(FORMS, {"answers": _NO_ANSWERS, "changes": _STEPS_ALONE, "submitted_by": "''"}),
    ),
    "agency": (_REGISTERS,),
    "office_switch": (_REGISTERS,),
    "reminder_day": (_REGISTERS,),
    "reference_counter": (_REGISTERS,),
    "care_plan_address": (Stays("a register of living children, with its own end of each entry"),),
    "notification_draft": (Stays("what nobody has sent, with its own short end"),),
    "import_batch": (_REGISTERS,),
    "import_mapping": (_REGISTERS,),
    "retention_row": (_RETENTION,),
    "legal_hold": (_RETENTION,),
    "legal_hold_lifted": (_RETENTION,),
    "disposal_list": (_RETENTION,),
    "disposal_item": (_RETENTION,),
    "disposal_covered": (_RETENTION,),
    "disposal_answer": (_RETENTION,),
    "disposal_outcome": (_RETENTION,),
    "counted_death": (Stays("what the report on timeliness counts, in codes"),),
}
ORIGINALS: Rules = {
    "redaction_hit": (
        Emptied(
            SEALED, {"sealed_original": "NULL", "key_id": "NULL"}, f"{_OF_MATERIALS} AND key_id IS NOT NULL"
        ),
    ),
    "document_content": (Goes(DOCUMENTS, _OF_DOCUMENTS),),
    "stored_document": (
        Emptied(
            DOCUMENTS,
            {
                "discarded_at": "now()",
                "discarded_by": "'retention'",
                "discard_reason": "'Gone under the retention schedule'",
                "given_name": "''",
            },
            "case_reference = disposed AND discarded_at IS NULL",
        ),
    ),
}
# The database itself takes a tombstone only under a list that a second person approved, who saw the record.
APPROVED_ONLY = (
    """
    CREATE OR REPLACE FUNCTION refuse_tombstone_without_approval() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NOT EXISTS (SELECT FROM disposal_item i JOIN disposal_answer a USING (list_id)
                     JOIN disposal_covered c USING (list_id, case_reference, record_type)
                     WHERE a.answer = 'approved' AND i.list_id = NEW.disposal_id
                     AND i.record_type <> 'original_documents'
                     AND NEW.case_reference = ANY (i.with_it || i.case_reference)) THEN
        RAISE EXCEPTION 'a record is disposed of only under a list that a second person approved';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER disposed_case_is_approved BEFORE INSERT ON disposed_case
    FOR EACH ROW EXECUTE FUNCTION refuse_tombstone_without_approval()
    """,
)
add_disposal(metadata, RULES)
for statement in APPROVED_ONLY:
    event.listen(metadata.tables["disposed_case"], "after_create", DDL(statement))  # type: ignore[no-untyped-call]
