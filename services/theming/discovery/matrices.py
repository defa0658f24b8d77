"""Texts as rows and terms as columns."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from scipy import sparse

from services.theming.discovery.reading import Read
from services.theming.discovery.words import weight

#: Terms of a sentence in which a known theme is spoken of count less for finding a group.
NEAR_KNOWN = 0.5
FEWEST_TEXTS_OF_TERM = 2
#: With many texts, a term of a handful of them cannot be told from chance.
SHARE_OF_TEXTS = 0.0002


@dataclass(frozen=True)
class Matrices:
    """Rows are `texts` with `ids`, columns `terms` with `weights`. `found` (n x t, 0 to 1) is for finding
    groups, `said` (n x t, 0 or 1) has every term of the text, `apart` those far from known themes.
    """

    ids: Sequence[object]
    texts: Sequence[str]
    terms: list[str]
    weights: Any
    found: Any
    said: Any
    apart: Any


def matrices(texts: Sequence[Read]) -> Matrices:
    columns = _columns(texts)
    said = _rows((text.said for text in texts), columns)
    beyond = _rows((text.beyond for text in texts), columns)
    apart = _rows((text.apart for text in texts), columns)
    found = (beyond * NEAR_KNOWN + apart * (1 - NEAR_KNOWN)).tocsr()
    names = list(columns)
    weights = numpy.array([weight(name) for name in names])
    ids, written = [text.id for text in texts], [text.text for text in texts]
    return Matrices(ids, written, names, weights, found, said, apart)


def least_texts(texts: int) -> int:
    """A term of fewer texts than this is left out."""
    return max(FEWEST_TEXTS_OF_TERM, int(texts * SHARE_OF_TEXTS))


def _columns(texts: Sequence[Read]) -> dict[str, int]:
    count: Counter[str] = Counter()
    for text in texts:
        count.update(text.said.keys())
    least = least_texts(len(texts))
    names = sorted(term for term, times in count.items() if times >= least and weight(term) > 0)
    return {name: at for at, name in enumerate(names)}


def _rows(texts: Iterable[Collection[str]], columns: dict[str, int]) -> Any:
    places, starts = [], [0]
    for text in texts:
        places += sorted(columns[term] for term in text if term in columns)
        starts.append(len(places))
    ones = numpy.ones(len(places), dtype=numpy.float32)
    return sparse.csr_matrix(
        (ones, numpy.array(places, dtype=numpy.int32), numpy.array(starts)), (len(starts) - 1, len(columns))
    )
