"""What the page of one text shows: a sheet of it with its removals, and its place among those that wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.domain.material.sheets import Sheet, sheets
from services.notifications.domain.redaction import RULES, Hit, Redacted


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


@dataclass(frozen=True)
class Place:
    """Where a text stands among those that wait: ids, "" where there is none; `waiting`: how many wait."""

    previous_id: str
    next_id: str
    waiting: int


def place_among(waiting: Iterable[CaseMaterial], material: CaseMaterial) -> Place:
    """The texts that wait just before and just after this one, which may wait itself or be decided."""
    others = [one for one in waiting if one.material_id != material.material_id]
    before = [one for one in others if _order(one) < _order(material)]
    after = [one for one in others if _order(one) > _order(material)]
    return Place(before[-1].material_id if before else "", after[0].material_id if after else "", len(others))


def shown_sheet(result: Redacted, wanted: int) -> dict[str, Any]:
    """One sheet of the text (from 1; a higher number is the last) with its removals."""
    numbered = list(enumerate(result.hits, start=1))
    every = sheets(result.source, [(hit.start, hit.end) for hit in result.hits])
    number = min(wanted, len(every))
    sheet = every[number - 1]
    here = [(at, hit) for at, hit in numbered if sheet.start <= hit.start < sheet.end]
    return {
        "before": _pieces(result, sheet, here, original=True),
        "after": _pieces(result, sheet, here, original=False),
        "hits": [HitRow(at, hit, RULES[hit.rule].label, RULES[hit.rule].may_keep) for at, hit in here],
        "counts": [(RULES[rule].label, count) for rule, count in result.counts().items()],
        "sheet": number,
        "sheets": len(every),
        "label": sheet.label,
    }


def _order(material: CaseMaterial) -> tuple[Any, str]:
    return material.received_on, material.material_id


def _pieces(
    result: Redacted, sheet: Sheet, hits: Sequence[tuple[int, Hit]], *, original: bool
) -> list[Piece]:
    """The sheet cut at its removals, with the words as written or with those that replace them."""
    pieces, at = [], sheet.start
    for number, hit in hits:
        pieces.append(Piece(result.source[at : hit.start]))
        pieces.append(Piece(hit.original if original else hit.replacement, number, RULES[hit.rule].label))
        at = hit.end
    return [piece for piece in [*pieces, Piece(result.source[at : sheet.end])] if piece.text]
