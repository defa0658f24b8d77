"""Models as files: JSON that holds words and weights, with a hash by which it is known. Nothing in it is run.

Learning needs scikit-learn; reading a case with a model needs nothing but this.
"""

import json
import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import exp, fsum, log, sqrt
from pathlib import Path
from typing import Any

from services.theming.opinions.words import words_of

FORMAT = "child-death-review second opinion 1"


class NotTheModel(Exception):
    """A file is missing, is not the one that was learnt, or is of a format unknown here."""


@dataclass(frozen=True)
class Model:
    """``words``: to each its inverse document frequency and its weight. ``calibration`` turns a score into a
    probability: either ("sigmoid", slope, shift) or ("isotonic", scores, probabilities).
    """

    theme: str
    words: Mapping[str, tuple[float, float]]
    intercept: float
    calibration: Sequence[Any]
    threshold: float | None
    provenance: Mapping[str, Any]
    report_card: Mapping[str, Any]

    def probability(self, text: str) -> float:
        """That a person would confirm the theme: 0 to 1, to four digits."""
        return round(calibrated(self.calibration, self.score(text)), 4)

    def score(self, text: str) -> float:
        counts = Counter(word for word in words_of(text) if word in self.words)
        weighed = {word: (1 + log(number)) * self.words[word][0] for word, number in counts.items()}
        length = sqrt(fsum(each * each for each in weighed.values())) or 1.0
        # Added exactly, in whatever order: the same on every machine.
        return self.intercept + fsum(each / length * self.words[word][1] for word, each in weighed.items())

    def as_bytes(self) -> bytes:
        told = {"format": FORMAT, **self.__dict__}
        return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def calibrated(calibration: Sequence[Any], score: float) -> float:
    kind, first, second = calibration
    if kind == "sigmoid":
        return 1 / (1 + exp(-max(-500.0, min(500.0, first * score + second))))
    at = bisect_left(first, score)
    if at == 0 or at == len(first):
        return float(second[min(at, len(first) - 1)])
    along = (score - first[at - 1]) / (first[at] - first[at - 1])
    return float(second[at - 1] + along * (second[at] - second[at - 1]))


def write_model(folder: Path, model: Model) -> tuple[str, str]:
    """Name and hash of the file. It is there whole or not at all."""
    content = model.as_bytes()
    digest = sha256(content).hexdigest()
    name = f"{model.theme}-{digest[:16]}.json"
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{name}.{os.getpid()}"
    unfinished.write_bytes(content)
    unfinished.replace(folder / name)
    return name, digest


@lru_cache(maxsize=128)
def read_model(folder: Path, name: str, digest: str) -> Model:
    """Raises NotTheModel unless the file is, byte by byte, the one whose hash was kept."""
    try:
        content = (folder / Path(name).name).read_bytes()
    except OSError as error:
        raise NotTheModel(f"The model {name} cannot be read") from error
    if sha256(content).hexdigest() != digest:
        raise NotTheModel(f"The model {name} is not the one that was learnt")
    told = json.loads(content)
    if told.pop("format", None) != FORMAT:
        raise NotTheModel(f"The model {name} is of another format")
    return Model(**told)
