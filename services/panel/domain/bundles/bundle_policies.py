"""How long bundles stay open and private notes are kept: dated policy, read from a table."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

POLICIES = Path(__file__).with_name("bundle_policies.toml")


@dataclass(frozen=True)
class BundlePolicies:
    """All periods are in whole days. ``starts_on``: the first day on which they hold."""

    name: str
    version: int
    starts_on: date
    source: str
    notes_kept_days: int
    open_after_meeting_days: int
    longest_allowance_days: int


@cache
def _policies() -> tuple[BundlePolicies, ...]:
    read = tomllib.loads(POLICIES.read_text())["policies"]
    found = TypeAdapter(tuple[BundlePolicies, ...]).validate_python(read)
    return tuple(sorted(found, key=lambda each: each.starts_on))


def bundle_policies(on: date) -> BundlePolicies:
    """The policies that hold on day ``on``; LookupError before the first."""
    held = [each for each in _policies() if each.starts_on <= on]
    if not held:
        raise LookupError(f"no bundle policy holds on {on}")
    return held[-1]
