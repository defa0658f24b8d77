"""Learns how much each word speaks for a theme, from sentences of which somebody said what they tell.

    python -m services.theming.nlp.learn_told NARRATIVES

reads `codebook/told/<theme>.txt` (sentences that tell of the theme and sentences near it that do not), the
examples of the theme files and a file of labelled narratives, and writes `codebook/told/weights/<theme>.txt`
with what they were learnt from and how well they do on sentences left out. Logistic regression on words and
pairs, all themes at once; a weight is its coefficient in hundredths, and small ones are left out. Then learns
which mentions are to be counted (`learn_credence.py`). Takes some minutes.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from services.theming.domain.themes.codebook import load_codebook
from services.theming.nlp import learn_credence
from services.theming.nlp.forms import fields
from services.theming.nlp.normalising import normalise
from services.theming.nlp.rules import CODEBOOK, read_theme
from services.theming.nlp.sentences import sentences
from services.theming.nlp.spelling import Spelling
from services.theming.nlp.stems import features, stems
from services.theming.nlp.themer import make_themer
from services.theming.nlp.told_words import FEWEST_WORDS, SPEAKS, ToldWords
from services.theming.nlp.word_tables import words_of

TOLD = CODEBOOK / "told"
WEIGHTS = TOLD / "weights"
#: Weight of a sentence that tells of the theme against one that does not; how freely weights may grow.
OF_TELLING, FREEDOM = 5, 3.0
#: A pair weighs so much against a word: it is rare in what was learnt and rarer still in a text never seen.
OF_PAIR = 0.5
#: Steps of the learner, from nothing and from what was learnt for nearly the same sentences.
STEPS, FURTHER_STEPS = 60, 30
#: A word counts from so many sentences on, a pair from so many; weights nearer to nought are left out.
FEWEST_OF_WORD, FEWEST_OF_PAIR, SMALLEST = 2, 3, 60
PARTS = 5
#: A sentence given for one theme may tell of another. Where what was learnt without it says so, it is no
#: example against that one.
MAY_TELL = -100
TELLS, DOES_NOT = "+", "-"


@dataclass(frozen=True)
class Sentence:
    """`tells` and `not_of` are themes it tells of or does not; of those in neither, `open_to` may be told.

    `part` is the same for sentences of one text: a text is left out as a whole.
    """

    told: tuple[str, ...]
    tells: frozenset[str]
    not_of: frozenset[str]
    open_to: frozenset[str]
    part: int


def part_of(text: str) -> int:
    return int(sha256(text.encode()).hexdigest()[:8], 16) % PARTS


def stems_of(text: str, spell: Spelling) -> tuple[str, ...]:
    even = normalise(text, spell).text
    return tuple(stems(words_of(even, 0, len(even))))


def of_narratives(file: Path, spell: Spelling) -> Iterator[Sentence]:
    """Every sentence of the narratives, with the themes that a label affirms in it."""
    for line in file.read_text(encoding="utf-8").splitlines():
        narrative = json.loads(line)
        text = narrative["text"]
        even = normalise(text, spell)
        for start, end in sentences(even.text, fields(even.text)):
            tells = frozenset(_affirmed(narrative, *even.span(start, end)))
            told = tuple(stems(words_of(even.text, start, end)))
            everything = frozenset(load_codebook().themes)
            yield Sentence(told, tells, everything - tells, frozenset(), part_of(narrative["id"]))


def _affirmed(narrative: Mapping[str, Any], start: int, end: int) -> Iterator[str]:
    for label in narrative["labels"]:
        said = [label["sentence"], *label.get("also", [])] if label["assertion"] == "affirmed" else []
        for words in said:
            for match in re.finditer(re.escape(words), narrative["text"]):
                if match.start() < end and start < match.end():
                    yield label["theme"]


def examples(theme: str) -> Iterator[tuple[str, bool]]:
    """Sentences given for one theme, in its own files, and whether they tell of it."""
    data = read_theme(theme)
    for kind, texts in data.get("examples", {}).items():
        yield from ((text, kind == "affirmed") for text in texts)
    # a form's heading with another question behind it teaches the words of forms, not those of the theme
    near = (texts for kind, texts in data.get("near_misses", {}).items() if kind != "unanswered")
    yield from ((text, True) for texts in near for text in texts)
    for line in _told_lines(theme):
        if line[:1] in (TELLS, DOES_NOT):
            yield line[2:], line[0] == TELLS


def told_of(theme: str) -> Path:
    """Where its told sentences stand. A theme may have none: then its patterns alone speak for it."""
    return TOLD / f"{theme}.txt"


def _told_lines(theme: str) -> list[str]:
    return told_of(theme).read_text(encoding="utf-8").splitlines() if told_of(theme).exists() else []


def of_examples(spell: Spelling) -> Iterator[Sentence]:
    """The examples; where the rules read another theme in one it is no example against that."""
    themer, everything = make_themer(told=False), frozenset(load_codebook().themes)
    for theme in load_codebook().themes:
        for text, tells in examples(theme):
            also = frozenset(one.theme for one in themer.propose(text).proposals) - {theme}
            this = frozenset([theme])
            rest = everything - this - also
            yes, no = (this, frozenset[str]()) if tells else (frozenset[str](), this)
            yield Sentence(stems_of(text, spell), yes, no, rest, part_of(text))


@dataclass(frozen=True)
class Material:
    """Sentences as rows of words and pairs; `known` gives each its column."""

    rows: csr_matrix
    known: Mapping[str, int]


def frequent(given: Sequence[Sentence]) -> dict[str, float]:
    """The words and pairs that count, each with how rare it is; a pair with a part of it."""
    seen = Counter(one for sentence in given for one in features(sentence.told))
    enough = sorted(
        one for one, times in seen.items() if times >= (FEWEST_OF_PAIR if " " in one else FEWEST_OF_WORD)
    )
    rare = {one: float(np.log((1 + len(given)) / (1 + seen[one])) + 1) for one in enough}
    return {one: rarity * (OF_PAIR if " " in one else 1) for one, rarity in rare.items()}


def as_rows(given: Sequence[Sentence], rarity: Mapping[str, float]) -> csr_matrix:
    """Each word or pair by its rarity, over the root of the sentence's length."""
    column = {one: number for number, one in enumerate(rarity)}
    starts, columns, values = [0], [], []
    for sentence in given:
        length = np.sqrt(max(FEWEST_WORDS, len(sentence.told)))
        known = sorted(one for one in features(sentence.told) if one in column)
        columns += [column[one] for one in known]
        values += [rarity[one] / length for one in known]
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(given), len(column)))


@dataclass(frozen=True)
class Weighed:
    """Of each word or pair its coefficients, one for each theme, and the odds before any word."""

    words: np.ndarray
    before: np.ndarray

    def odds(self, rows: csr_matrix) -> np.ndarray:
        return np.asarray(rows @ self.words + self.before)


def learnt(rows: csr_matrix, yes: np.ndarray, counts: np.ndarray, start: Weighed | None = None) -> Weighed:
    """Which sentences (rows) tell of which themes (columns), from those that are to count for each theme."""
    words, themes = rows.shape[1], yes.shape[1]
    side, weight = np.where(yes, 1.0, -1.0), FREEDOM * counts * np.where(yes, float(OF_TELLING), 1.0)
    turned = rows.T.tocsr()

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        now = at.reshape(words + 1, themes)
        sure = side * (rows @ now[:-1] + now[-1])
        pull = -weight * side / (1 + np.exp(np.clip(sure, -50, 50)))
        slope = np.vstack([turned @ pull, pull.sum(axis=0)]) + now
        return float((weight * np.logaddexp(0, -sure)).sum() + (now * now).sum() / 2), slope.ravel()

    first = np.zeros((words + 1, themes)) if start is None else np.vstack([start.words, start.before])
    steps = {"maxiter": STEPS if start is None else FURTHER_STEPS, "gtol": 0.01}
    found = minimize(loss, first.ravel(), jac=True, method="L-BFGS-B", options=steps).x
    weights = found.reshape(words + 1, themes)
    return Weighed(weights[:-1], weights[-1])


def tells(given: Sequence[Sentence], themes: Sequence[str]) -> np.ndarray:
    """For each sentence and theme whether it tells of it."""
    return np.array([[theme in sentence.tells for theme in themes] for sentence in given])


def known(given: Sequence[Sentence], themes: Sequence[str]) -> np.ndarray:
    """Of which sentences it is said whether they tell of the theme."""
    not_of = np.array([[theme in sentence.not_of for theme in themes] for sentence in given])
    either: np.ndarray = tells(given, themes) | not_of
    return either


def may_count(given: Sequence[Sentence], themes: Sequence[str]) -> np.ndarray:
    """Those, and examples for other themes in which the rules do not read this one."""
    may_be = np.array([[theme in sentence.open_to for theme in themes] for sentence in given])
    either: np.ndarray = known(given, themes) | may_be
    return either


@dataclass(frozen=True)
class LeftOut:
    """Log odds of every sentence (rows) by theme (columns), from what was learnt without its part; what was
    learnt so, also as files of weights give it.
    """

    odds: np.ndarray
    learnt: Sequence[Weighed]
    folds: Sequence[Mapping[str, Mapping[str, Any]]]


def left_out(
    given: Sequence[Sentence], themes: Sequence[str], counts: np.ndarray, before: LeftOut | None = None
) -> LeftOut:
    part, yes = np.array([sentence.part for sentence in given]), tells(given, themes)
    odds, each, folds = np.zeros(counts.shape), [], []
    for number in range(PARTS):
        others = part != number
        rarity = frequent([sentence for sentence in given if sentence.part != number])
        rows = as_rows(given, rarity)
        start = before.learnt[number] if before else None
        each.append(learnt(rows[others], yes[others], counts[others], start))
        odds[~others] = each[-1].odds(rows[~others])
        folds.append(whole(each[-1], themes, rarity))
    return LeftOut(odds, each, folds)


def whole(weighed: Weighed, themes: Sequence[str], rarity: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """What was learnt as each theme's file of weights gives it."""
    hundredths = np.rint(100 * np.array([*rarity.values()])[:, None] * weighed.words).astype(int)
    found = {}
    for column, theme in enumerate(themes):
        weights = zip(rarity, hundredths[:, column].tolist(), strict=True)
        kept = {one: weight for one, weight in weights if abs(weight) >= SMALLEST}
        found[theme] = {"before_any_word": round(100 * float(weighed.before[column])), "weights": kept}
    return found


def figures(sure: np.ndarray, yes: np.ndarray, odds: np.ndarray) -> dict[str, float]:
    """Of sentences of which it is known: precision and recall where they are said to speak of the theme."""
    said = odds * 100 >= SPEAKS
    right = int((sure & yes & said).sum())
    return {
        "sentences that tell": int(yes.sum()),
        "precision": round(right / max(1, int((sure & said).sum())), 2),
        "recall": round(right / max(1, int(yes.sum())), 2),
    }


@dataclass(frozen=True)
class Learnt:
    """By theme its weights and the figures of sentences left out; what was learnt without each part."""

    themes: Mapping[str, tuple[Mapping[str, Any], Mapping[str, float]]]
    folds: Sequence[ToldWords]


def learn(narratives: Path) -> Learnt:
    spell, themes = Spelling(), list(load_codebook().themes)
    given = [*of_narratives(narratives, spell), *of_examples(spell)]
    yes, sure = tells(given, themes), known(given, themes)
    first = left_out(given, themes, may_count(given, themes))
    counts = sure | (may_count(given, themes) & (first.odds * 100 < MAY_TELL))
    left = left_out(given, themes, counts, first)
    rarity = frequent(given)
    weights = whole(learnt(as_rows(given, rarity), yes, counts), themes, rarity)
    said = {theme: figures(sure[:, at], yes[:, at], left.odds[:, at]) for at, theme in enumerate(themes)}
    found = {theme: (weights[theme], said[theme]) for theme in themes}
    return Learnt(found, [ToldWords(fold) for fold in left.folds])


def digest(files: Iterable[Path]) -> str:
    """The same sixteen characters for the same contents."""
    whole = sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()[:16]


def sources(narratives: Path) -> str:
    """What all themes' weights were learnt from: every sentence is an example for or against each."""
    told = (told_of(theme) for theme in load_codebook().themes)
    return digest([*(file for file in told if file.exists()), narratives])


def written(theme: str, learned: Mapping[str, Any], said: Mapping[str, float], source: str) -> str:
    lines = [f"# How much words speak for {theme}, in hundredths; the first line is for no word."]
    lines += [f"# learnt by learn_told.py; codebook {load_codebook().version}; sentences {source}"]
    lines += [
        f"# left out and told, from {SPEAKS} on: "
        + ", ".join(f"{name} {figure}" for name, figure in said.items())
    ]
    ordered = sorted(learned["weights"].items(), key=lambda one: (-one[1], one[0]))
    rows = [("", learned["before_any_word"]), *ordered]
    return "\n".join([*lines, *(f"{weight}\t{feature}" for feature, weight in rows)]) + "\n"


def main(arguments: Sequence[str]) -> int:
    narratives = Path(arguments[0])
    WEIGHTS.mkdir(exist_ok=True)
    source, learned = sources(narratives), learn(narratives)
    for theme, (weights, said) in learned.themes.items():
        if not told_of(theme).exists():
            print(theme, "has no told sentences: its patterns alone speak for it")  # noqa: T201 as below
            continue
        (WEIGHTS / f"{theme}.txt").write_text(written(theme, weights, said, source), encoding="utf-8")
        print(theme, said)  # noqa: T201 what one runs this for
    judged = [
        *learn_credence.of_narratives(narratives, learned.folds, part_of),
        *learn_credence.of_examples(_every_example(), learned.folds, part_of),
    ]
    learn_credence.write(learn_credence.learnt(judged), len(judged), source)
    return 0


def _every_example() -> Iterator[tuple[str, str, bool]]:
    for theme in load_codebook().themes:
        yield from ((theme, text, tells) for text, tells in examples(theme))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
