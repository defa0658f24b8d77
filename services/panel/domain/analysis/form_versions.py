"""Versions of the analysis form, each with the scale and the list of categories that belong to it."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

FORMS = Path(__file__).with_name("form_versions.toml")


@dataclass(frozen=True)
class FormVersion:
    """One published form. Factors written in it are graded on ``scale_version`` and stay so."""

    version: str
    name: str
    starts_on: date
    source: str
    scale_version: str
    category_version: str


@cache
def form_versions() -> dict[str, FormVersion]:
    """Every form that has been in use, by its version, oldest first."""
    with FORMS.open("rb") as file:
        rows = tomllib.load(file)["form"]
    found = TypeAdapter(list[FormVersion]).validate_python(rows)
    return {one.version: one for one in sorted(found, key=lambda one: one.starts_on)}


def form_version_on(day: date) -> FormVersion:
    """The form in use for a review held on ``day`` (the first one for an earlier day)."""
    every = list(form_versions().values())
    begun = [one for one in every if one.starts_on <= day]
    return begun[-1] if begun else every[0]
