"""The rules of tables of several dimensions, as dated data (``table_rules.toml``)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class TableRules:
    """``areas``: the smallest that a policy shows; the rest are limits, each in cases or cells."""

    policy: str
    version: int
    starts_on: date
    areas: tuple[str, ...]
    cells_per_case: int
    most_cells: int
    least_denominator: int
    least_for_a_rate: int
    unreliable_below: int
    source: str


@cache
def _every() -> tuple[TableRules, ...]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        rows = tomllib.load(file)["rules"]
    return tuple(TableRules(**{**row, "areas": tuple(row["areas"])}) for row in rows)


def table_rules(policy: str, on: date) -> TableRules:
    """The version in force on a day; KeyError if there is none."""
    rows = [rules for rules in _every() if rules.policy == policy and rules.starts_on <= on]
    if not rows:
        raise KeyError(f"no rules of tables for {policy!r} on {on}")
    return max(rows, key=lambda rules: rules.starts_on)
