"""What of panel's tables follows from the log. The rest people decided, so these tables are compared only.

Statuses, holds, meetings and analyses are people's. What a completed review says was published: the log's
own copy is compared with the analysis it was made from.
"""

from sqlalchemy import insert

from services.panel.actions.retention.dispose_of_record import dispose_of_record
from services.panel.tables.analyses import analysis_form
from services.panel.tables.bundles import bundle_part, case_fact
from services.panel.tables.cases import information_source, review_case
from services.panel.tables.family_questions import family_question
from services.panel.tables.interests import case_involvement
from shared.contracts import CaseRecordDisposed, ChildDeathNotified, ReviewCompleted
from shared.storage import Transaction
from shared.storage.rebuilding import TOMBSTONES, Compared, Rebuilding, named

_FACTS = tuple(
    name
    for name in ChildDeathNotified.model_fields
    if name in review_case.columns and name != "case_reference"
)
_TOLD = ("review_meeting_held_on", "draft_analysis_received_on")
_PART = ("case_reference", "material_id", "version", "part")
_SAID = ("category", "summary", "modifiability", "secondary_categories", "learning")


def keep_what_was_published(tx: Transaction, event: ReviewCompleted) -> None:
    """The event as the analysis it was made from; only ever in tables made for comparing."""
    said = event.model_dump(mode="json", include=set(_SAID))
    tx.session.execute(
        insert(analysis_form).values(
            case_reference=event.case_reference,
            review_version=event.review_version,
            version=1,
            form=said,
            saved_by="",
            saved_by_name="",
            saved_at=tx.at,
            completed_on=event.completed_on,
        )
    )


REBUILDING = Rebuilding(
    compared=(
        Compared(review_case.name, named("reference"), named(*_FACTS, "has_notification_text", *_TOLD)),
        Compared(
            information_source.name,
            named("case_reference", "source_id"),
            named("role", "sector", "requested_on", "due_on", "outcome", "received_on"),
        ),
        Compared(
            bundle_part.name,
            named(*_PART),
            named("parts", "title", "kind", "source_role", "text", "confirmed_on", "redactions")
            | {
                "pages": "coalesce(t.pages, 0)",
                "withheld_pages": "coalesce(t.withheld_pages, '[]')",
                "withheld_because": "t.withheld_because",
                # Of a text that was removed, the digest says that it was the same.
                "digest": "coalesce(t.digest, encode(sha256(convert_to(t.text, 'UTF8')), 'hex'))",
            },
        ),
        Compared(case_involvement.name, named("case_reference"), named("version", "people", "units")),
        Compared(case_fact.name, named("case_reference", "version"), named("facts")),
        Compared(
            family_question.name,
            named("question_id"),
            named("case_reference", "text", "version", "raised_on", "withdrawn_on"),
        ),
        Compared(
            analysis_form.name,
            named("case_reference", "review_version"),
            named("completed_on") | {name: f"t.form -> '{name}'" for name in _SAID},
            where="t.completed_on IS NOT NULL",
        ),
    ),
    carried_first=(TOMBSTONES,),
    # What was published of a case that was disposed of is taken without its words, as what is read is.
    own={ReviewCompleted: keep_what_was_published, CaseRecordDisposed: dispose_of_record},
    swaps_refused_because=(
        "Panel's tables hold what people decided (statuses, holds, meetings, analyses), which no event "
        "carries: they cannot be made anew from the log. Compare them with it: cdop rebuild panel --check. "
        "What is lost there comes back from a backup: cdop restore."
    ),
)
