"""A section that two people wrote at once: what both made of it, and how it could be joined."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from services.panel.domain.analysis.sections import SECTIONS, SectionContent
from services.panel.domain.analysis.three_way import Together, together
from services.panel.domain.learning.agreed_action import AgreedAction

UNORDERED = frozenset({"secondary_categories"})  # A set kept as sorted numbers.
CHOSEN = frozenset({"category", "causes_agree", "modifiability"})  # One answer: nobody can give both.


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
            lines_of(base[name]),
            lines_of(theirs[name]),
            lines_of(mine[name]),
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


def _line(row: Any) -> str:
    if not is_dataclass(row):
        return "" if row is None else str(row)
    parts = (getattr(row, one.name) for one in fields(row) if one.name != "id")
    return " · ".join(_words(part) for part in parts if part not in ("", None, ()))


def _words(part: Any) -> str:
    return ", ".join(str(one) for one in part) if isinstance(part, tuple) else str(part)
