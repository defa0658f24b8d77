"""Where a text speaks of themes, sentence by sentence, with what people have said of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.theming.domain.confirming.evidence import Held, Judgement, place_of, same_words
from services.theming.domain.confirming.seen import mark_of
from services.theming.domain.themes.assertions import Assertion, counts

Span = tuple[int, int]


class FoundMention(Protocol):
    """A mention as it is kept; offsets count characters of its text."""

    theme: str
    assertion: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    rule_id: str
    cue: str


@dataclass(frozen=True)
class Place:
    """One sentence and one theme it speaks of: the words that show it, how it reads, what a person said.

    ``proposed`` is how the rules read it, None where no rule spoke of it.
    """

    theme: str
    sentence: Span
    spans: tuple[Span, ...]
    proposed: Assertion | None
    rules: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    judged: Judgement | None = None

    @property
    def key(self) -> str:
        """Names the place in its text."""
        return f"{self.sentence[0]}-{self.theme}"

    def mark_in(self, text: str) -> str:
        """What a form carries of it: its sentence, and how the rules read it."""
        return mark_of([f"{self.proposed}: {text[slice(*self.sentence)]}"])

    @property
    def assertion(self) -> Assertion | None:
        """How it reads: as a person said, else as the rules do."""
        return self.judged.assertion if self.judged else self.proposed

    @property
    def waits(self) -> bool:
        """Whether it affirms a theme and nobody has said anything of it."""
        return self.judged is None and self.proposed is Assertion.AFFIRMED


def places(text: str, mentions: Iterable[FoundMention], held: Held) -> list[Place]:
    """Every place of one text, in its order."""
    together: dict[tuple[Span, str], list[FoundMention]] = {}
    for mention in mentions:
        together.setdefault(((mention.sentence_start, mention.sentence_end), mention.theme), []).append(
            mention
        )
    found = [_proposed(text, span, theme, each, held) for (span, theme), each in together.items()]
    known = {(place.theme, same_words(text[slice(*place.sentence)])) for place in found}
    by_hand = [each for key, each in held.items() if key not in known and each.assertion]
    found += [place for each in by_hand if (place := _by_hand(text, each))]
    return sorted(found, key=lambda place: (place.sentence, place.spans, place.theme))


def rejected_places(text: str, mentions: Iterable[FoundMention], held: Held) -> list[Place]:
    """Of one text, the places of which a person said that they do not show the theme, in its order: what
    rules had found, and what somebody had added by hand.
    """
    found = places(text, mentions, held)
    known = {(place.theme, same_words(text[slice(*place.sentence)])) for place in found}
    gone = [each for key, each in held.items() if key not in known and each.assertion is None]
    kept = [place for place in found if place.judged and _no_longer_affirms(place)]
    kept += [place for each in gone if (place := _by_hand(text, each))]
    return sorted(kept, key=lambda place: (place.sentence, place.spans, place.theme))


def _no_longer_affirms(place: Place) -> bool:
    return place.assertion is None or (place.proposed is Assertion.AFFIRMED and not counts(place.assertion))


def _proposed(text: str, span: Span, theme: str, mentions: Sequence[FoundMention], held: Held) -> Place:
    judged = held.get((theme, same_words(text[slice(*span)])))
    readings = [Assertion(each.assertion) for each in mentions]
    says = next((each for each in readings if counts(each)), readings[0])
    telling = [each for each in mentions if each.assertion == says.value]
    spans = tuple((each.start, each.end) for each in telling)
    if judged and judged.words and judged.how in ("edited", "added"):
        spans = (_within(text, span, judged.words),)
    rules = tuple(dict.fromkeys(each.rule_id for each in telling))
    cues = tuple(dict.fromkeys(each.cue for each in telling if each.cue))
    return Place(theme, span, spans, says, rules, cues, judged)


def _by_hand(text: str, judged: Judgement) -> Place | None:
    span = _where(text, judged.sentence)
    return (
        Place(judged.theme, span, (_within(text, span, judged.words),), None, judged=judged) if span else None
    )


def _within(text: str, sentence: Span, words: str) -> Span:
    start, end = place_of(words, text[slice(*sentence)])
    return sentence[0] + start, sentence[0] + end


def _where(text: str, sentence: str) -> Span | None:
    """Where a sentence stands in a text whose blanks and line ends may have changed."""
    words = r"\s+".join(re.escape(word) for word in sentence.split())
    found = re.search(words, text, re.IGNORECASE) if words else None
    return found.span() if found else None


@dataclass(frozen=True)
class HeardMention:
    """A mention once a person was heard: as she reads it, or as the rules do where nobody said anything."""

    text_id: int
    theme: str
    assertion: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int

    @property
    def counts(self) -> bool:
        return self.assertion == Assertion.AFFIRMED


REJECTED = "rejected"
"""In place of a reading, where a person said that a sentence does not speak of the theme."""


def rejected(text_id: int, found: Iterable[Place]) -> list[HeardMention]:
    """Of one text, what ``rejected_places`` gives, to be shown with what was decided."""
    return [
        HeardMention(
            text_id,
            place.theme,
            place.assertion.value if place.assertion else REJECTED,
            *span,
            *place.sentence,
        )
        for place in found
        for span in place.spans
    ]


def heard(text_id: int, found: Iterable[Place]) -> list[HeardMention]:
    """Of one text; without what a person says does not speak of the theme."""
    return [
        HeardMention(text_id, place.theme, place.assertion.value, *span, *place.sentence)
        for place in found
        for span in place.spans
        if place.assertion
    ]
