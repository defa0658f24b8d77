"""Confirming a text: what was written beside what would leave, every removal marked, before the panel
sees it.
"""

import re
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.material.confirm_case_material import confirm_case_material
from services.notifications.actions.material.mark_redaction import (
    put_back,
    remove_words,
    reopen_case_material,
    undo_marks,
)
from services.notifications.domain.material.case_material import FAMILY_QUESTION, CaseMaterial
from services.notifications.domain.redaction import RULES, Hit, Redacted, Withheld
from services.notifications.queries import gathering as gathered
from services.notifications.queries.known_names import known_in_case
from shared.errors import Invalid
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `number` (from 1) and `rule` are set where it is a removal."""

    text: str
    number: int = 0
    rule: str = ""


@dataclass(frozen=True)
class HitRow:
    """A removal as the list shows it. `may_keep`: whether a person may put it back."""

    number: int
    hit: Hit
    label: str
    may_keep: bool


@html.get("/materials/{material_id}", name="confirm_material")
def confirm_page(request: Request, tx: Tx, material_id: str) -> Response:
    return _material_page(request, tx, material_id)


@html.post("/materials/{material_id}/remove", name="remove_words")
def remove(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    try:
        remove_words(tx, material_id=material_id, words=posted.text("words"))
    except Invalid as invalid:
        return _material_page(request, tx, material_id, posted.texts(), invalid.faults)
    return redirect(request, "confirm_material", flash="Removed wherever it stands.", material_id=material_id)


@html.post("/materials/{material_id}/keep", name="keep_word")
def keep(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    start, end = (_position(posted.text(name)) for name in ("start", "end"))
    put_back(tx, material_id=material_id, start=start, end=end, rule=posted.text("rule"))
    return redirect(request, "confirm_material", flash="Put back.", material_id=material_id)


def _position(typed: str) -> int:
    """Where a removal starts or ends; -1, where none is, for what is no position."""
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else -1


@html.post("/materials/{material_id}/undo", name="undo_marks")
def undo(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    undo_marks(tx, material_id=material_id)
    return redirect(request, "confirm_material", flash="Your marks are taken off.", material_id=material_id)


@html.post("/materials/{material_id}/confirm", name="send_material")
def confirm(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    material = confirm_case_material(tx, material_id=material_id)
    said = "Confirmed. The panel is given the de-identified text."
    if material.kind == FAMILY_QUESTION:
        return redirect(request, "family", flash=said, reference=material.case_reference)
    return redirect(request, "gathering", flash=said, case_reference=material.case_reference)


@html.post("/materials/{material_id}/reopen", name="reopen_material")
def reopen(request: Request, tx: Tx, posted: Posted, material_id: str) -> Response:
    reopen_case_material(tx, material_id=material_id)
    said = "A new version is open. The panel keeps the earlier one until you confirm."
    return redirect(request, "confirm_material", flash=said, material_id=material_id)


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
        withheld=result.reason if isinstance(result, Withheld) else "",
        values=values or {},
        faults=faults,
        **(_shown(material, result) if isinstance(result, Redacted) else {}),
    )


def _shown(material: CaseMaterial, result: Redacted) -> dict[str, Any]:
    hits = [
        HitRow(number, hit, RULES[hit.rule].label, RULES[hit.rule].may_keep)
        for number, hit in enumerate(result.hits, start=1)
    ]
    doubts = {doubt.text: doubt.reason for doubt in result.doubts}
    return {
        "before": _pieces(result, original=True),
        "after": _pieces(result, original=False),
        "hits": hits,
        "counts": [(RULES[rule].label, count) for rule, count in result.counts().items()],
        "doubts": doubts,
    }


def _pieces(result: Redacted, *, original: bool) -> list[Piece]:
    """The text cut at its removals, with the words as written or with those that replace them."""
    pieces, at = [], 0
    for number, hit in enumerate(result.hits, start=1):
        pieces.append(Piece(result.source[at : hit.start]))
        pieces.append(Piece(hit.original if original else hit.replacement, number, RULES[hit.rule].label))
        at = hit.end
    return [piece for piece in [*pieces, Piece(result.source[at:])] if piece.text]
