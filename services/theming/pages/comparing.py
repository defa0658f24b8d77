"""Like cases as a page shows them: each with its reasons in words, what was decided and recommended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.theming.comparing.finding import Comparables, LikeCase
from services.theming.domain.comparables.consistency import Prompt
from services.theming.domain.comparables.likeness import Reason
from services.theming.domain.comparables.rules import comparing_rules
from services.theming.domain.comparables.standing import is_done, state_in_words
from services.theming.domain.statistics.dimensions import CATEGORIES, MODIFIABILITY
from shared.reference_lists import CIRCUMSTANCE_EVENTS, PLACES

_JUDGED = {
    "modifiable": "judged to have modifiable factors",
    "none": "judged to have no modifiable factors",
    "inadequate_information": "found to have too little information to judge modifiable factors",
}


@dataclass(frozen=True)
class ShownRecommendation:
    text: str
    owner: str
    state: str
    done: bool


@dataclass(frozen=True)
class ShownCase:
    """``category`` and ``modifiability`` are "" where no panel has reviewed the case."""

    case_reference: str
    reviewed_on: date | None
    notified_on: date | None
    why: tuple[tuple[str, str], ...]
    category: str
    modifiability: str
    recommendations: tuple[ShownRecommendation, ...]


@dataclass(frozen=True)
class ShownComparables:
    reviewed: tuple[ShownCase, ...]
    not_reviewed: tuple[ShownCase, ...]
    prompts: tuple[str, ...]
    waiting: bool


def shown_comparables(found: Comparables, labels: Mapping[str, str]) -> ShownComparables:
    return ShownComparables(
        shown_like(found.reviewed, labels, found.words),
        shown_like(found.not_reviewed, labels, found.words),
        tuple(prompt_in_words(each) for each in found.prompts),
        found.waiting,
    )


def shown_like(
    found: Sequence[LikeCase], labels: Mapping[str, str], words: Mapping[str, str] | None = None
) -> tuple[ShownCase, ...]:
    return tuple(_case(each, labels, words or {}) for each in found)


def reasons_in_words(
    reasons: Sequence[Reason], labels: Mapping[str, str], words: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """A line for each sort of reason, with what it is called: the sort of the most telling one first."""
    lines: dict[str, list[str]] = {}
    for each in reasons:
        lines.setdefault(_sort(each), []).append(_said(each, labels, words))
    return tuple((sort, "; ".join(said)) for sort, said in lines.items())


def _sort(reason: Reason) -> str:
    if reason.kind == "theme":
        return (
            "Themes confirmed in both" if reason.confirmed else "Themes shown in both, not confirmed in both"
        )
    return "Words of their texts" if reason.kind == "words" else "The same facts"


def _said(reason: Reason, labels: Mapping[str, str], words: Mapping[str, str]) -> str:
    value = reason.values[0] if reason.values else ""
    if reason.kind == "words":
        alike = round(100 * reason.share / comparing_rules().weights.words)
        said = (words.get(each, each.lstrip("#").replace("_", " ")) for each in reason.values)
        return f"{alike}% alike ({', '.join(dict.fromkeys(said))})"
    told = {
        "theme": labels.get(value, value),
        "events": f"event: {CIRCUMSTANCE_EVENTS.label(value)}",
        "age_band": f"age group: {value}",
        "place": f"place of death: {PLACES.label(value)}",
        "category": f"category: {CATEGORIES.get(value, value)}",
    }
    return told[reason.kind]


def prompt_in_words(prompt: Prompt) -> str:
    """What most like cases had decided, as a sentence."""
    if prompt.about == "modifiability":
        said = f"{prompt.number} of {prompt.of} like cases were {_JUDGED.get(prompt.value, prompt.value)}."
    else:
        said = (
            f"{prompt.number} of {prompt.of} like cases were given category {CATEGORIES.get(prompt.value)}."
        )
    return f"{said} This case was decided otherwise." if prompt.differs else said


def _case(each: LikeCase, labels: Mapping[str, str], words: Mapping[str, str]) -> ShownCase:
    facts: Any = each.facts
    reviewed = facts.reviewed_on is not None
    return ShownCase(
        facts.case_reference,
        facts.reviewed_on,
        facts.notified_on,
        reasons_in_words(each.likeness.reasons, labels, words),
        CATEGORIES.get(str(facts.category), "Not recorded") if reviewed else "",
        MODIFIABILITY.get(facts.modifiability, "Not recorded") if reviewed else "",
        tuple(_recommendation(row) for row in each.recommendations),
    )


def _recommendation(row: Any) -> ShownRecommendation:
    text = row.text or "Its words seemed to identify somebody and were not kept"
    return ShownRecommendation(text, row.owner, state_in_words(row.state, row.effect), is_done(row.state))
