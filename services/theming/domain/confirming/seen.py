"""What a person had before them when they decided: a page may be older than what a colleague has decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from services.theming.domain.confirming.evidence import same_words
from shared.errors import StaleVersion

_LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Seen:
    """How far a page knew a case: the newest decision on a theme and the newest judgement of a sentence, by
    number (0: none), and ``sentences``, the mark of those that it showed for what is decided.
    """

    decisions: int = 0
    judgements: int = 0
    sentences: str = ""

    @property
    def numbers(self) -> str:
        """As a form carries them."""
        return f"{self.decisions}.{self.judgements}"


def seen_as_sent(numbers: str, sentences: str = "") -> Seen:
    """What a form says that its page showed; nothing where that cannot be read."""
    decisions, _, judgements = numbers.partition(".")
    return Seen(_number(decisions), _number(judgements), sentences)


def mark_of(sentences: Iterable[str]) -> str:
    """The same for the same sentences, in whatever order."""
    told = "\n".join(sorted({same_words(each) for each in sentences}))
    return sha256(told.encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Since:
    """The newest that somebody decided on a theme since a page was opened. ``step``: of the theme as a whole;
    where it is empty, ``how`` says what was said of one sentence.
    """

    theme: str
    step: str
    how: str
    by: str
    by_name: str
    at: datetime


class DecidedMeanwhile(StaleVersion):
    """Raised before anything is changed. ``since`` is None where other sentences show the theme than the page
    had, and nobody decided anything.
    """

    def __init__(self, since: Since | None = None) -> None:
        super().__init__("Nothing was changed. Look at the page again, and decide on what it shows now.")
        self.since = since


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else 0
