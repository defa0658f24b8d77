"""Every decision on a case in plain words: who decided what, of which theme and which sentence, and when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.theming.domain.confirming.evidence import same_words
from services.theming.domain.confirming.steps_taken import StepTaken
from services.theming.pages.reading import ASSERTION_LABELS, kind_title

STEPS = {
    "confirmed": "confirmed",
    "rejected": "rejected",
    "added": "added by hand",
    "renamed": "changed to another theme",
}
HOW = {"accepted": "accepted", "rejected": "rejected", "edited": "changed", "added": "added by hand"}
LONGEST_SENTENCE, MOST_SENTENCES = 160, 3


@dataclass(frozen=True)
class ToldSentence:
    """``text_id`` is None and ``words`` empty where no text that is held has the sentence any more."""

    words: str
    title: str
    text_id: int | None


@dataclass(frozen=True)
class ToldDecision:
    """``more``: how many sentences were decided with it beside those that are shown."""

    at: datetime
    who: str
    theme: str
    decision: str
    sentences: list[ToldSentence]
    more: int
    reason: str


def told_decisions(
    steps: Sequence[StepTaken], labels: Mapping[str, str], texts: Sequence[Any]
) -> list[ToldDecision]:
    kept = [(text, same_words(text.text)) for text in texts if text.set_aside_because is None]
    return [
        ToldDecision(
            step.at,
            step.by_name,
            labels.get(step.theme, step.theme),
            _in_words(step, labels),
            [_sentence(row, kept) for row in step.judged[:MOST_SENTENCES]],
            max(0, len(step.judged) - MOST_SENTENCES),
            step.reason,
        )
        for step in steps
    ]


def _in_words(step: StepTaken, labels: Mapping[str, str]) -> str:
    said = [_themewide(row, labels) for row in step.themewide]
    said += [
        f"{'sentence' if number == 1 else f'{number} sentences'} {how}"
        for how, number in Counter(map(_judged, step.judged)).items()
    ]
    together = "; ".join(said)
    return together[:1].upper() + together[1:]


def _themewide(row: Any, labels: Mapping[str, str]) -> str:
    new = f": {labels.get(row.renamed_to, row.renamed_to)}" if row.renamed_to else ""
    return f"theme {STEPS[row.step]}{new}"


def _judged(row: Any) -> str:
    reads = row.assertion if row.assertion != "affirmed" else None
    return HOW[row.how] + (f" ({ASSERTION_LABELS[reads]})" if reads else "")


def _sentence(row: Any, kept: Sequence[tuple[Any, str]]) -> ToldSentence:
    words = same_words(row.sentence)
    where = [text for text, held in kept if words and words in held]
    if not where:
        return ToldSentence("", "", None)
    text = next((each for each in where if each.material_id == row.material_id), where[0])
    short = " ".join(row.sentence.split())
    if len(short) > LONGEST_SENTENCE:
        short = f"{short[: LONGEST_SENTENCE - 1]}…"
    part = f", part {text.part}" if text.parts > 1 else ""
    return ToldSentence(short, f"{text.title or kind_title(text.kind)}{part}", text.id)
