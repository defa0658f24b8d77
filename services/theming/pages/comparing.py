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
    why: tuple[str, ...]
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


def reason_in_words(reason: Reason, labels: Mapping[str, str], words: Mapping[str, str]) -> str:
    """One reason for a reader, as it stands after "because"."""
    value = reason.values[0] if reason.values else ""
    if reason.kind == "theme":
        standing = "confirmed in both" if reason.confirmed else "not confirmed in both"
        return f"both show “{labels.get(value, value)}” ({standing})"
    if reason.kind == "words":
        alike = round(100 * reason.share / comparing_rules().weights.words)
        said = ", ".join(
            dict.fromkeys(words.get(each, each.lstrip("#").replace("_", " ")) for each in reason.values)
        )
        return f"their texts are {alike}% alike ({said})"
    told = {
        "events": f"same event ({CIRCUMSTANCE_EVENTS.label(value)})",
        "age_band": f"same age group ({value})",
        "place": f"same place of death ({PLACES.label(value)})",
        "category": f"same category ({CATEGORIES.get(value, value)})",
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
        tuple(reason_in_words(reason, labels, words) for reason in each.likeness.reasons),
        CATEGORIES.get(str(facts.category), "Not recorded") if reviewed else "",
        MODIFIABILITY.get(facts.modifiability, "Not recorded") if reviewed else "",
        tuple(_recommendation(row) for row in each.recommendations),
    )


def _recommendation(row: Any) -> ShownRecommendation:
    text = row.text or "Its words seemed to identify somebody and were not kept"
    return ShownRecommendation(text, row.owner, state_in_words(row.state, row.effect), is_done(row.state))
