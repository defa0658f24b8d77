"""The family's questions of one case with every reply, and all those that need an answer."""

from collections.abc import Sequence

from fastapi import Request, Response

from services.panel.actions.family.reply_to_family_question import reply_to_family_question
from services.panel.domain.family.family_questions import REPLY_LABELS
from services.panel.domain.nobody_named import NAMES_NOBODY
from services.panel.pages.case_sections import case_navigation
from services.panel.queries.cases import visible_case, visible_cases
from services.panel.queries.family_questions import open_questions, questions_of
from services.panel.queries.relations import relations_to
from shared.errors import Fault, Invalid
from shared.people import Permission, can
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()


@router.get("/family-questions", name="panel_open_questions")
def waiting(request: Request, tx: Tx) -> Response:
    found = open_questions(tx)
    cases = {case.reference: case for case in visible_cases(tx)}
    tx.audit("view_open_family_questions", reading=True, detail={"questions": len(found)})
    return page(request, "open_questions.html", questions=found, cases=cases, active="Cases")


@router.get("/cases/{case_reference}/family-questions", name="panel_family_questions")
def questions(request: Request, tx: Tx, case_reference: str) -> Response:
    return _page(request, tx, case_reference)


@router.post("/cases/{case_reference}/family-questions/{question_id}", name="reply_to_family_question")
def reply(request: Request, tx: Tx, posted: Posted, case_reference: str, question_id: str) -> Response:
    try:
        reply_to_family_question(
            tx,
            case_reference=case_reference,
            question_id=question_id,
            reply=posted.text(f"reply-{question_id}"),
            text=posted.text(f"words-{question_id}"),
            nobody_in=posted.text(NAMES_NOBODY),
        )
    except Invalid as refusal:
        return _page(request, tx, case_reference, posted, refusal.faults)
    said = "The reply is kept. The child death review office passes it on to the family."
    return redirect(request, "panel_family_questions", said, case_reference=case_reference)


def _page(
    request: Request,
    tx: Tx,
    case_reference: str,
    values: PostedForm | None = None,
    faults: Sequence[Fault] = (),
) -> Response:
    case, relations = visible_case(tx, case_reference), relations_to(tx, case_reference)
    tx.audit("view_family_questions", case=case_reference, reading=True)
    return page(
        request,
        "family_questions.html",
        422 if faults else 200,
        case=case,
        sections=case_navigation(request, tx.person, relations, case_reference),
        questions=questions_of(tx, case_reference),
        replies=[(kind.value, label) for kind, label in REPLY_LABELS.items()],
        may_reply=can(tx.person, Permission.ANSWER_FAMILY_QUESTION, relations),
        values=values,
        faults=faults,
        at_fault=[fault.field for fault in faults],
        active="Cases",
    )
