"""The decision on one case: signed off, provisional for want of a quorum, only discussed, or deferred."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import Request, Response

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.record_discussion import record_discussion
from services.panel.actions.analysis.record_provisional_decision import record_provisional_decision
from services.panel.actions.cases.defer_case import defer_case
from services.panel.domain.analysis.scales import SCALES
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.step_grounds import grounds_for
from services.panel.domain.decisions.decision import ReadToDecide, in_force
from services.panel.domain.london_days import london_day
from services.panel.domain.nobody_named import NAMES_NOBODY
from services.panel.domain.own_work import OwnWork
from services.panel.domain.rights import rights_of
from services.panel.pages.case_sections import case_navigation
from services.panel.pages.posted_dates import read_number
from services.panel.pages.review_shown import LISTS
from services.panel.queries.cases import visible_case
from services.panel.queries.decisions import (
    decisions_of,
    form_to_decide,
    sign_off_faults,
    writers_of_decision,
)
from services.panel.queries.ratings import rating_progress
from services.panel.queries.relations import relations_to, sitting_for
from shared.errors import Conflict, Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
FIELDS = {
    "provisional": {"reason": "provisional_reason"},
    "discussed": {"reason": "discussed_reason"},
    "defer": {"reason": "defer_reason"},
}
SAID = {
    "sign_off": "The review is signed off and locked.",
    "provisional": "Kept as a provisional decision. A quorate panel signs it off.",
    "discussed": "Recorded as discussed.",
    "defer": "The case is deferred.",
}


@router.get("/cases/{case_reference}/sign-off", name="panel_sign_off")
def sign_off(request: Request, tx: Tx, case_reference: str) -> Response:
    return _decision_page(request, tx, case_reference)


@router.post("/cases/{case_reference}/sign-off", name="panel_decide")
def decide(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    done = posted.text("do")
    try:
        _decide(tx, case_reference, done, posted)
    except Invalid as refused:
        names = FIELDS.get(done, {})
        faults = [replace(one, field=names.get(one.field, one.field)) for one in refused.faults]
        return _decision_page(request, tx, case_reference, posted, faults, 422)
    except OwnWork as refused:
        fault = Fault("own_work_because", f"{refused.title}. {refused.detail}")
        return _decision_page(request, tx, case_reference, posted, [fault], 409)
    except Conflict as refused:
        fault = Fault("decision", f"{refused.title}. {refused.detail}")
        return _decision_page(request, tx, case_reference, posted, [fault], 409)
    return redirect(request, "panel_case", SAID[done], case_reference=case_reference)


def _decide(tx: Transaction, case_reference: str, done: str, posted: PostedForm) -> None:
    about = {"case_reference": case_reference, "nobody_in": posted.text(NAMES_NOBODY)}
    if done == "sign_off":
        because = posted.text("own_work_because")
        complete_review(tx, **about, own_work_because=because, read=_read(posted))
    elif done == "provisional":
        record_provisional_decision(tx, **about, reason=posted.text("provisional_reason"), read=_read(posted))
    elif done == "discussed":
        record_discussion(tx, **about, reason=posted.text("discussed_reason"))
    elif done == "defer":
        defer_case(tx, **about, ground=posted.text("ground"), reason=posted.text("defer_reason"))
    else:
        raise Invalid([Fault("decision", "Choose what was decided")])


def _read(posted: PostedForm) -> ReadToDecide:
    """What the page showed as it was opened; one that does not say so showed an empty case."""
    form_version, decisions = (read_number(posted, name, "")[0] for name in ("form_version", "decisions"))
    return ReadToDecide(form_version, decisions)


def _decision_page(
    request: Request,
    tx: Transaction,
    case_reference: str,
    posted: PostedForm | None = None,
    faults: Sequence[Fault] = (),
    status: int = 200,
) -> Response:
    case, relations = visible_case(tx, case_reference), relations_to(tx, case_reference)
    check(tx.person, Permission.RECORD_ANALYSIS, relations)
    tx.audit("open_sign_off", case=case_reference, reading=True)
    form, version = form_to_decide(tx, case)
    decisions = decisions_of(tx, case_reference)
    return page(
        request,
        "sign_off.html",
        status,
        case=case,
        sections=case_navigation(request, tx.person, relations, case_reference),
        form=form,
        version=version,
        sitting=sitting_for(tx, case_reference),
        in_the_way=[] if case.signed_off else sign_off_faults(tx, case, form, london_day(tx.at)),
        own_work=tx.person.id in writers_of_decision(tx, case_reference, case.review_version + 1),
        ratings=rating_progress(tx, case_reference),
        decisions=decisions,
        standing=in_force(decisions, case.review_version + (not case.signed_off)),
        may=rights_of(tx.person, relations, case.status),
        grounds=[(one.id, one.label, one.hint) for one in grounds_for(CaseStatus.DEFERRED)],
        values=posted,
        faults=list(faults),
        grades=SCALES[form.scale_version].grades,
        active="Cases",
        **LISTS,
    )
