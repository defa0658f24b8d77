"""Confirming a text: what was written beside what would leave, every removal marked, before the panel
sees it.
"""

import re
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.actions.material.describe_page import describe_page
from services.notifications.actions.material.mark_redaction import (
    put_back,
    remove_words,
    reopen_case_material,
    undo_marks,
)
from services.notifications.actions.material.withhold_case_material import withhold_case_material
from services.notifications.actions.reversal.ask_to_reverse import ask_to_reverse
from services.notifications.domain.material.case_material import FAMILY_QUESTION, CaseMaterial
from services.notifications.domain.material.material_kinds import DOCUMENT_KINDS, WITHHELD_BECAUSE
from services.notifications.domain.material.still_told import still_told
from services.notifications.domain.material.wording import wording
from services.notifications.domain.redaction import Redacted, Withheld
from services.notifications.domain.reversal.reversal import POLICY, STATUS_LABELS
from services.notifications.pages.confirm_parts import place_among, shown_sheet
from services.notifications.queries import gathering as gathered
from services.notifications.queries.documents import document_of_text
from services.notifications.queries.earlier_rules import removed_then, to_read_again
from services.notifications.queries.known_names import known_in_case
from services.notifications.queries.reversals import is_sealed, reversals_of
from shared.errors import Invalid
from shared.people import Permission, can, check
from shared.reference_lists import ROLES
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of

html = HtmlRouter()


@html.get("/materials", name="waiting_materials")
def waiting(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.CONFIRM_REDACTION)
    found = gathered.waiting_materials(tx)
    again = to_read_again(tx, max(0, _position(request.query_params.get("from", "0"))))
    told = {"texts": len(found), "to_read_again": len(again.texts)}
    tx.audit("view_waiting_materials", reading=True, detail=told)
    return page(request, "waiting_materials.html", materials=found, again=again, role_name=ROLES.label)


@html.get("/materials/{material_id}", name="confirm_material")
def confirm_page(request: Request, tx: Tx, material_id: str) -> Response:
    return _material_page(request, tx, material_id)


@html.post("/materials/{material_id}/remove", name="remove_words")
def remove(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    try:
        remove_words(tx, material_id=material_id, words=posted.text("words"))
    except Invalid as invalid:
        return _material_page(request, tx, material_id, posted.texts(), invalid.faults)
    return _back(request, material_id, "Removed wherever it stands.")


@html.post("/materials/{material_id}/keep", name="keep_word")
def keep(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    start, end = (_position(posted.text(name)) for name in ("start", "end"))
    put_back(tx, material_id=material_id, start=start, end=end, rule=posted.text("rule"))
    return _back(request, material_id, "Put back.")


@html.post("/materials/{material_id}/undo", name="undo_marks")
def undo(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    undo_marks(tx, material_id=material_id)
    return _back(request, material_id, "Your marks are taken off.")


@html.post("/materials/{material_id}/describe-page", name="describe_page")
def describe(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    number = max(_position(posted.text("number")), 0)
    try:
        describe_page(tx, material_id=material_id, page=number, words=posted.text(f"words-{number}"))
    except Invalid as invalid:
        return _material_page(request, tx, material_id, posted.texts(), invalid.faults)
    return _back(request, material_id, f"Your description stands in place of page {number}.")


@html.post("/materials/{material_id}/confirm", name="send_material")
def confirm(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    keys = site_of(request).settings.redaction_keys
    try:
        material = confirm_case_material(
            tx,
            material_id=material_id,
            kind=posted.text("kind"),
            keys=keys,
            looked_at_words=bool(posted.text("looked_at_words")),
        )
    except Invalid as invalid:
        return _material_page(request, tx, material_id, posted.texts(), invalid.faults)
    return _onward(request, tx, posted, material, "Confirmed. The panel is given the de-identified text.")


@html.post("/materials/{material_id}/withhold", name="withhold_material")
def withhold(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    because, reason = posted.text("because"), posted.text("reason")
    try:
        material = withhold_case_material(tx, material_id=material_id, because=because, reason=reason)
    except Invalid as invalid:
        return _material_page(request, tx, material_id, posted.texts(), invalid.faults)
    return _onward(request, tx, posted, material, "Withheld. The panel is told that it came, and why.")


@html.post("/materials/{material_id}/reopen", name="reopen_material")
def reopen(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    reopen_case_material(tx, material_id=material_id)
    said = "A new version is open. The panel keeps the earlier one until you confirm."
    return _back(request, material_id, said)


@html.post("/materials/{material_id}/ask-to-reverse", name="ask_to_reverse")
def ask(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    try:
        ask_to_reverse(tx, material_id=material_id, reason=posted.text("reversal_reason"))
    except Invalid as invalid:
        return _material_page(request, tx, material_id, posted.texts(), invalid.faults)
    return _back(request, material_id, "Asked. The Caldicott guardian opens it, or says why not.")


def _position(typed: str) -> int:
    """Where a removal starts or ends; -1, where none is, for what is no position."""
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else -1


def _sheet(request: Request) -> int:
    """Which sheet of a long text is shown, from 1."""
    return max(1, _position(request.query_params.get("sheet", "1")))


def _back(request: Request, material_id: str, said: str) -> Response:
    """The page again, at the same sheet."""
    query = {"sheet": sheet} if (sheet := _sheet(request)) > 1 else None
    return redirect(request, "confirm_material", flash=said, material_id=material_id, query=query)


def _onward(request: Request, tx: Tx, posted: Posted, material: CaseMaterial, said: str) -> Response:
    """To the next text that waits where that was asked for, or back to where the text is listed."""
    after = place_among(gathered.waiting_materials(tx), material)
    if posted.text("then") == "next" and (following := after.next_id or after.previous_id):
        return redirect(request, "confirm_material", flash=said, material_id=following)
    if material.kind == FAMILY_QUESTION:
        return redirect(request, "family", flash=said, reference=material.case_reference)
    return redirect(request, "gathering", flash=said, case_reference=material.case_reference)


def _material_page(
    request: Request, tx: Tx, material_id: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.CONFIRM_REDACTION)
    material = gathered.material_to_change(tx, material_id)
    result = material.redacted(*known_in_case(tx, material.case_reference))
    tx.audit("view_case_material", case=material.case_reference, subject=material_id, reading=True)
    return page(
        request,
        "confirm_material.html",
        status_code=422 if faults else 200,
        material=material,
        source=ROLES.label(material.source_role),
        asked_by_family=material.kind == FAMILY_QUESTION,
        document=document_of_text(tx, material_id),
        kinds=DOCUMENT_KINDS,
        reasons={code: each.label for code, each in WITHHELD_BECAUSE.items() if each.by_person},
        because=WITHHELD_BECAUSE.get(material.withheld_because),
        place=place_among(gathered.waiting_materials(tx), material),
        still_told=_still_told(tx, material, result),
        cannot_leave=result.reason if isinstance(result, Withheld) else "",
        values={"kind": material.kind} | dict(values or {}),
        faults=faults,
        **_reversing(request, tx, material),
        **(_shown(result, _sheet(request)) if isinstance(result, Redacted) else {}),
    )


def _still_told(tx: Tx, material: CaseMaterial, result: Redacted | Withheld) -> int:
    if material.confirmed_on is None:
        return 0
    return still_told(result, removed_then(tx, material.material_id, material.version))


def _shown(result: Redacted, sheet: int) -> dict[str, Any]:
    doubts = {doubt.text: doubt.reason for doubt in result.doubts}
    return {**shown_sheet(result, sheet), "doubts": doubts, "wording": wording(result.text)}


def _reversing(request: Request, tx: Tx, material: CaseMaterial) -> dict[str, Any]:
    """What the page says of seeing again what was taken out, to those who may ask."""
    if not can(tx.person, Permission.ASK_TO_REVERSE_REDACTION):
        return {"may_reverse": False}
    return {
        "may_reverse": material.confirmed_on is not None,
        "has_reversal_key": site_of(request).settings.redaction_keys is not None,
        "sealed": is_sealed(tx, material.material_id, material.version),
        "reversals": [
            (each, STATUS_LABELS[each.status(tx.at)]) for each in reversals_of(tx, material.material_id)
        ],
        "reversal_policy": POLICY,
    }
