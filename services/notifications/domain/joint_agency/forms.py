"""What is asked about a joint agency response: calls, visits, meetings and their actions, as tables."""

from services.notifications.domain.joint_agency.response import MEETING_LABELS
from services.notifications.domain.records.record_form import RecordField
from shared.reference_lists import ROLES

NAME, VERSION = "Joint agency response record", "2026-11"
SOURCE = "Child Death Review Statutory and Operational Guidance (England) 2018; local practice"
YES_NO_NOT_KNOWN = {"yes": "Yes", "no": "No", "not_known": "Not known"}
# Who is usually called or takes part, and everybody else a role exists for.
_USUAL = (
    "police_officer",
    "coroners_officer",
    "social_worker",
    "paediatrician",
    "community_paediatrician",
    "community_nurse",
    "paramedic",
    "emergency_doctor",
    "hospital_nurse",
    "general_practitioner",
    "health_visitor",
    "midwife",
    "school_nurse",
    "teacher",
    "mental_health_professional",
    "bereavement_nurse",
)
PEOPLE = {
    "designated_doctor": "Designated doctor for child deaths",
    "named_nurse": "Named nurse on call",
    **{code: ROLES.label(code) for code in _USUAL},
}
CALLED = {**PEOPLE, "other": "Somebody else"}
REACHED = {
    "reached": "Reached",
    "message_left": "A message was left",
    "not_reached": "Not reached",
    "not_known": "Not known",
}
VISIT_KINDS = {"scene": "The scene", "home": "The home"}
VISIT_OUTCOMES = {
    "made": "The visit was made",
    "planned": "It is planned",
    "declined": "The family did not want it",
    "not_needed": "No visit is needed",
    "not_known": "Not known",
}
_MADE, _DATED = frozenset({"made"}), frozenset({"made", "planned"})

CALL_FIELDS = (
    RecordField("role", "Who was called?", "choice", required=True, choices=CALLED),
    RecordField("who", "Name or service", hint="For example the name of the on-call officer"),
    RecordField("called_on", "Day of the call", "day", required=True),
    RecordField("called_time", "Time of the call", "time", hint="24 hours, for example 14:05"),
    RecordField("reached", "Were they reached?", "choice", required=True, choices=REACHED),
    RecordField("note", "What was agreed", "long_text"),
)
VISIT_FIELDS = (
    RecordField("kind", "Which visit?", "choice", required=True, choices=VISIT_KINDS),
    RecordField("outcome", "What happened?", "choice", required=True, choices=VISIT_OUTCOMES),
    RecordField(
        "visited_on",
        "Day of the visit",
        "day",
        required=True,
        asked_if=("outcome", _DATED),
        future=True,
        hint="The day it was made, or is planned for",
    ),
    RecordField("visited_time", "Time of the visit", "time", asked_if=("outcome", _DATED)),
    RecordField(
        "roles",
        "Who went, or will go",
        "choices",
        choices=PEOPLE,
        required=True,
        asked_if=("outcome", _DATED),
    ),
    RecordField(
        "told_of_review",
        "Was the family told about the child death review?",
        "choice",
        choices={**YES_NO_NOT_KNOWN, "not_asked": "Not asked"},
        asked_if=("outcome", _MADE),
    ),
    RecordField("note", "What was seen and agreed, or why there was no visit", "long_text"),
)
MEETING_FIELDS = (
    RecordField(
        "kind",
        "Which meeting?",
        "choice",
        required=True,
        choices={kind.value: label for kind, label in MEETING_LABELS.items()},
    ),
    RecordField("held_on", "Day of the meeting", "day", required=True),
    RecordField("held_time", "Time of the meeting", "time", hint="24 hours, for example 14:05"),
    RecordField("chair", "Chair", required=True, hint="Name and role"),
    RecordField("attendees", "Who took part", "choices", required=True, choices=PEOPLE),
    RecordField("others", "Others who took part", hint="By role"),
    RecordField("known", "What is known", "long_text", required=True),
    RecordField("planned", "What is planned", "long_text", required=True),
    RecordField(
        "risks",
        "Risks to brothers, sisters and others",
        "long_text",
        required=True,
        hint="Write “none known” if there are none. Do not leave it empty",
    ),
    RecordField(
        "is_review_meeting",
        "Was this final meeting also the child death review meeting?",
        "choice",
        required=True,
        choices={"yes": "Yes", "no": "No, it is still to be held"},
        asked_if=("kind", frozenset({"final"})),
        hint="If so, its minutes go on as the material of the review meeting and nothing is typed again",
    ),
)
ACTION_FIELDS = (
    RecordField("text", "What is to be done", required=True),
    RecordField("owner", "Who does it", required=True, hint="Role and organisation"),
    RecordField("due_on", "By when", "day", required=True, future=True),
)
ACTION_ROWS = 4
DECIDED_FIELDS = (
    RecordField("decided_on", "Day of the decision", "day", required=True),
    RecordField(
        "decided_time", "Time of the decision", "time", required=True, hint="24 hours, for example 14:05"
    ),
    RecordField("decided_by", "Who decided?", required=True, hint="Name and role"),
)
