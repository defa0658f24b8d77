"""Is "Young" a person or an adjective? Decided by capitals, place in the sentence and the words beside it."""

from dataclasses import dataclass

from .reading import Word
from .words import (
    EPONYM_AFTER,
    EPONYMS,
    NAME_SENSE_AFTER,
    NAME_SENSE_BEFORE,
    WORD_SENSE_AFTER,
)

_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "master"])
_DETERMINERS = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "his",
        "her",
        "their",
        "its",
        "one",
        "each",
        "every",
        "next",
        "per",
        "some",
        "first",
        "last",
        "of",
        "very",
        "too",
        "as",
        "in",
        "how",
        "so",
        "not",
    ]
)
_FUNCTION_WORDS = frozenset(
    [
        "an",
        "be",
        "in",
        "on",
        "to",
        "my",
        "no",
        "me",
        "we",
        "he",
        "it",
        "is",
        "as",
        "at",
        "by",
        "of",
        "or",
        "us",
        "up",
        "go",
        "so",
        "do",
        "can",
        "a",
        "i",
        "more",
        "even",
        "ever",
    ]
)
_MONTHS_AND_DAYS = frozenset(["march", "april", "may", "june", "august", "monday", "friday"])


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words `first` to `last` (exclusive) of the text, and what stands around them."""

    source: str
    folded: str
    words: list[Word]
    first: int
    last: int

    @property
    def word(self) -> Word:
        return self.words[self.first]

    def before(self) -> str:
        return self.words[self.first - 1].text if self.first and self._near(self.first - 1) else ""

    def after(self) -> str:
        near = (
            self.last < len(self.words) and self.words[self.last].start - self.words[self.last - 1].end <= 2
        )
        return self.words[self.last].text if near else ""

    def next_character(self) -> str:
        return self.folded[self.word.end : self.word.end + 2].strip()[:1]

    def previous_character(self) -> str:
        return self.folded[: self.word.start].rstrip()[-1:]

    def all_capitals_line(self) -> bool:
        start = self.source.rfind("\n", 0, self.word.start) + 1
        end = self.source.find("\n", self.word.end)
        line = self.source[start : end if end >= 0 else len(self.source)]
        return line.isupper() and len(line.split()) > 2

    def worth_a_look(self) -> bool:
        return (
            self.word.shape == "capital"
            and not self.word.opens_sentence
            and self.word.text not in _MONTHS_AND_DAYS
        )

    def _near(self, other: int) -> bool:
        return self.word.start - self.words[other].end <= 2


def is_meant_as_name(around: Surroundings) -> bool:
    """True unless the word's own meaning is at least as likely. In doubt, a capital letter means a name."""
    if around.before() in _TITLES and (around.word.shape != "lower" or not _word_sense(around)):
        return True
    if _word_sense(around) or _is_date(around):
        return False
    if around.word.shape == "lower":
        return _lower_case_name(around)
    if around.before() in NAME_SENSE_BEFORE:
        return True
    if around.word.opens_sentence or around.all_capitals_line():
        return around.word.text not in _FUNCTION_WORDS or around.after() in NAME_SENSE_AFTER
    return True


def _word_sense(around: Surroundings) -> bool:
    word, after = around.word.text, around.after()
    if after in WORD_SENSE_AFTER.get(word, ()):
        return True
    eponym_follows = after in EPONYM_AFTER or (
        after == "s" and _word_after_possessive(around) in EPONYM_AFTER
    )
    return word in EPONYMS and eponym_follows


def _word_after_possessive(around: Surroundings) -> str:
    return around.words[around.last + 1].text if around.last + 1 < len(around.words) else ""


def _is_date(around: Surroundings) -> bool:
    beside_number = around.next_character().isdigit() or around.previous_character().isdigit()
    date_before = around.before() in {
        "st",
        "nd",
        "rd",
        "th",
        "of",
        "in",
        "since",
        "until",
        "by",
        "early",
        "late",
        "mid",
    }
    return around.word.text in _MONTHS_AND_DAYS and (beside_number or date_before)


def _lower_case_name(around: Surroundings) -> bool:
    named = (
        around.before() in {"named", "called", "baby", "nurse", "twin"}
        and around.after() not in WORD_SENSE_AFTER
    )
    said = around.after() in NAME_SENSE_AFTER and around.before() not in _DETERMINERS
    return (named or said) and around.word.text not in _FUNCTION_WORDS and _no_capitals(around.source)


def _no_capitals(source: str) -> bool:
    """A writer who uses no capital letters: they prove nothing by being absent."""
    return sum(letter.isupper() for letter in source) * 50 < sum(letter.islower() for letter in source)
