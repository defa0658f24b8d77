"""A section that two people wrote at once: what both made of it, and how it could be joined."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from services.panel.domain.analysis.scales import CAUSES_AGREE, LEVELS, MODIFIABILITY, MODIFIABLE
from services.panel.domain.analysis.sections import SECTIONS, SectionContent
from services.panel.domain.analysis.three_way import Together, together
from services.panel.domain.cases.sources import day
from services.panel.domain.learning.agreed_action import AgreedAction
from services.panel.domain.learning.recommendation_kinds import RECOMMENDATION_KINDS
from shared.themes import theme_label

UNORDERED = frozenset({"secondary_categories"})  # A set kept as sorted numbers.
CHOSEN = frozenset({"category", "causes_agree", "modifiability"})  # One answer: nobody can give both.
CODES: dict[str, dict[str, str]] = {
    "causes_agree": CAUSES_AGREE,
    "modifiability": MODIFIABILITY,
    "modifiable": MODIFIABLE,
    "level": LEVELS,
    "kind": {id: kind.label for id, kind in RECOMMENDATION_KINDS.items()},
}
NAMED = {"modifiable": "modifiable", "grade": "grade", "source": "page"}  # a word alone says little
DATES = {"due_on": "due", "told_on": "told on"}


@dataclass(frozen=True)
class FieldCompared:
    """One field that differs, as lines: before, as the other saved it, as it was typed here."""

    field: str
    label: str
    before: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]
    overlaps: bool


@dataclass(frozen=True)
class MergeProposal:
    """``content`` leaves out nothing either wrote; a choice on which they differ is left open.

    ``overlaps``: a person has to look before it is saved.
    """

    content: dict[str, Any]
    compared: tuple[FieldCompared, ...]

    @property
    def overlaps(self) -> bool:
        return any(one.overlaps for one in self.compared)


def merge_proposal(
    section: str, base: SectionContent, theirs: SectionContent, mine: SectionContent
) -> MergeProposal:
    """How a section could read that two people changed since it read ``base``."""
    joined = {name: _joined(name, base[name], theirs[name], mine[name]) for name in SECTIONS[section].fields}
    compared = tuple(
        FieldCompared(
            name,
            label,
            lines_of_field(name, base[name]),
            lines_of_field(name, theirs[name]),
            lines_of_field(name, mine[name]),
            joined[name].overlaps,
        )
        for name, label in SECTIONS[section].fields.items()
        if theirs[name] != mine[name]
    )
    content = {name: one.value for name, one in joined.items()}
    if "actions" in content:
        content["actions"] = _told_apart(content["actions"])
    return MergeProposal(content, compared)


def _joined(name: str, base: Any, theirs: Any, mine: Any) -> Together:
    if name in UNORDERED:
        kept = set(base) & set(theirs) & set(mine)
        added = (set(theirs) | set(mine)) - set(base)
        return Together(tuple(sorted(kept | added)))
    if name in CHOSEN and base not in (theirs, mine) and theirs != mine:
        return Together(None if name == "category" else "", overlaps=True)
    return together(base, theirs, mine)


def _told_apart(actions: tuple[AgreedAction, ...]) -> tuple[AgreedAction, ...]:
    """Two wordings of one action, both kept, are two actions: the second has no id yet."""
    seen: set[str] = set()
    told = []
    for one in actions:
        told.append(replace(one, id="") if one.id in seen else one)
        seen.add(one.id)
    return tuple(told)


def lines_of(value: Any) -> tuple[str, ...]:
    """A value of the form as lines for reading; empty if nothing was written."""
    rows: Sequence[Any] = value if isinstance(value, tuple) else (value,)
    return tuple(line for row in rows for line in _line(row).splitlines() if line)


def lines_of_field(name: str, value: Any) -> tuple[str, ...]:
    """The lines of one field, a choice in the words of the form."""
    words = CODES.get(name, {}).get(str(value))
    return (words,) if words and isinstance(value, str) else lines_of(value)


def _line(row: Any) -> str:
    if not is_dataclass(row):
        return "" if row is None else str(row)
    parts = ((one.name, getattr(row, one.name)) for one in fields(row) if one.name != "id")
    return " · ".join(_words(name, part) for name, part in parts if part not in ("", None, ()))


def _words(name: str, part: Any) -> str:
    """One part of a row as it reads on the form: never the code it is kept by."""
    if isinstance(part, tuple):
        return ", ".join(theme_label(str(one)) if name == "themes" else str(one) for one in part)
    if isinstance(part, date):
        return f"{DATES[name]} {day(part)}"
    words = CODES.get(name, {}).get(str(part), str(part))
    return f"{NAMED[name]}: {words.lower()}" if name in NAMED else words
