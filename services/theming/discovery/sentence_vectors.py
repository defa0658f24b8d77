"""Sentence vectors from a file that the operator supplies; none is shipped and none is ever downloaded.

The file is a table of word vectors as text, a word and its numbers on each line (a first line with two
numbers is passed over). A text's vector is the mean of its words', rarer words counting more.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy

from services.theming.discovery.two_views import Vectors
from services.theming.discovery.words import tokens
from shared.settings import SettingsError

SETTING = "CDOP_WORD_VECTORS_FILE"


def vectors_from(file: str) -> Vectors | None:
    """A view made of the file, loaded when it is first needed; None where no file is named."""
    return (lambda texts: _of_texts(_table(file), texts)) if file else None


@cache
def _table(file: str) -> dict[str, Any]:
    """Raises SettingsError where the file is not there or not such a table."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        rows = [line.split() for line in lines]
        return {row[0]: numpy.array(row[1:], dtype=numpy.float32) for row in rows if len(row) > 2}
    except (OSError, ValueError) as fault:
        raise SettingsError(f"{SETTING}: a word and its numbers on each line are wanted in {file}") from fault


def _of_texts(table: dict[str, Any], texts: Sequence[str]) -> Any:
    words = [[t.word for t in tokens(text) if t and not t.empty and t.word in table] for text in texts]
    in_texts = Counter(word for each in words for word in set(each))
    size = len(next(iter(table.values()))) if table else 1
    rows = numpy.zeros((len(texts), size))
    for at, each in enumerate(words):
        for word in each:
            rows[at] += log(1 + len(texts) / in_texts[word]) * table[word]
    return rows
