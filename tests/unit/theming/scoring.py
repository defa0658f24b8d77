"""How well themes were found in labelled narratives, each figure with a bootstrap interval.

A label is a theme, an assertion and the sentence that says so (`also`: further sentences). Predictions are
what `cdop theme` writes. A theme counts once for each text.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "labelled"
RESAMPLES = 500
Span = tuple[int, int]
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Read:
    """One text: themes right, wrong and missed; for each theme that is right whether its words stand in a
    labelled sentence; for each mention labelled as not affirmed its assertion and whether it was affirmed.
    """

    right: frozenset[str]
    wrong: frozenset[str]
    missed: frozenset[str]
    in_sentence: tuple[bool, ...]
    not_affirmed: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Figure:
    """A share with the bounds of its 95 % bootstrap interval over texts."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def labelled(name: str) -> list[dict[str, Any]]:
    """The narratives of one part, "for_rules" or "reported"."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def read(narrative: Line, themes: Iterable[Line]) -> Read:
    """What was found in one narrative, beside its labels."""
    text, labels = narrative["text"], narrative["labels"]
    found: dict[str, list[Span]] = {}
    for theme in themes:
        if theme["assertion"] == "affirmed":
            found.setdefault(theme["theme"], []).extend((e["start"], e["end"]) for e in theme["evidence"])
    told: dict[str, list[Span]] = {}
    for label in labels:
        if label["assertion"] == "affirmed":
            told.setdefault(label["theme"], []).extend(_sentences_of(text, label))
    others = [label for label in labels if label["assertion"] != "affirmed"]
    judged = [(label["assertion"], _affirmed(text, label, labels, found, told)) for label in others]
    return Read(
        frozenset(found.keys() & told.keys()),
        frozenset(found.keys() - told.keys()),
        frozenset(told.keys() - found.keys()),
        tuple(_any_within(found[theme], told[theme]) for theme in sorted(found.keys() & told.keys())),
        tuple((assertion, wrongly) for assertion, wrongly in judged if wrongly is not None),
    )


def figures(texts: Sequence[Read], seed: int = 7) -> dict[str, Figure]:
    """Each measure over all texts, with its interval."""
    draw = random.Random(seed)
    samples = [[texts[draw.randrange(len(texts))] for _ in texts] for _ in range(RESAMPLES)]
    return {name: _figure(measure, texts, samples) for name, measure in MEASURES.items()}


def by_theme(texts: Iterable[Read]) -> dict[str, tuple[int, int, int]]:
    """Right, wrong and missed, by theme."""
    right, wrong, missed = _counted(texts)
    return {theme: (right[theme], wrong[theme], missed[theme]) for theme in {*right, *wrong, *missed}}


def by_assertion(texts: Iterable[Read]) -> dict[str, tuple[int, int]]:
    """Mentions labelled with each assertion other than affirmed, and how many of them were affirmed."""
    mentions = [mention for text in texts for mention in text.not_affirmed]
    all_of = Counter(assertion for assertion, _ in mentions)
    wrongly = Counter(assertion for assertion, affirmed in mentions if affirmed)
    return {assertion: (count, wrongly[assertion]) for assertion, count in sorted(all_of.items())}


def _figure(
    measure: Callable[[Sequence[Read]], float], texts: Sequence[Read], samples: Iterable[Sequence[Read]]
) -> Figure:
    drawn = sorted(measure(sample) for sample in samples)
    return Figure(measure(texts), drawn[int(0.025 * len(drawn))], drawn[int(0.975 * len(drawn))])


def _counted(texts: Iterable[Read]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    counts: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    for text in texts:
        for count, themes in zip(counts, (text.right, text.wrong, text.missed), strict=True):
            count.update(themes)
    return counts


def _share(of: Iterable[bool]) -> float:
    answers = list(of)
    return sum(answers) / len(answers) if answers else 0.0


def _f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 0.0


def _micro(texts: Sequence[Read]) -> float:
    right, wrong, missed = _counted(texts)
    return _f1(right.total(), wrong.total(), missed.total())


def _macro(texts: Sequence[Read]) -> float:
    """Over the themes that the labels affirm."""
    right, wrong, missed = _counted(texts)
    themes = {*right, *missed}
    return sum(_f1(right[theme], wrong[theme], missed[theme]) for theme in themes) / max(1, len(themes))


def _precision(texts: Sequence[Read]) -> float:
    right, wrong, _ = _counted(texts)
    return right.total() / max(1, right.total() + wrong.total())


def _recall(texts: Sequence[Read]) -> float:
    right, _, missed = _counted(texts)
    return right.total() / max(1, right.total() + missed.total())


MEASURES: Mapping[str, Callable[[Sequence[Read]], float]] = {
    "micro F1": _micro,
    "macro F1": _macro,
    "precision": _precision,
    "recall": _recall,
    "affirmed among not affirmed": lambda texts: _share(x for text in texts for _, x in text.not_affirmed),
    "evidence in the right sentence": lambda texts: _share(x for text in texts for x in text.in_sentence),
}


def _written(text: str, label: Line) -> list[Span]:
    """Where the words of a label stand."""
    said = [label["sentence"], *label.get("also", [])]
    return [match.span() for one in said for match in re.finditer(re.escape(one), text)]


def _sentences_of(text: str, label: Line) -> list[Span]:
    """The words of a label, widened to the sentences or lines that hold them."""
    sentences = list(_sentences(text))
    held = []
    for start, end in _written(text, label):
        touched = [span for span in sentences if span[0] < end and span[1] > start]
        held.append((min(start, touched[0][0]), max(end, touched[-1][1])))
    return held


def _sentences(text: str) -> Iterator[Span]:
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for stop in re.finditer(r"[.!?][\"”’')]*\s+(?=\S)", line[0]):
            yield start, line.start() + stop.end()
            start = line.start() + stop.end()
        yield start, line.end()


def _any_within(found: Iterable[Span], told: Sequence[Span]) -> bool:
    return any(start <= begin and finish <= end for begin, finish in found for start, end in told)


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _affirmed(
    text: str,
    label: Line,
    labels: Sequence[Line],
    found: Mapping[str, list[Span]],
    told: Mapping[str, list[Span]],
) -> bool | None:
    """Whether a mention labelled as not affirmed was affirmed; None when the very words are also labelled
    as affirming the theme. In a sentence that also affirms it the labelled words alone are looked at.
    """
    theme, places = label["theme"], _sentences_of(text, label)
    if any(_touch(place, span) for place in places for span in told.get(theme, ())):
        same = [one for one in labels if one["theme"] == theme and one["assertion"] == "affirmed"]
        affirming = [span for one in same for span in _written(text, one)]
        places = [
            place for place in _written(text, label) if not any(_touch(place, span) for span in affirming)
        ]
        if not places:
            return None
    return any(_touch(span, place) for span in found.get(theme, ()) for place in places)
