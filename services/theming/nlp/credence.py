"""Whether a mention that reads as affirmed is to be counted, by all that stands around it.

A rule's words may stand in a sentence about something else, and a sentence that tells of a theme may tell it
of somebody else in words no cue knows. `credence.txt` gives a whole number to each sign: how clearly the
sentence speaks of the theme, how long it is, the words just before and after, what else was found in it,
which cues and people it names, how the theme is meant elsewhere in the text, and which rule found it. It was
learnt (`learn_credence.py`) from mentions found by rules that had not been written from those texts. Only
whole numbers are added up.
"""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.faulty_file import told_path, within
from services.theming.nlp.contexts import Found, Span
from services.theming.nlp.stems import stem
from services.theming.nlp.told_words import SPEAKS
from services.theming.nlp.word_tables import words_of

WEIGHTS = Path(__file__).parent / "credence.txt"
#: Hundredths of log odds from which a mention counts. Chosen on the narratives that are open to rules.
COUNTS_FROM = 30
#: So many words before and after a mention are signs; longer sentences are as long as this.
REACH, LONGEST = 6, 40
#: A sentence of fewer words has too few signs to go against what a rule matched; in a whole text of fewer,
#: with nothing around it, the signs must go against it more clearly.
FEWEST, FEWEST_IN_ALL, IN_SHORT_COUNTS_FROM = 5, 16, -60
#: How clearly a sentence speaks for or against a theme is looked at between these, in hundredths.
CLEAREST_AGAINST, CLEAREST_FOR = -1000, 600
#: What a sign that is merely there counts; a number is given in hundredths of its unit.
THERE = 100
#: The unit of what a sentence says of a theme (log odds), and of its length (words).
ODDS_UNIT, LENGTH_UNIT = 3, 10


class Around:
    """Everything found in one text, to be asked what stands around each mention."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._themes: Counter[tuple[str, str]] = Counter()
        self._sentences: dict[Span, dict[tuple[str, str], Places]] = {}
        for one in found:
            meant = one.rule.theme, _how(one)
            self._themes[meant] += 1
            self._sentences.setdefault(one.sentence, {}).setdefault(meant, Places()).add(one)
        self._ways = sorted({how for _, how in self._themes})

    def signs(self, text: str, one: Found) -> dict[str, int]:
        """What speaks for or against this mention, each sign with how strongly it is there."""
        before, after = _words_around(text, one)
        odds = min(CLEAREST_FOR, max(CLEAREST_AGAINST, one.odds or 0))
        length = min(LONGEST, len(words_of(text, *one.sentence)))
        signs = dict.fromkeys((f"before {word}" for word in before), THERE)
        signs |= dict.fromkeys((f"after {word}" for word in after), THERE)
        signs |= dict.fromkeys((*self._also(one), *one.near), THERE)
        signs |= {one.kind: THERE, f"{one.kind} {one.rule.theme}": THERE, f"by {one.rule.id}": THERE}
        side = "for" if odds > 0 else "against"
        return signs | {f"{one.kind} {side}": odds // ODDS_UNIT, "length": THERE * length // LENGTH_UNIT}

    def _also(self, one: Found) -> Iterator[str]:
        """What else was found: of this theme anywhere, of others in the same sentence."""
        mine = (one.rule.theme, _how(one))
        for how in self._ways:
            if self._themes[one.rule.theme, how] > (mine[1] == how):
                yield f"also {how}"
        for (theme, how), places in self._sentences[one.sentence].items():
            if theme != one.rule.theme:
                over = places.over(one.start, one.end)
                if over:
                    yield f"over {how}"
                if over < len(places.starts):
                    yield f"beside {how}"


class Places:
    """Where one theme is meant in one way in a sentence: how many of these overlap a stretch is counted
    without looking at each.
    """

    def __init__(self) -> None:
        self.starts: list[int] = []
        self._ends: list[int] = []

    def add(self, one: Found) -> None:
        insort(self.starts, one.start)
        insort(self._ends, one.end)

    def over(self, start: int, end: int) -> int:
        """How many begin before the stretch ends, without those that end before it begins."""
        return bisect_left(self.starts, end) - bisect_right(self._ends, start)


def _how(one: Found) -> str:
    return f"{one.assertion.value} {one.kind}"


def _words_around(text: str, one: Found) -> tuple[list[str], list[str]]:
    words = words_of(text, *one.sentence)
    first, last = bisect_left(words, (one.start,)), bisect_left(words, (one.end,))
    before, after = words[max(0, first - REACH) : first], words[last : last + REACH]
    return [stem(word) for _, word in before], [stem(word) for _, word in after]


@cache
def weights() -> Mapping[str, int]:
    """How much each sign speaks for a mention. Raises FaultyFile."""
    with within(told_path(WEIGHTS)):
        rows = [
            line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"
        ]
        return {sign: int(weight) for weight, sign in rows}


def believed(text: str, found: list[Found]) -> list[Found]:
    """The mentions that count as what they read; of those not affirmed, the ones that are clear enough."""
    around = Around(found)
    return [one for one in found if _is_believed(text, one, around)]


def _is_believed(text: str, one: Found, around: Around) -> bool:
    # an answer to a heading says itself what counts; a theme without weights is its rules' alone
    if one.odds is None or one.field:
        return True
    if one.assertion is not Assertion.AFFIRMED:
        return one.kind == "rule" or one.odds >= SPEAKS
    if one.kind == "rule" and len(words_of(text, *one.sentence)) < FEWEST:
        return True
    short = one.kind == "rule" and len(words_of(text, 0, len(text))) < FEWEST_IN_ALL
    known = weights()
    speaks = sum(known.get(sign, 0) * there for sign, there in around.signs(text, one).items())
    return speaks + THERE * known[""] >= THERE * (IN_SHORT_COUNTS_FROM if short else COUNTS_FROM)
