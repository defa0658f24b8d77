"""A review was held elsewhere: its outcome comes into the case, and nothing is typed twice."""

import json
from collections.abc import Mapping
from hashlib import sha256
from uuid import uuid4

from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.material.keep_case_text import CaseText, keep_case_text
from services.notifications.actions.processes.update_parallel_process import update_parallel_process
from services.notifications.domain.elsewhere.refusals import ReviewAlreadyTakenOver
from services.notifications.domain.elsewhere.review_outcome import NAME, VERSION, ReviewOutcome, read_outcome
from services.notifications.domain.processes.process_kinds import CONCLUDED
from services.notifications.queries.notifications import notification_to_change
from services.notifications.queries.processes import imported_reviews_of, open_processes
from services.notifications.tables.processes import imported_review
from shared.people import Permission, check
from shared.storage import Transaction

PERINATAL = "perinatal_review"
HELD = "child_death_review_meeting_held"


def take_over_review(tx: Transaction, *, case: str, given: Mapping[str, str], channel: str) -> ReviewOutcome:
    """Keep the outcome, record the child death review meeting as held, prepare the text for the panel and end
    the perinatal review's record. ``channel`` is "file" or "page".

    Invalid names every fault; ReviewAlreadyTakenOver for the same outcome again.
    """
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    answers = notification_to_change(tx, case).answers
    outcome = read_outcome(
        given,
        nhs_number=answers.get("child.nhs_number"),
        died_after=answers.times.death.first_date,
        today=today(tx),
    )
    fingerprint = sha256(json.dumps(dict(outcome.values), sort_keys=True).encode()).hexdigest()
    if any(row["fingerprint"] == fingerprint for row in imported_reviews_of(tx, case)):
        raise ReviewAlreadyTakenOver()
    record_milestone(
        tx, case=case, kind=HELD, on=outcome.held_on, note=outcome.review, source="review_taken_over"
    )
    _keep(tx, case, outcome, channel, fingerprint)
    keep_case_text(tx, text=_text(case, outcome, fingerprint))
    for process in open_processes(tx, [case])[case]:
        if process.kind == PERINATAL and outcome.values["review"] == PERINATAL:
            on, concluded = max(outcome.held_on, process.opened_on), outcome.values["outcome"]
            update_parallel_process(
                tx, process_id=process.process_id, status=CONCLUDED, on=on, outcome=concluded
            )
    tx.audit("take_over_review", case=case, detail={"channel": channel, "review": outcome.values["review"]})
    return outcome


def _keep(tx: Transaction, case: str, outcome: ReviewOutcome, channel: str, fingerprint: str) -> None:
    row = {
        "import_id": uuid4().hex,
        "case_reference": case,
        "form_name": NAME,
        "form_version": VERSION,
        "held_on": outcome.held_on,
        "fields": dict(outcome.values),
        "not_understood": dict(outcome.not_understood),
        "channel": channel,
        "fingerprint": fingerprint,
        "imported_at": tx.at,
        "imported_by": tx.person.name,
    }
    tx.session.execute(imported_review.insert(), row)


def _text(case: str, outcome: ReviewOutcome, fingerprint: str) -> CaseText:
    return CaseText(
        case=case,
        kind="review_meeting_outcome",
        title=f"{outcome.review}: outcome",
        role="hospital_consultant",
        original=outcome.for_the_panel,
        made_from=f"review {fingerprint}",
    )
