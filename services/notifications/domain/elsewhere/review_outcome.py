"""The outcome of a review held elsewhere, read from a file or the page, in the form it was given."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from services.notifications.domain.identity.nhs_numbers import plain_digits
from shared.errors import Fault, Invalid

_DATA = tomllib.loads(Path(__file__).with_name("review_form.toml").read_text(encoding="utf-8"))
NAME: str = _DATA["name"]
VERSION: str = _DATA["version"]
LISTS: Mapping[str, Mapping[str, str]] = _DATA["lists"]


@dataclass(frozen=True)
class ReviewField:
    """One question. ``kind`` is date, choice (of ``list``), text or long_text."""

    name: str
    label: str
    kind: str
    list: str = ""
    required: bool = False
    identifying: bool = False
    panel: bool = False


FIELDS = tuple(ReviewField(**row) for row in _DATA["fields"])
_KNOWN = {field.name for field in FIELDS}


@dataclass(frozen=True)
class ReviewOutcome:
    """``values`` by field name, codes for choices; ``not_understood``: under names the form does not have."""

    held_on: date
    values: Mapping[str, str]
    not_understood: Mapping[str, str]

    @property
    def review(self) -> str:
        """Which review it was, in words."""
        return LISTS["reviews"][self.values["review"]]

    @property
    def for_the_panel(self) -> str:
        """The text that is de-identified and confirmed before the panel sees it."""
        shown = ((field.label, shown_value(field, self.values)) for field in FIELDS if field.panel)
        return "\n\n".join(f"{label.rstrip('?')}: {words}" for label, words in shown if words)


def shown_value(field: ReviewField, values: Mapping[str, str]) -> str:
    """An answer as people read it; "" where there is none."""
    value = values.get(field.name, "")
    return LISTS[field.list].get(value, value) if field.list else value


def read_outcome(
    given: Mapping[str, str], *, nhs_number: str, died_after: date | None, today: date
) -> ReviewOutcome:
    """An outcome from text by field name. ``nhs_number`` is the child's: a file about another is refused.

    Raises Invalid naming every fault at once.
    """
    values = {name: text.strip() for name, text in given.items() if name in _KNOWN and text.strip()}
    faults = [fault for field in FIELDS for fault in _faults(field, values.get(field.name, ""))]
    held_on = read_day(values.get("held_on", ""))
    if held_on and held_on > today:
        faults.append(Fault("held_on", "The day must not be in the future"))
    if held_on and died_after and held_on < died_after:
        faults.append(Fault("held_on", "The meeting is before the death"))
    told = plain_digits(values.pop("nhs_number", ""))
    if told and nhs_number and told != plain_digits(nhs_number):
        faults.append(
            Fault("nhs_number", "The NHS number is another child's: this review belongs to another case")
        )
    if faults or held_on is None:
        raise Invalid(faults)
    values = {field.name: _code(field, values[field.name]) for field in FIELDS if field.name in values}
    rest = {name: text for name, text in given.items() if name not in _KNOWN and text.strip()}
    return ReviewOutcome(held_on, values | {"held_on": held_on.isoformat()}, rest)


def read_day(text: str) -> date | None:
    """A day as 2026-03-10 or 10/03/2026; None for anything else."""
    for layout in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), layout).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None


def _faults(field: ReviewField, value: str) -> list[Fault]:
    if not value:
        return [Fault(field.name, f"{field.label}: this is missing")] if field.required else []
    if field.kind == "date" and read_day(value) is None:
        return [Fault(field.name, f"{field.label}: this is not a date, for example 2026-03-10")]
    if field.list and _code(field, value) not in LISTS[field.list]:
        return [Fault(field.name, f"{field.label}: “{value[:40]}” is not one of the answers")]
    return []


def _code(field: ReviewField, value: str) -> str:
    """The code of a choice given as its code or its words, in any capitals."""
    if not field.list:
        return value
    plain = value.strip().casefold()
    words = {code.casefold(): code for code in LISTS[field.list]} | {
        label.casefold(): code for code, label in LISTS[field.list].items()
    }
    return words.get(plain, value)
