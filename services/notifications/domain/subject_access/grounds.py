"""Why a thing that was found can be held back: one row for each exemption, with the law it stands in."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

GROUNDS = Path(__file__).with_name("grounds.toml")
NOT_ABOUT_THEM = "not_about_them"


@dataclass(frozen=True)
class Ground:
    """``tells``: what the person reads of it, "" where the answer does not say that it was used."""

    id: str
    label: str
    law: str
    hint: str
    tells: str = ""
    needs_opinion: bool = False


@dataclass(frozen=True)
class Grounds:
    version: str
    starts_on: date
    grounds: tuple[Ground, ...]

    def get(self, ground_id: str) -> Ground | None:
        return next((each for each in self.grounds if each.id == ground_id), None)


@cache
def grounds() -> Grounds:
    return TypeAdapter(Grounds).validate_python(tomllib.loads(GROUNDS.read_text(encoding="utf-8")))
