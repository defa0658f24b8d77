"""What is recorded about a family, topic by topic: a table. Not known and not asked are not "no"."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.domain.records.record_form import RecordField

VERSION = "2026-11"
_ANSWERS = {"yes": "Yes", "no": "No", "not_known": "Not known", "not_asked": "Not asked"}
_YES = frozenset({"yes"})
HOW_TOLD = {
    "at_home": "In person, at home",
    "elsewhere": "In person, elsewhere",
    "telephone": "By telephone or video",
    "letter": "By letter",
    "not_known": "Not known",
}


@dataclass(frozen=True)
class Topic:
    """``repeated``: every entry stands for itself, else the latest holds. ``source``: why it is asked."""

    id: str
    title: str
    button: str
    source: str
    fields: tuple[RecordField, ...]
    repeated: bool = False


_TOLD = Topic(
    "told_of_review",
    "Told about the review",
    "Record what the family was told",
    "Working Together 2018, chapter 5; local practice",
    (
        RecordField(
            "told",
            "Has the family been told about the child death review?",
            "choice",
            required=True,
            choices={"yes": "Yes", "no": "Not yet", "not_known": "Not known"},
        ),
        RecordField("told_on", "When?", "day", required=True, asked_if=("told", _YES)),
        RecordField("told_by", "By whom?", required=True, asked_if=("told", _YES), hint="Name and role"),
        RecordField("how", "How?", "choice", required=True, choices=HOW_TOLD, asked_if=("told", _YES)),
        RecordField(
            "leaflet",
            "Was the leaflet “When a Child Dies” given?",
            "choice",
            required=True,
            choices=_ANSWERS,
            hint="In a language and form that the family can read",
        ),
    ),
)
_INTERPRETER = Topic(
    "interpreter",
    "Interpreter",
    "Record about an interpreter",
    "Local practice: required and available are both recorded in every relevant case",
    (
        RecordField("required", "Was an interpreter required?", "choice", required=True, choices=_ANSWERS),
        RecordField("language", "Which language, or British Sign Language?", asked_if=("required", _YES)),
        RecordField(
            "available",
            "Was an interpreter available?",
            "choice",
            choices=_ANSWERS,
            asked_if=("required", _YES),
        ),
        RecordField("note", "What happened", "long_text", asked_if=("required", _YES)),
    ),
)
_GENETIC = Topic(
    "genetic_counselling",
    "Genetic counselling",
    "Record about genetic counselling",
    "Local practice: whether the family was made aware is recorded in every relevant case",
    (
        RecordField(
            "made_aware",
            "Was the family made aware of genetic counselling?",
            "choice",
            required=True,
            choices={
                "yes": "Yes",
                "no": "No",
                "not_relevant": "Not relevant to this death",
                "not_known": "Not known",
                "not_asked": "Not asked",
            },
        ),
        RecordField("made_aware_on", "When?", "day", asked_if=("made_aware", _YES)),
        RecordField("made_aware_by", "By whom?", asked_if=("made_aware", _YES), hint="Name and role"),
    ),
)
_BEREAVEMENT = Topic(
    "bereavement_support",
    "Bereavement support",
    "Record about bereavement support",
    "National reporting form, April 2022",
    (
        RecordField("offered", "Was bereavement support offered?", "choice", required=True, choices=_ANSWERS),
        RecordField("support", "Which support?", required=True, asked_if=("offered", _YES)),
        RecordField("offered_on", "When?", "day", asked_if=("offered", _YES)),
        RecordField(
            "taken_up",
            "Did the family take it up?",
            "choice",
            choices={"yes": "Yes", "not_now": "Not now", "no": "No", "not_known": "Not known"},
            asked_if=("offered", _YES),
        ),
    ),
)
_SIGNPOSTING = Topic(
    "signposting",
    "Services the family was told of",
    "Add a service",
    "Local practice: families are signposted to services",
    (
        RecordField("service", "Which service?", required=True),
        RecordField("told_on", "When?", "day", required=True),
        RecordField("told_by", "By whom?", hint="Name and role"),
    ),
    repeated=True,
)
TOPICS: Mapping[str, Topic] = {
    topic.id: topic for topic in (_TOLD, _INTERPRETER, _GENETIC, _BEREAVEMENT, _SIGNPOSTING)
}
KEY_WORKER_FIELDS = (
    RecordField("name", "Name", required=True),
    RecordField("role", "Role", required=True),
    RecordField("organisation", "Organisation", required=True),
    RecordField("telephone", "Telephone", "telephone", required=True),
    RecordField("email", "E-mail address"),
    RecordField("from_on", "From", "day", required=True),
)
QUESTION_FIELDS = (
    RecordField(
        "words",
        "The question, in the family's own words",
        "long_text",
        required=True,
        hint="Write it as it was asked. Names are taken out before the panel sees it",
    ),
    RecordField("asked_by", "Who asked?", required=True, hint="For example the mother, or a grandparent"),
    RecordField("raised_on", "When?", "day", required=True),
    RecordField("how", "How?", "choice", required=True, choices=HOW_TOLD),
    RecordField("received_by", "Whom did the family tell?", required=True, hint="For example the key worker"),
)
PASSED_ON_FIELDS = (
    RecordField("told_on", "When was the family given the answer?", "day", required=True),
    RecordField("told_by", "By whom?", required=True, hint="Name and role"),
    RecordField("told_how", "How?", "choice", required=True, choices=HOW_TOLD),
    RecordField(
        "told_words",
        "What the family was told",
        "long_text",
        required=True,
        hint="The panel's answer, in plain words",
    ),
)


def interpreter_state(answers: Mapping[str, str]) -> str:
    """ "met", "not_met", "incomplete" or "not_required"; no answer at all is incomplete."""
    required, available = answers.get("required", ""), answers.get("available", "")
    if required == "no":
        return "not_required"
    if required == "yes" and available in ("yes", "no"):
        return "met" if available == "yes" else "not_met"
    return "incomplete"


INTERPRETER_LABELS: Mapping[str, tuple[str, str]] = {
    "met": ("Required and available", "green"),
    "not_met": ("Required, not available", "red"),
    "incomplete": ("Incomplete", "orange"),
    "not_required": ("Not required", "grey"),
}
