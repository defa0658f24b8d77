"""The answer to a request: as it would go out now, proposed by one person and released by another."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.documents.vault import vault_of
from services.notifications.actions.subject_access.propose_answer import drafted, propose_answer
from services.notifications.actions.subject_access.release_answer import open_answer, release_answer
from services.notifications.actions.subject_access.send_back import send_back
from services.notifications.domain.subject_access.grounds import grounds
from services.notifications.domain.subject_access.items import State
from services.notifications.domain.subject_access.request import Stage
from services.notifications.printing.answer_file import answer_file
from services.notifications.queries.subject_access import (
    cases_of,
    items_judged,
    request_of,
    sees_all,
    worked_on,
)
from shared.errors import Invalid
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of
from shared.web.step_up import PROVEN_FORM

html = HtmlRouter()
MEDIA = {"pdf": "application/pdf", "json": "application/json"}
HERE = "subject_access_request"


@html.get("/subject-access/{request_id}/draft", name="subject_access_draft")
def draft(request: Request, tx: Tx, request_id: str) -> Response:
    return _draft_page(request, tx, request_id)


@html.post("/subject-access/{request_id}/propose", name="propose_answer")
def propose(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    propose_answer(tx, request_id=request_id, seen=posted.text("seen"), panel_name=_panel(request))
    said = "Proposed. It goes out when the Caldicott guardian has looked at it."
    return redirect(request, HERE, flash=said, request_id=request_id)


@html.post("/subject-access/{request_id}/send-back", name="send_back_answer")
def back(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    try:
        send_back(tx, request_id=request_id, why=posted.text("why"))
    except Invalid as invalid:
        return _draft_page(request, tx, request_id, posted, invalid.faults)
    return redirect(request, HERE, flash="Sent back. Nothing has gone out.", request_id=request_id)


@html.post("/subject-access/{request_id}/release", name="release_answer", dependencies=PROVEN_FORM)
def release(request: Request, tx: Tx, posted: Posted, request_id: str) -> Response:
    check(tx.person, Permission.RELEASE_SUBJECT_ACCESS)
    request_of(tx, request_id)
    release_answer(
        tx,
        request_id=request_id,
        seen=posted.text("seen"),
        panel_name=_panel(request),
        keys=vault_of(site_of(request).settings).keys,
        print_it=lambda answer: answer_file(answer, tx.at),
    )
    said = "Released. Give it to the person in the way that was agreed with them."
    return redirect(request, HERE, flash=said, request_id=request_id)


@html.get("/subject-access/{request_id}/answer.{kind}", name="subject_access_file")
def file(request: Request, tx: Tx, request_id: str, kind: str) -> Response:
    request_of(tx, request_id)
    keys = vault_of(site_of(request).settings).keys
    made = open_answer(tx, request_id=request_id, kind=kind, keys=keys)
    headers = {"Content-Disposition": f'attachment; filename="subject-access-{request_id[:12]}.{kind}"'}
    return Response(made, media_type=MEDIA[kind], headers=headers)


def _panel(request: Request) -> str:
    return site_of(request).settings.panel_name


def _draft_page(
    request: Request, tx: Transaction, request_id: str, values: Any = None, faults: Any = ()
) -> Response:
    asked = request_of(tx, request_id)
    items = items_judged(tx, asked)
    answer = drafted(tx, asked, _panel(request))
    waits, all_open = asked.stage is Stage.WAITING, sees_all(tx, request_id)
    for case in cases_of(tx, request_id):
        tx.audit("view_draft_answer", case=case, subject=request_id, reading=True)
    return page(
        request,
        "subject_access_draft.html",
        status_code=422 if faults else 200,
        asked=asked,
        answer=answer,
        seen=answer.digest,
        withheld=[one for one in items if one.state is State.WITHHELD],
        undecided=[one for one in items if one.state is State.UNDECIDED],
        despite=[one for one in items if one.state is State.DISCLOSED and one.despite],
        grounds=grounds(),
        may_propose=asked.stage is Stage.PREPARING and can(tx.person, Permission.PREPARE_SUBJECT_ACCESS),
        may_release=waits and can(tx.person, Permission.RELEASE_SUBJECT_ACCESS),
        own=tx.person.id in asked.hands.union(worked_on(tx, request_id)),
        all_open=all_open,
        changed=all_open and waits and asked.proposed is not None and asked.proposed.digest != answer.digest,
        values=values,
        faults=faults,
    )
