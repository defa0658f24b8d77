"""What a search finds: sentences, each with the words that made it be found and how they are meant."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.theming.domain.search.question import Question
from services.theming.domain.themes.assertions import Assertion, strongest

Span = tuple[int, int]


@dataclass(frozen=True)
class Why:
    """Why a sentence was found: the words at these places. ``theme`` and ``rule`` are "" where the searched
    words themselves stand, ``rule`` alone where a person judged it; ``phrase``: the phrase of the field that
    the words are one way of writing; ``cue``: what decides how they are meant, "" where nothing does.
    """

    spans: tuple[Span, ...]
    assertion: Assertion
    cue: str
    theme: str = ""
    rule: str = ""
    phrase: str = ""


@dataclass(frozen=True)
class Hit:
    """A sentence (characters of the text with this id) with all its reasons. ``worded``: the searched words
    themselves stand in it, whatever a theme makes of them.
    """

    text_id: int
    sentence: Span
    whys: tuple[Why, ...]
    worded: bool = False

    @property
    def place(self) -> tuple[int, Span]:
        return self.text_id, self.sentence

    @property
    def assertion(self) -> Assertion:
        """Affirmed if anything searched for is affirmed in it, else the reading that wins."""
        readings = {why.assertion for why in self.whys}
        return Assertion.AFFIRMED if Assertion.AFFIRMED in readings else strongest(readings)


@dataclass(frozen=True)
class Found:
    """``hits`` to be shown, ``counts`` of all by how they are meant, shown or not; ``more``: only the newest
    texts were looked through; ``apart``: so many texts have the words, and nowhere near each other; ``told``:
    in so many more sentences all words together tell a theme that none of them names.
    """

    hits: tuple[Hit, ...]
    counts: dict[Assertion, int]
    more: bool
    apart: int = 0
    told: int = 0


def together(found: Iterable[Hit]) -> list[Hit]:
    """One hit for a sentence, whatever it was found by, in the order in which each was found first."""
    whys: dict[tuple[int, Span], dict[Why, None]] = {}
    for hit in found:
        whys.setdefault(hit.place, {}).update(dict.fromkeys(hit.whys))
    return [_hit(*place, list(each)) for place, each in whys.items()]


def _hit(text_id: int, sentence: Span, whys: Sequence[Why]) -> Hit:
    """Words that a theme of the question reads are read as it reads them: "no interpreter" is its own."""
    by_theme = [why for why in whys if why.theme]
    kept = [why for why in whys if why.theme or not any(_overlap(why, each) for each in by_theme)]
    worded = len(by_theme) < len(whys)
    return Hit(text_id, sentence, tuple(sorted(kept, key=lambda why: why.spans)), worded)


def _overlap(one: Why, other: Why) -> bool:
    return any(start < last and first < end for start, end in one.spans for first, last in other.spans)


def chosen(hits: Sequence[Hit], question: Question, more: bool, apart: int = 0, told: int = 0) -> Found:
    """Those that are meant as was asked for, and how many there are of each."""
    counts = Counter(hit.assertion for hit in hits)
    shown = tuple(hit for hit in hits if question.shows(hit.assertion))
    return Found(shown, dict(counts), more, apart, told)
