"""What a search finds: sentences, each with the words that made it be found and how they are meant."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.theming.domain.search.question import Question
from services.theming.domain.themes.assertions import Assertion, strongest

Span = tuple[int, int]


@dataclass(frozen=True)
class Why:
    """Why a sentence was found. ``theme`` and ``rule`` are "" where the searched words themselves stand,
    ``rule`` alone where a person judged it; ``cue``: the words that decide how it is meant, "" where none do.
    """

    span: Span
    assertion: Assertion
    cue: str
    theme: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Hit:
    """A sentence (characters of the text with this id) with all its reasons."""

    text_id: int
    sentence: Span
    whys: tuple[Why, ...]

    @property
    def assertion(self) -> Assertion:
        """Affirmed if anything searched for is affirmed in it, else the reading that wins."""
        readings = {why.assertion for why in self.whys}
        return Assertion.AFFIRMED if Assertion.AFFIRMED in readings else strongest(readings)


@dataclass(frozen=True)
class Found:
    """``hits`` to be shown, ``counts`` of all by how they are meant, shown or not; ``more``: only the newest
    texts were looked through.
    """

    hits: tuple[Hit, ...]
    counts: dict[Assertion, int]
    more: bool


def together(found: Iterable[Hit]) -> list[Hit]:
    """One hit for a sentence, whatever it was found by, in the order in which each was found first."""
    whys: dict[tuple[int, Span], dict[Why, None]] = {}
    for hit in found:
        whys.setdefault((hit.text_id, hit.sentence), {}).update(dict.fromkeys(hit.whys))
    return [Hit(*place, tuple(sorted(each, key=lambda why: why.span))) for place, each in whys.items()]


def chosen(hits: Sequence[Hit], question: Question, more: bool) -> Found:
    """Those that are meant as was asked for, and how many there are of each."""
    counts = Counter(hit.assertion for hit in hits)
    return Found(tuple(hit for hit in hits if question.shows(hit.assertion)), dict(counts), more)
