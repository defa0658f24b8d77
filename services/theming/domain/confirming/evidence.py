"""Sentences that people judged: whether they show a theme. The newest judgement of a sentence holds.

A judgement is about words, not about a place: where the same sentence stands in a newer version of a text, or
is read with a newer codebook, it is judged already.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from services.theming.domain.themes.assertions import Assertion
from shared.errors import Fault
from shared.identifier_patterns import identifiers_in, with_article

SAYS_NOTHING = (
    "These words say nothing by themselves: give those that show the theme, for example “smoked indoors”, or"
    " leave this empty for the whole sentence"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
#: What stands in the place of a name or a number.
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")

HOW_LABELS = {
    "accepted": "Accepted",
    "rejected": "Rejected",
    "edited": "Changed",
    "added": "Added by hand",
}


@dataclass(frozen=True)
class Judgement:
    """What a person said of a sentence and a theme. ``assertion`` is how the sentence speaks of the theme as
    she reads it, None where it does not speak of it. ``machine``: a rule had proposed it.
    """

    number: int
    theme: str
    how: str
    assertion: Assertion | None
    sentence: str
    words: str
    machine: bool
    by: str
    by_name: str
    at: datetime
    stale_since: datetime | None = None

    @property
    def affirms(self) -> bool:
        return self.assertion is Assertion.AFFIRMED


Held = Mapping[tuple[str, str], Judgement]


def same_words(sentence: str) -> str:
    """The sentence as it is compared: blanks and capitals aside."""
    return " ".join(sentence.split()).casefold()


def in_force(judgements: Iterable[Judgement]) -> Held:
    """By theme and sentence, the newest; without those whose sentence is in no text any more."""
    ordered = sorted(judgements, key=lambda each: each.number)
    return {(each.theme, same_words(each.sentence)): each for each in ordered if not each.stale_since}


def affirmed_by(mentions: Iterable[tuple[str, str]], held: Held, sentences: Iterable[str]) -> set[str]:
    """Themes that the texts affirm once people's judgements are heard.

    ``mentions``: theme and sentence of what rules affirm; ``sentences``: of these texts, those judged.
    """
    by_rules = {
        theme
        for theme, sentence in mentions
        if (judged := held.get((theme, same_words(sentence)))) is None or judged.affirms
    }
    there = {same_words(each) for each in sentences}
    return by_rules | {
        theme for (theme, sentence), each in held.items() if each.affirms and sentence in there
    }


@cache
def _function_words() -> frozenset[str]:
    lines = Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def can_speak(words: str) -> bool:
    """Whether one of the words means something by itself: not "the", "of it", or what stands for a name."""
    return not _function_words().issuperset(_WORD.findall(_IN_BRACKETS.sub(" ", words).casefold()))


def span_faults(sentence: str, words: str) -> list[Fault]:
    """What is wrong with words chosen to show a theme; none chosen is the whole sentence. They stand for
    themselves, so that no reason has to be given beside them: one of them must be able to.
    """
    if not sentence:
        return [Fault("sentence", "Choose the sentence that shows it")]
    if words and " ".join(words.split()).casefold() not in same_words(sentence):
        return [Fault("words", "These words must stand in the sentence you chose")]
    if not can_speak(words or sentence):
        return [
            Fault("words", SAYS_NOTHING) if words else Fault("sentence", "Choose a sentence that says it")
        ]
    return [
        Fault("words", f"This seems to show {with_article(kind)}: leave it out")
        for kind in identifiers_in(words)
    ]


def place_of(words: str, sentence: str) -> tuple[int, int]:
    """Where the words stand in the sentence, in characters; the whole sentence where they do not."""
    start = sentence.casefold().find(words.casefold()) if words else -1
    return (start, start + len(words)) if start >= 0 else (0, len(sentence))
