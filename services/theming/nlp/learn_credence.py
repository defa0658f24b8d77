"""Learns which mentions are to be counted, from texts of which it is known what each says.

Called by `learn_told.py`, which knows how clearly a sentence speaks to weights that were learnt without it.
What rules find in texts they were written from says nothing of how often they are right: so the mentions that
earlier rules found in the narratives, before those were opened, stand in a file beside them. Told sentences
and the codebook's examples are read with the rules as they are: no rule was written from the former.
"""

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import load_codebook
from services.theming.nlp import components
from services.theming.nlp.contexts import Found
from services.theming.nlp.credence import THERE, WEIGHTS, Around
from services.theming.nlp.forms import field_at
from services.theming.nlp.normalising import Normalised, normalise
from services.theming.nlp.rules import Rule
from services.theming.nlp.spelling import Spelling
from services.theming.nlp.themer import make_themer, pipeline_of
from services.theming.nlp.told_words import ToldWords

#: The file beside the narratives: for each, what rules found in it that had not been written from it.
FOUND_BEFORE = "found_before.jsonl"
#: The end of a rule's id where the file does not name the rule: how often it is right is not known.
NOT_NAMED = ".found_before"
#: How freely weights may grow; what a sentence given for one theme weighs against a mention of a narrative.
FREEDOM, OF_EXAMPLE = 0.3, 0.25
#: A sign counts from so many mentions on.
FEWEST = 3


@dataclass(frozen=True)
class Judged:
    """A mention read as affirmed: its signs, whether it is true of the case, how much it weighs."""

    signs: Mapping[str, int]
    right: bool
    weight: float
    part: int


class Reader:
    """Reads texts with told words of one's choosing, up to where it is decided what counts."""

    def __init__(self) -> None:
        self._nlp, self._spell = pipeline_of(make_themer()), Spelling()

    def weigh_with(self, told: ToldWords) -> None:
        self._nlp.get_pipe("telling_sentences").weigh_with(told)  # type: ignore[attr-defined]

    def read(self, text: str) -> tuple[Normalised, list[Found]]:
        return self._through(text, ["credence"], None)

    def read_as_found(self, text: str, before: Iterable[Mapping[str, Any]]) -> tuple[Normalised, list[Found]]:
        """With the mentions of earlier rules in place of the present ones."""
        return self._through(text, ["mentions", "credence"], list(before))

    def _through(
        self, text: str, without: list[str], before: list[Mapping[str, Any]] | None
    ) -> tuple[Normalised, list[Found]]:
        even = normalise(text, self._spell)
        doc = self._nlp.make_doc(even.text)
        doc.user_data[components.TEXT] = even.text
        doc = self._nlp.get_pipe("sentences")(doc)
        earlier = [] if before is None else [_placed(even, doc, one) for one in before]
        doc.user_data[components.FOUND] = list(earlier)
        with self._nlp.select_pipes(disable=["sentences", *without]):
            doc = self._nlp(doc)
        for one, said in zip(earlier, before or (), strict=True):
            one.assertion = Assertion(said["assertion"])
        return even, doc.user_data[components.FOUND]


def _placed(even: Normalised, doc: Doc, one: Mapping[str, Any]) -> Found:
    """An earlier mention in the evened-out text."""
    spans = doc.user_data[components.SENTENCES]
    start, end = bisect_right(even.ends, one["start"]), bisect_left(even.starts, one["end"])
    at = max(0, bisect_right(spans, (start, len(even.text) + 1)) - 1)
    name = one.get("rule", f"{one['theme']}{NOT_NAMED}")
    rule = Rule(one["theme"], name, (), None, (), (), "sentence", None, frozenset())
    field = field_at(doc.user_data[components.FORM], start)
    return Found(rule, start, end, [(start, end)], spans[at], spans[at - 1] if at else None, field)


def of_narratives(narratives: Path, folds: Sequence[ToldWords], part_of: Any) -> Iterator[Judged]:
    """Each mention read as affirmed: right where a label affirms its theme in what it is a part of."""
    reader = Reader()
    before = {
        one["id"]: one["mentions"]
        for one in map(json.loads, (narratives.with_name(FOUND_BEFORE)).read_text("utf-8").splitlines())
    }
    for line in narratives.read_text(encoding="utf-8").splitlines():
        narrative = json.loads(line)
        part = part_of(narrative["id"])
        reader.weigh_with(folds[part])
        even, found = reader.read_as_found(narrative["text"], before[narrative["id"]])
        around = Around(found)
        for one in found:
            right = _is_right(narrative, one, even)
            if one.assertion is Assertion.AFFIRMED and not one.field and right is not None:
                yield Judged(around.signs(even.text, one), right, 1.0, part)


def _is_right(narrative: Mapping[str, Any], one: Found, even: Normalised) -> bool | None:
    """None where the theme is affirmed in other words of the text and nothing is said of these."""
    text, labels = narrative["text"], [x for x in narrative["labels"] if x["theme"] == one.rule.theme]
    start, end = even.span(one.start, one.end)
    first, last = even.span(*one.sentence)
    touched = [x["assertion"] for x in labels if _says(text, x, start, end)]
    touched = touched or [x["assertion"] for x in labels if _says(text, x, first, last)]
    affirmed = [x for x in labels if x["assertion"] == "affirmed"]
    return None if affirmed and not touched else "affirmed" in touched


def _says(text: str, label: Mapping[str, Any], start: int, end: int) -> bool:
    for words in [label["sentence"], *label.get("also", [])]:
        at = text.find(words)
        while at >= 0:
            if at < end and start < at + len(words):
                return True
            at = text.find(words, at + 1)
    return False


def of_examples(
    examples: Iterable[tuple[str, str, bool]], folds: Sequence[ToldWords], part_of: Any
) -> Iterator[Judged]:
    """Each mention of a sentence's own theme that is read as affirmed, of sentences given with their theme
    and whether they tell of it.
    """
    reader = Reader()
    for theme, text, tells in examples:
        part = part_of(text)
        reader.weigh_with(folds[part])
        even, found = reader.read(text)
        around = Around(found)
        for one in found:
            if one.rule.theme == theme and one.assertion is Assertion.AFFIRMED and one.odds is not None:
                yield Judged(around.signs(even.text, one), tells, OF_EXAMPLE, part)


def learnt(judged: Sequence[Judged], of: np.ndarray | None = None) -> dict[str, int]:
    """Weights in hundredths, that of no sign under ""; learnt from those `of` which it is asked."""
    use = [one for one, yes in zip(judged, of, strict=True) if yes] if of is not None else list(judged)
    seen = Counter(sign for one in use for sign in one.signs if not sign.endswith(NOT_NAMED))
    column = {sign: at for at, sign in enumerate(sorted(s for s, times in seen.items() if times >= FEWEST))}
    rows = _rows(use, column)
    learner = LogisticRegression(C=FREEDOM, solver="liblinear", tol=1e-4, random_state=7)
    learner.fit(rows, [one.right for one in use], sample_weight=[one.weight for one in use])
    weights = {sign: round(100 * float(learner.coef_[0][at])) for sign, at in column.items()}
    kept = {sign: weight for sign, weight in weights.items() if weight}
    return {"": round(100 * float(learner.intercept_[0]))} | kept


def _rows(judged: Sequence[Judged], column: Mapping[str, int]) -> csr_matrix:
    starts, columns, values = [0], [], []
    for one in judged:
        known = sorted((sign, there) for sign, there in one.signs.items() if sign in column)
        columns += [column[sign] for sign, _ in known]
        values += [there / THERE for _, there in known]
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(judged), len(column)))


def write(weights: Mapping[str, int], mentions: int, source: str) -> None:
    lines = ["# How much each sign speaks for a mention, in hundredths of log odds; the first: no sign."]
    lines += [f"# learnt by learn_told.py; codebook {load_codebook().version}; sentences {source}"]
    lines += [f"# from {mentions} mentions read as affirmed"]
    ordered = sorted(weights.items(), key=lambda one: (one[0] != "", -one[1], one[0]))
    told = "\n".join([*lines, *(f"{weight}\t{sign}" for sign, weight in ordered)])
    WEIGHTS.write_text(told + "\n", encoding="utf-8")
