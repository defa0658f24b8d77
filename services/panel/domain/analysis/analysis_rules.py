"""The rules an analysis form is checked by, each with an id that is the same wherever the form is checked."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from shared.errors import Fault

RULES = Path(__file__).with_name("analysis_rules.toml")


@dataclass(frozen=True)
class AnalysisRule:
    """One rule; ``says`` is the sentence shown beside the field that breaks it."""

    id: str
    section: str
    starts_on: date
    source: str
    says: str


@dataclass(frozen=True)
class RuleFault(Fault):
    """A fault that names its ``rule``. ``words``: the digest of what may name somebody, for the tick."""

    rule: str = ""
    words: str = ""


@cache
def analysis_rules() -> dict[str, AnalysisRule]:
    """Every rule by its id, in the order of the form."""
    with RULES.open("rb") as file:
        rows = tomllib.load(file)["rule"]
    return {one.id: one for one in TypeAdapter(list[AnalysisRule]).validate_python(rows)}


def broken(rule: str, field: str, **words: object) -> RuleFault:
    """The fault of a field that breaks a rule."""
    return RuleFault(field, analysis_rules()[rule].says.format(**words), rule)
