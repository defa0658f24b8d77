"""A completed review as the national database would have it: a view of the record, never a second one."""

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.scales import LEVELS, MODIFIABILITY, MODIFIABLE
from services.panel.domain.cases.review_case import ReviewCase
from shared.written_dates import written_date

MISSING = "The national database needs this, and the review does not say it"
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)
Value = str | tuple[str, ...]


@dataclass(frozen=True)
class NationalItem:
    """One item; ``of`` names the part of the record it is read from. ``sure``: its codes are confirmed."""

    id: str
    label: str
    of: str
    sure: bool
    required: bool = False


@dataclass(frozen=True)
class NationalMapping:
    """A pinned version of the national form."""

    name: str
    version: str
    starts_on: date
    source: str
    items: tuple[NationalItem, ...]


@dataclass(frozen=True)
class SignedReview:
    """What the form is read from: the case and the analysis as it was signed off."""

    case: ReviewCase
    form: AnalysisForm
    review_version: int
    completed_on: date
    panel_date: date | None


@dataclass(frozen=True)
class ShownItem:
    """``value`` is what is sent, "" or () for nothing; ``fault`` why it would not be taken, or ""."""

    item: NationalItem
    value: Value
    fault: str

    @property
    def text(self) -> str:
        """The value on one line."""
        return self.value if isinstance(self.value, str) else "; ".join(self.value)

    @property
    def to_read(self) -> Value:
        """The value for a person's eyes: its dates in words. The file keeps them as 2026-03-12."""
        if isinstance(self.value, str):
            return _dates_in_words(self.value)
        return tuple(_dates_in_words(one) for one in self.value)


@dataclass(frozen=True)
class NationalForm:
    """``items`` in the order of the database's form."""

    reference: str
    review_version: int
    mapping: NationalMapping
    items: tuple[ShownItem, ...]

    @property
    def faults(self) -> tuple[ShownItem, ...]:
        return tuple(each for each in self.items if each.fault)

    @property
    def content(self) -> dict[str, object]:
        """Ready for JSON: which mapping in which version, and the items by their ids. The same every time."""
        return {
            "form": self.mapping.name,
            "version": self.mapping.version,
            "local_reference": self.reference,
            "review_version": self.review_version,
            "items": {each.item.id: each.value for each in self.items if each.value},
            "not_confirmed": [each.item.id for each in self.items if each.value and not each.item.sure],
        }

    @property
    def hash(self) -> str:
        """SHA-256 of the content, in hexadecimal: tells whether two files say the same."""
        written = json.dumps(self.content, ensure_ascii=False, sort_keys=True, default=list)
        return hashlib.sha256(written.encode()).hexdigest()


@cache
def national_mapping() -> NationalMapping:
    """The mapping in force."""
    path = Path(__file__).with_name("national_items.toml")
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    items = tuple(NationalItem(**row) for row in written.pop("items"))
    return NationalMapping(**written, items=items)


def national_form(review: SignedReview) -> NationalForm:
    """The review through the mapping in force."""
    mapping = national_mapping()
    items = tuple(_shown(item, READERS[item.of](review)) for item in mapping.items)
    return NationalForm(review.case.reference, review.review_version, mapping, items)


def _shown(item: NationalItem, value: Value) -> ShownItem:
    return ShownItem(item, value, MISSING if item.required and not value else "")


def _dates_in_words(text: str) -> str:
    return _ISO_DATE.sub(_in_words, text)


def _in_words(found: re.Match[str]) -> str:
    try:
        return written_date(date.fromisoformat(found[0]))
    except ValueError:  # what somebody wrote looks like a date and is none
        return found[0]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _category_name(review: SignedReview) -> str:
    category = review.form.category
    return review.form.categories[category].name if category else ""


def _factors(domain: str) -> Callable[[SignedReview], tuple[str, ...]]:
    """Each factor of one domain, with its grade and whether it is modifiable; 0 is missing information."""

    def read(review: SignedReview) -> tuple[str, ...]:
        return tuple(
            f"{one.factor} (grade {one.grade}, modifiable: {MODIFIABLE.get(one.modifiable, 'not recorded')})"
            for one in review.form.factors
            if one.domain == domain
        )

    return read


def _actions(review: SignedReview) -> tuple[str, ...]:
    return tuple(
        f"{one.text} ({LEVELS.get(one.level, 'no level')}; {one.owner}; due {_iso(one.due_on) or 'not set'})"
        for one in review.form.actions
    )


READERS: Mapping[str, Callable[[SignedReview], Value]] = {
    "reference": lambda review: review.case.reference,
    "review_version": lambda review: str(review.review_version),
    "review_meeting_held_on": lambda review: _iso(review.case.review_meeting_held_on),
    "panel_date": lambda review: _iso(review.panel_date),
    "completed_on": lambda review: _iso(review.completed_on),
    "cause_1a": lambda review: review.form.certificate_cause.ia,
    "cause_1b": lambda review: review.form.certificate_cause.ib,
    "cause_1c": lambda review: review.form.certificate_cause.ic,
    "cause_2": lambda review: review.form.certificate_cause.ii,
    "cause_of_death": lambda review: review.form.cause_of_death,
    "causes_agree": lambda review: MODIFIABLE.get(review.form.causes_agree, ""),
    "summary": lambda review: review.form.summary,
    "category": lambda review: str(review.form.category or ""),
    "category_name": _category_name,
    "secondary_categories": lambda review: tuple(str(one) for one in review.form.secondary_categories),
    **{f"factors_{domain.lower()}": _factors(domain) for domain in "ABCD"},
    "scale_version": lambda review: review.form.scale_version,
    "modifiability": lambda review: MODIFIABILITY.get(review.form.modifiability, ""),
    "learning": lambda review: review.form.learning,
    "issues": lambda review: review.form.issues,
    "good_practice": lambda review: review.form.good_practice,
    "actions": _actions,
}
