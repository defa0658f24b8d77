"""A child's family: what was done for it, whom it can call, and the questions it asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.family.end_key_worker import end_key_worker
from services.notifications.actions.family.name_key_worker import name_key_worker
from services.notifications.actions.family.pass_answer_on import pass_answer_on
from services.notifications.actions.family.raise_family_question import raise_family_question
from services.notifications.actions.family.record_family_contact import record_family_contact
from services.notifications.actions.family.withdraw_family_question import withdraw_family_question
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.family.contact import FamilyEntry, present_key_worker
from services.notifications.domain.family.questions import QuestionStatus
from services.notifications.domain.family.topics import (
    HOW_TOLD,
    INTERPRETER_LABELS,
    KEY_WORKER_FIELDS,
    PASSED_ON_FIELDS,
    QUESTION_FIELDS,
    TOPICS,
    Topic,
    interpreter_state,
)
from services.notifications.domain.notification import Status
from services.notifications.domain.records.record_form import RecordField, day_of, read_fields
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.posted_records import given_from, under
from services.notifications.queries import family as families
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect
from shared.written_dates import written_date

html = HtmlRouter()
HERE = "family"
ENDING = (RecordField("until_on", "Last day", "day", required=True),)
_COLOURS = {"raised": "orange", "with_panel": "blue", "answer_passed_on": "green", "withdrawn": "grey"}


@dataclass(frozen=True)
class TopicSection:
    """A topic with its latest answers as (question, answer) rows, and its entries, the latest first."""

    topic: Topic
    rows: tuple[tuple[str, str], ...]
    entries: tuple[FamilyEntry, ...]
    prefill: dict[str, str]

    @property
    def days(self) -> list[date | None]:
        """The day of each entry, where its topic has one."""
        return [day_of(dict(entry.answers), "told_on") for entry in self.entries]


@html.get("/cases/{reference}/family", name=HERE)
def family(request: Request, tx: Tx, reference: str) -> Response:
    return _page(request, tx, reference)


@html.post("/cases/{reference}/family/topics/{topic}", name="record_family_contact")
def record(request: Request, tx: Tx, posted: Posted, reference: str, topic: str) -> Response:
    if topic not in TOPICS:
        raise NotFound("Nothing is recorded under this name.")
    try:
        given = given_from(posted, TOPICS[topic].fields, topic)
        record_family_contact(tx, case=reference, topic=topic, given=given)
    except Invalid as invalid:
        return _page(request, tx, reference, posted, under(topic, invalid.faults))
    return redirect(request, HERE, flash="Recorded.", reference=reference)


@html.post("/cases/{reference}/family/key-worker", name="name_key_worker")
def key_worker(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    try:
        name_key_worker(tx, case=reference, given=given_from(posted, KEY_WORKER_FIELDS, "key_worker"))
    except Invalid as invalid:
        return _page(request, tx, reference, posted, under("key_worker", invalid.faults))
    return redirect(request, HERE, flash="The key worker is recorded.", reference=reference)


@html.post("/cases/{reference}/family/key-worker/end", name="end_key_worker")
def end_worker(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    read, faults = read_fields(ENDING, given_from(posted, ENDING, "ending"), today=today(tx))
    try:
        end_key_worker(tx, case=reference, on=day_of(read, "until_on"), because=posted.text("ending-because"))
    except Invalid as invalid:
        others = [fault for fault in invalid.faults if not faults or fault.field != "until_on"]
        return _page(request, tx, reference, posted, under("ending", [*faults, *others]))
    return redirect(request, HERE, flash="The key worker has ended.", reference=reference)


@html.post("/cases/{reference}/family/questions", name="raise_family_question")
def raise_question(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    try:
        question = raise_family_question(
            tx, case=reference, given=given_from(posted, QUESTION_FIELDS, "question")
        )
    except Invalid as invalid:
        return _page(request, tx, reference, posted, under("question", invalid.faults))
    said = "The question is kept. Read what the panel would be given, and confirm it."
    return redirect(request, "confirm_material", flash=said, material_id=question.question_id)


@html.post("/family-questions/{question_id}/withdraw", name="withdraw_family_question")
def withdraw(request: Request, tx: Tx, posted: Posted, question_id: str) -> Response:
    reference = families.question_to_change(tx, question_id).case_reference
    try:
        withdraw_family_question(tx, question_id=question_id, because=posted.text(f"because-{question_id}"))
    except Invalid as invalid:
        return _page(request, tx, reference, posted, invalid.faults)
    return redirect(request, HERE, flash="The question is withdrawn.", reference=reference)


@html.post("/family-questions/{question_id}/passed-on", name="pass_answer_on")
def passed_on(request: Request, tx: Tx, posted: Posted, question_id: str) -> Response:
    reference = families.question_to_change(tx, question_id).case_reference
    prefix = f"passed-{question_id}"
    try:
        pass_answer_on(tx, question_id=question_id, given=given_from(posted, PASSED_ON_FIELDS, prefix))
    except Invalid as invalid:
        return _page(request, tx, reference, posted, under(prefix, invalid.faults))
    return redirect(request, HERE, flash="Recorded.", reference=reference)


def _page(
    request: Request, tx: Tx, reference: str, values: PostedForm | None = None, faults: Sequence[Fault] = ()
) -> Response:
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    notification = queries.notification_of(tx, reference)
    tx.audit("view_family", case=reference, reading=True)
    entries, workers = families.entries_of(tx, reference), families.key_workers_of(tx, reference)
    sections = [_section(topic, entries.get(topic.id, [])) for topic in TOPICS.values()]
    interpreter = next(iter(entries.get("interpreter", [])), None)
    return page(
        request,
        "family.html",
        422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        accepted=notification.status is Status.ACCEPTED,
        topics=sections,
        interpreter=INTERPRETER_LABELS[interpreter_state(interpreter.answers if interpreter else {})],
        workers=workers,
        worker=present_key_worker(workers),
        questions=families.questions_of(tx, reference),
        statuses=QuestionStatus,
        colours=_COLOURS,
        how_told=HOW_TOLD,
        forms_of={"key_worker": KEY_WORKER_FIELDS, "question": QUESTION_FIELDS, "passed": PASSED_ON_FIELDS},
        ending=ENDING,
        values=values if values is not None else _prefilled(sections),
        faults=faults,
        at_fault=[fault.field for fault in faults],
    )


def _section(topic: Topic, entries: list[FamilyEntry]) -> TopicSection:
    latest = entries[0].answers if entries and not topic.repeated else {}
    rows = tuple(
        (field.label, _shown(field, latest.get(field.name, "")))
        for field in topic.fields
        if latest and (not field.asked_if or latest.get(field.asked_if[0]) in field.asked_if[1])
    )
    return TopicSection(topic, rows, tuple(entries), latest)


def _shown(field: RecordField, answer: str) -> str:
    if field.kind == "choice":
        return (field.choices or {}).get(answer, answer)
    day = day_of({field.name: answer}, field.name) if field.kind == "day" else None
    return written_date(day) if day else answer


def _prefilled(sections: Sequence[TopicSection]) -> dict[str, Any]:
    """Each topic's form begins with what was recorded last; a service to add begins empty."""
    values: dict[str, Any] = {}
    for section in sections:
        for field in section.topic.fields:
            answer, name = section.prefill.get(field.name, ""), f"{section.topic.id}-{field.name}"
            values[name] = answer
            if field.kind == "day" and answer:
                parts = zip(("year", "month", "day"), answer.split("-"), strict=True)
                values |= {f"{name}-{part}": str(int(number)) for part, number in parts}
    return values
