"""Which parts a bundle has, and in which order a type of panel reads them: read from a dated table."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from services.panel.domain.bundles.bundle import BundleDocument

TABLE = Path(__file__).with_name("bundle_parts.toml")
CORE_SUMMARY = "core_summary"


@dataclass(frozen=True)
class BundlePart:
    """One part; ``kinds`` are the kinds of paper in it, none where it is made from the record."""

    id: str
    label: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class BundleParts:
    """All parts in their usual order; ``first`` names by type of panel what comes before the others."""

    name: str
    version: int
    starts_on: date
    source: str
    parts: tuple[BundlePart, ...]
    first: dict[str, tuple[str, ...]]


@cache
def bundle_parts() -> BundleParts:
    return TypeAdapter(BundleParts).validate_python(tomllib.loads(TABLE.read_text()))


def parts_in_order(panel_type: str | None) -> list[BundlePart]:
    """The parts as a type of panel reads them; None, or a type without a row of its own: the usual order."""
    table = bundle_parts()
    first = (CORE_SUMMARY, *table.first.get(panel_type or "", ()))
    place = {each.id: number for number, each in enumerate(table.parts, start=len(first))}
    place |= {part_id: number for number, part_id in enumerate(first)}
    return sorted(table.parts, key=lambda part: place[part.id])


def documents_of(part: BundlePart, documents: Iterable[BundleDocument]) -> list[BundleDocument]:
    """The documents of one part, in the order in which they arrived."""
    return [one for one in documents if one.kind in part.kinds]
