"""What was found for a request: entries to choose, things to decide, and what is put in by hand."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.subject_access.add_item import add_item
from services.notifications.actions.subject_access.choose_entries import choose_entries, place_of
from services.notifications.actions.subject_access.decide_item import decide_item
from services.notifications.domain.subject_access.found import digest_of_choice
from services.notifications.domain.subject_access.grounds import grounds
from services.notifications.domain.subject_access.items import (
    DISCLOSE,
    DISCLOSE_REST,
    HEALTH,
    JudgedItem,
    State,
    in_reading_order,
)
from services.notifications.domain.subject_access.refusals import (
    ChosenMeanwhile,
    DecidedMeanwhile,
    ItemChanged,
    SharedMeanwhile,
)
from services.notifications.pages.posted_days import on_page, posted_day
from services.notifications.queries.subject_access import (
    NO_SUCH_CASE,
    cases_of,
    item_judged,
    items_judged,
    request_of,
)
from services.notifications.queries.subject_access_items import chosen_in_case, entries_in
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, can
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

html = HtmlRouter()
HERE = "subject_access_items"
_TAGS = {State.UNDECIDED: "orange", State.DISCLOSED: "green", State.WITHHELD: "grey"}


@html.get("/subject-access/{request_id}/cases/{reference}", name="subject_access_people")
def people(request: Request, tx: Tx, request_id: str, reference: str) -> Response:
    return _people_page(request, tx, request_id, reference)


@html.post("/subject-access/{request_id}/cases/{reference}", name="choose_entries")
def choose(request: Request, tx: Tx, posted: Posted, request_id: str, reference: str) -> Response:
    keys = {str(each) for each in posted.getlist("entries")}
    try:
        choose_entries(tx, request_id=request_id, case=reference, keys=keys, against=posted.text("against"))
    except ChosenMeanwhile as refused:
        said = [Fault("entries", f"{refused.title}. {refused.detail}")]
        return _people_page(request, tx, request_id, reference, sorted(keys), said)
    return redirect(request, HERE, flash="The choice is kept.", request_id=request_id)


@html.get("/subject-access/{request_id}/items", name=HERE)
def items(request: Request, tx: Tx, request_id: str) -> Response:
    asked = request_of(tx, request_id)
    found = in_reading_order(items_judged(tx, asked))
    cases = cases_of(tx, request_id)
    for case in cases:
        tx.audit("view_found_items", case=case, subject=request_id, reading=True)
    return page(
        request,
        "subject_access_items.html",
        asked=asked,
        found=found,
        undecided=sum(one.state is State.UNDECIDED for one in found),
        cases=cases,
        tags=_TAGS,
        grounds=grounds(),
        may_change=_may_change(tx, asked),
    )


@html.get("/subject-access/{request_id}/items/{item_id}", name="subject_access_item")
def item(request: Request, tx: Tx, request_id: str, item_id: str) -> Response:
    return _item_page(request, tx, request_id, item_id)


@html.post("/subject-access/{request_id}/items/{item_id}", name="decide_item")
def decide(request: Request, tx: Tx, posted: Posted, request_id: str, item_id: str) -> Response:
    opinion_on, unread = posted_day(posted, "opinion_on")
    names = ("seen", "against", "shares", "answer", "health", "opinion_by", "also", "note")
    given = {name: posted.text(name) for name in names}
    try:
        decide_item(tx, request_id=request_id, item_id=item_id, opinion_on=opinion_on, **given)
    except Invalid as invalid:
        return _item_page(request, tx, request_id, item_id, posted, on_page(invalid, unread))
    except (ItemChanged, DecidedMeanwhile, SharedMeanwhile) as refused:
        said = [Fault("answer", f"{refused.title}. {refused.detail}")]
        return _item_page(request, tx, request_id, item_id, posted, said, refused.status)
    undecided = _undecided(tx, request_id)
    if not undecided:
        return redirect(request, HERE, flash="Everything is decided.", request_id=request_id)
    again = [one for one in undecided if one.why_again and item_id in {held.item_id for held in one.repeats}]
    following = (again or undecided)[0]
    to = {"request_id": request_id, "item_id": following.item.id}
    return redirect(request, "subject_access_item", flash=_kept(len(again)), **to)


@html.get("/subject-access/{request_id}/add/{reference}", name="subject_access_add")
def adding(request: Request, tx: Tx, request_id: str, reference: str) -> Response:
    return _add_page(request, tx, request_id, reference)


@html.post("/subject-access/{request_id}/add/{reference}", name="add_item")
def add(request: Request, tx: Tx, posted: Posted, request_id: str, reference: str) -> Response:
    dated, unread = posted_day(posted, "dated")
    given = {name: posted.text(name) for name in ("what", "source", "text")}
    try:
        if unread:
            raise Invalid(unread)
        add_item(tx, request_id=request_id, case=reference, dated=dated, **given)
    except Invalid as invalid:
        return _add_page(request, tx, request_id, reference, posted, invalid.faults)
    return redirect(
        request, HERE, flash="It is put in. Decide about it like the rest.", request_id=request_id
    )


def _people_page(
    request: Request,
    tx: Transaction,
    request_id: str,
    reference: str,
    wanted: Any = None,
    faults: Any = (),
) -> Response:
    """``wanted``: what somebody ticked, whose choice was refused."""
    asked = request_of(tx, request_id)
    if reference not in cases_of(tx, request_id):
        raise NotFound(NO_SUCH_CASE)
    entries, chosen = entries_in(tx, reference), chosen_in_case(tx, request_id, reference)
    tx.audit("view_entries", case=reference, subject=request_id, reading=True)
    standing = [place_of(case, key) for case, key, _ in chosen]
    return page(
        request,
        "subject_access_people.html",
        status_code=409 if faults else 200,
        asked=asked,
        reference=reference,
        options=[(place_of(each.case_reference, each.key), f"{each.name}: {each.what}") for each in entries],
        standing=standing,
        ticked=standing if wanted is None else wanted,
        against=digest_of_choice(chosen),
        may_choose=_may_change(tx, asked),
        faults=faults,
    )


def _undecided(tx: Transaction, request_id: str) -> list[JudgedItem]:
    found = in_reading_order(items_judged(tx, request_of(tx, request_id)))
    return [one for one in found if one.state is State.UNDECIDED]


def _kept(again: int) -> str:
    if not again:
        return "Kept. This is the next one."
    if again == 1:
        return "Kept. This says some of the same words, and has to be decided again."
    return (
        f"Kept. {again} things say some of the same words, and have to be decided again: this is the first."
    )


def _item_page(
    request: Request,
    tx: Transaction,
    request_id: str,
    item_id: str,
    values: PostedForm | None = None,
    faults: Any = (),
    status: int = 422,
) -> Response:
    asked = request_of(tx, request_id)
    one = item_judged(tx, asked, item_id)
    tx.audit("view_found_item", case=one.item.case_reference, subject=request_id, reading=True)
    return page(
        request,
        "subject_access_item.html",
        status_code=status if faults else 200,
        meanwhile=one.decision if values and one.standing != values.text("against") else None,
        asked=asked,
        one=one,
        item=one.item,
        colour=_TAGS[one.state],
        decided=one.decision,
        shared=(*one.repeats, *one.despite),
        answers=_answers(one),
        ground=grounds().get(one.decision.answer) if one.decision else None,
        grounds=grounds(),
        health=list(HEALTH.items()),
        may_change=_may_change(tx, asked),
        values=values or _as_decided(one),
        faults=faults,
    )


def _as_decided(one: JudgedItem) -> dict[str, Any]:
    """What was decided, in the boxes of the form; what has to be decided again is not chosen yet."""
    made = one.decision
    if made is None:
        return {}
    day = made.opinion_on
    parts = (
        {f"opinion_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")} if day else {}
    )
    also = "\n".join(made.also)
    answer = "" if one.why_again else made.answer
    said = {"answer": answer, "health": made.health, "opinion_by": made.opinion_by, "note": made.note}
    return {**said, **parts, "also": also}


def _answers(one: JudgedItem) -> list[tuple[str, str]]:
    shared = bool(one.repeats or one.despite)
    whole = (
        "It goes in whole: these sentences can be given out here" if shared else "It goes in, as shown above"
    )
    goes = [(DISCLOSE_REST, "It goes in without these sentences")] if one.rest is not None else []
    goes += [(DISCLOSE, whole)] if one.item.shown is not None else []
    return [*goes, *((each.id, f"{each.label} ({each.law})") for each in grounds().grounds)]


def _add_page(
    request: Request, tx: Transaction, request_id: str, reference: str, values: Any = None, faults: Any = ()
) -> Response:
    asked = request_of(tx, request_id)
    if reference not in cases_of(tx, request_id):
        raise NotFound(NO_SUCH_CASE)
    return page(
        request,
        "subject_access_add.html",
        status_code=422 if faults else 200,
        asked=asked,
        reference=reference,
        may_change=_may_change(tx, asked),
        values=values,
        faults=faults,
    )


def _may_change(tx: Transaction, asked: Any) -> bool:
    return can(tx.person, Permission.PREPARE_SUBJECT_ACCESS) and asked.stage == "preparing"
