"""What becomes of each table's rows when the record of a case is disposed of. Children stand before parents.

Kept is what reports count (steps, holds, outcomes, agreed actions and where they stand) and what is about a
meeting or a member and no case.
"""

# ruff: noqa: S608 (the names are those of our own tables and schemas; nobody sends one)

from services.panel.tables import metadata
from shared.contracts.withheld_words import NO_WORDS
from shared.storage.disposal_rules import OF_EVERY_SERVICE, Emptied, Goes, Rules, Stays, add_disposal

_OF_LINKS = "about IN (SELECT id FROM owner_link WHERE case_reference = disposed)"
_OF_QUESTIONS = "question_id IN (SELECT question_id FROM family_question WHERE case_reference = disposed)"
_OF_ROUNDS = "round_id IN (SELECT id FROM rating_round WHERE case_reference = disposed)"
_LISTS_IT = "jsonb_exists(cases, disposed)"
# Of a completed analysis what reports count: categories, modifiability, and of factors and actions the codes.
_COUNTED = f"""(SELECT jsonb_object_agg(name, value) FROM jsonb_each(form) AS e(name, value)
    WHERE name IN ('category', 'secondary_categories', 'modifiability', 'scale_version',
    'category_version', 'form_version', 'causes_agree')) || jsonb_build_object(
  'factors', (SELECT coalesce(jsonb_agg(jsonb_build_object('domain', one -> 'domain', 'factor', '',
      'grade', one -> 'grade', 'modifiable', one -> 'modifiable') ORDER BY n), '[]')
    FROM jsonb_array_elements(coalesce(form -> 'factors', '[]')) WITH ORDINALITY AS f(one, n)),
  'actions', (SELECT coalesce(jsonb_agg(jsonb_build_object('text', '{NO_WORDS} (' || n || ')',
      'level', one -> 'level', 'due_on', one -> 'due_on', 'told_on', one -> 'told_on',
      'id', coalesce(one -> 'id', '""'), 'kind', coalesce(one -> 'kind', '""'),
      'themes', coalesce(one -> 'themes', '[]')) ORDER BY n), '[]')
    FROM jsonb_array_elements(coalesce(form -> 'actions', '[]')) WITH ORDINALITY AS a(one, n)))"""
_MINUTES = """minutes || jsonb_build_object(
  'cases', (SELECT coalesce(jsonb_agg(CASE WHEN one ->> 'case_reference' = disposed
      THEN one || '{"lines": []}' ELSE one END ORDER BY n), '[]')
    FROM jsonb_array_elements(minutes -> 'cases') WITH ORDINALITY AS c(one, n)),
  'overdue', (SELECT coalesce(jsonb_agg(CASE WHEN one ->> 'case_reference' = disposed
      THEN one || '{"text": "No longer kept", "owner": ""}' ELSE one END ORDER BY n), '[]')
    FROM jsonb_array_elements(minutes -> 'overdue') WITH ORDINALITY AS o(one, n)))"""
_IN_MINUTES = "strpos(minutes::text, '\"' || disposed || '\"') > 0"
_OF_MEETING, _OF_MEMBER = Stays("about a meeting, no case"), Stays("about a panel or a member, no case")

PAPERS, WRITINGS, STEPS = "papers of the bundle", "analyses, notes and ratings", "steps, reasons and replies"

RULES: Rules = {
    **OF_EVERY_SERVICE,
    "message": (Goes("messages", _OF_LINKS),),
    "owner_link": (Goes("signed links"),),
    "bundle_part": (Goes(PAPERS),),
    "case_fact": (Goes(PAPERS),),
    "bundle_reading": (Goes(WRITINGS),),
    "private_note": (Goes(WRITINGS),),
    "kept_text": (Goes(WRITINGS),),
    "member_rating": (Goes(WRITINGS, _OF_ROUNDS),),
    "rating_round": (Goes(WRITINGS),),
    "analysis_form": (
        Goes(WRITINGS, "case_reference = disposed AND completed_on IS NULL"),
        Emptied(WRITINGS, {"form": _COUNTED, "sections": "NULL", "saved_by_name": "''"}),
    ),
    "action_feedback": (Emptied(STEPS, {"words": "''", "by_name": "''"}),),
    "action_record": (
        Emptied(
            STEPS,
            {"words": "''", "evidence": "''", "own_work_because": "''", "by_name": "''"},
        ),
    ),
    "family_answer": (Goes("questions of the family", _OF_QUESTIONS),),
    "family_question": (Goes("questions of the family"),),
    "case_involvement": (Goes("who was involved, as fingerprints"),),
    "found_interest": (Goes("interests"),),
    "declared_interest": (Goes("interests"),),
    "information_source": (Goes("requests for information"),),
    "case_theme": (Goes("themes set by the office"),),
    "early_release": (Goes(STEPS),),
    "hold": (Emptied(STEPS, {"reason": "''", "lifted_because": "left(lifted_because, 0)"}),),
    "status_change": (Emptied(STEPS, {"reason": "''", "concerns": "''", "authorised_by": "''"}),),
    "review_decision": (Emptied(STEPS, {"reason": "''", "own_work_because": "''", "decided_by_name": "''"}),),
    "review_finalising": (Emptied(STEPS, {"finalised_by_name": "''"}),),
    "agenda_item": (Emptied(STEPS, {"late_because": "''"}),),
    "bundle_download": (Emptied(STEPS, {"reason": "''"}, _LISTS_IT),),
    # Corrections are of the whole minutes: which of them are about this case nobody can tell.
    "approved_minutes": (Emptied("minutes", {"minutes": _MINUTES, "corrections": "''"}, _IN_MINUTES),),
    "shared_learning": (
        Emptied(
            "learning that was never fit to be passed on",
            {"title": f"'{NO_WORDS}'", "text": "''"},
            f"{_LISTS_IT} AND fit_at IS NULL",
        ),
    ),
    "review_case": (
        Emptied(
            "facts of the case",
            {
                "age_text": "''",
                "ethnic_category": "''",
                "place_of_event": "''",
                "notifier_role": "''",
                "gestation_weeks": "NULL",
                "events": "'[]'",
                "supplementary_forms": "'[]'",
                "clocks": "'[]'",
                "has_notification_text": "false",
            },
            "reference = disposed",
        ),
    ),
    "case_restriction": (Emptied(STEPS, {"reason": "''", "lifted_because": "''"}),),
    "break_glass": (Emptied(STEPS, {"reason": "''"}),),
    "room_movement": (Stays("who left the room and came back, without a word of why"),),
    "dissemination": (Stays("to whom learning was passed on"),),
    "acting_chair": (_OF_MEETING,),
    "meeting_step": (_OF_MEETING,),
    "meeting_seat": (_OF_MEETING,),
    "meeting_notice": (_OF_MEETING,),
    "panel_meeting": (_OF_MEETING,),
    "register_correction": (_OF_MEETING,),
    "panel": (_OF_MEMBER,),
    "panel_member": (_OF_MEMBER,),
    "member_unit": (_OF_MEMBER,),
    "member_fingerprint": (_OF_MEMBER,),
    "quorum_rule_set": (_OF_MEMBER,),
    "download_allowance": (_OF_MEMBER,),
}
add_disposal(metadata, RULES)
