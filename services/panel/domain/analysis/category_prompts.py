"""Prompts for the traps of the list of categories. They suggest and say why; a person chooses, or not."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from services.panel.domain.analysis.age_in_days import NOT_KNOWN, AgeInDays, age_in_days
from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.analysis.said_words import first_said

PROMPTS = Path(__file__).with_name("category_prompts.toml")


@dataclass(frozen=True)
class KnownOfTheChild:
    """What the record knows that a prompt may ask for; ``events``: ids of CIRCUMSTANCE_EVENTS."""

    age: AgeInDays = NOT_KNOWN
    gestation_weeks: int | None = None
    events: Collection[str] = ()


@dataclass(frozen=True)
class CategoryPrompt:
    """One trap, as category_prompts.toml describes it. ``category`` 0 points to none."""

    id: str
    version: int
    starts_on: date
    source: str
    category: int
    words: tuple[str, ...]
    says: str
    not_category: int = 0
    and_words: tuple[str, ...] = ()
    unless_words: tuple[str, ...] = ()
    or_events: tuple[str, ...] = ()
    in_summary: bool = False
    least_days: int | None = None
    most_days: int | None = None
    most_weeks: int | None = None
    if_age_not_known: bool = False

    def found_in(self, form: AnalysisForm, known: KnownOfTheChild) -> tuple[str, ...]:
        """The words (or the event) for which it is shown; empty if it is not."""
        text = _causes(form) + (f"\n{form.summary}" if self.in_summary else "")
        if not self._fits(known) or first_said(text, self.unless_words):
            return ()
        word, other = first_said(text, self.words), first_said(text, self.and_words)
        if word is None:
            return tuple(sorted(set(self.or_events) & set(known.events)))
        if self.and_words and other is None:
            return ()
        return tuple(one for one in (word, other) if one)

    def _fits(self, known: KnownOfTheChild) -> bool:
        return self._fits_age(known.age) and (
            self.most_weeks is None or (known.gestation_weeks or self.most_weeks + 1) <= self.most_weeks
        )

    def _fits_age(self, age: AgeInDays) -> bool:
        if age == NOT_KNOWN and self.if_age_not_known:
            return True
        old = self.least_days is None or age.at_least(self.least_days)
        return old and (self.most_days is None or age.at_most(self.most_days))


@dataclass(frozen=True)
class ShownPrompt:
    """A prompt and what it was shown for."""

    prompt: CategoryPrompt
    found: tuple[str, ...]


def prompts_for(form: AnalysisForm, known: KnownOfTheChild) -> list[ShownPrompt]:
    """The prompts for what is written and known, the uppermost category first, those without one last."""
    shown = [ShownPrompt(one, found) for one in category_prompts() if (found := one.found_in(form, known))]
    return sorted(shown, key=lambda one: one.prompt.category or len(form.categories.numbers) + 1)


def known_of(age_text: str, gestation_weeks: int | None, events: Collection[str]) -> KnownOfTheChild:
    """What a case knows, with its age in words."""
    return KnownOfTheChild(age_in_days(age_text), gestation_weeks, tuple(events))


@cache
def category_prompts() -> tuple[CategoryPrompt, ...]:
    """Every prompt in use."""
    with PROMPTS.open("rb") as file:
        return TypeAdapter(tuple[CategoryPrompt, ...]).validate_python(tomllib.load(file)["prompt"])


def _causes(form: AnalysisForm) -> str:
    return f"{form.cause_of_death}\n{form.certificate_cause.text}"
