"""The refer-on checklist of one case: what the answers suggest, and what a person has said to each line."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.referrals.record_referral import record_referral
from services.notifications.domain.referrals.answering import ANSWERS
from services.notifications.domain.referrals.rules import SUGGESTS, Suggests, rules_on
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.posted_days import on_page, posted_day
from services.notifications.queries.notifications import notification_of
from services.notifications.queries.processes import referrals_of
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()
HERE = "referrals"
_COLOURS = {Suggests.YES: "orange", Suggests.NO: "white", Suggests.ASK: "blue"}


@html.get("/cases/{reference}/refer-on", name=HERE)
def checklist(request: Request, tx: Tx, reference: str) -> Response:
    return _page(request, tx, reference)


@html.post("/cases/{reference}/refer-on/{rule_id}", name="record_referral")
def answered(request: Request, tx: Tx, posted: Posted, reference: str, rule_id: str) -> Response:
    names = {name: f"{name}-{rule_id}" for name in ("answer", "referred_on", "words")}
    on, unread = posted_day(posted, names["referred_on"])
    given = {name: posted.text(names[name]) for name in ("answer", "words")}
    try:
        record_referral(tx, case=reference, rule_id=rule_id, on=on, **given)
    except Invalid as invalid:
        return _page(request, tx, reference, posted, on_page(invalid, unread, **names))
    return redirect(request, HERE, flash="Recorded.", reference=reference)


def _page(
    request: Request, tx: Transaction, reference: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    answers = notification_of(tx, reference).answers
    given = referrals_of(tx, reference)
    tx.audit("view_referrals", case=reference, reading=True)
    lines = [(rule, *rule.suggests(answers), given.get(rule.id, [])) for rule in rules_on(answers.died_on)]
    return page(
        request,
        "referrals.html",
        status_code=422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        lines=lines,
        unanswered=sum(not line[3] for line in lines),
        suggests=SUGGESTS,
        colours=_COLOURS,
        answers=ANSWERS,
        values=values,
        faults=faults,
    )
