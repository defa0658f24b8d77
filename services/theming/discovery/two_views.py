"""Other ways of looking at the texts, to see whether they too hold a group together.

Words (TF-IDF, latent semantic analysis), pieces of words (TF-IDF of three to five letters, non-negative
factors) and, where the operator has supplied a model, sentence vectors. A view agrees as far as the group's
texts are nearer to one another than other texts are to them.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy
from scipy import sparse

from services.theming.discovery.words import tokens

SEED = 20261101
DIMENSIONS = 40
PIECES = 20
#: More dimensions than are kept, and repeated multiplications, with which they are found.
SPARE, POWERS = 10, 2
ROUNDS = 40
MOST_PIECES = 6_000
LETTERS = (3, 4, 5)
Vectors = Callable[[Sequence[str]], Any]
View = Any
"""n x d, rows of length 1."""


def views_of(texts: Sequence[str], vectors: Vectors | None = None) -> list[View]:
    """One matrix for each view; fewer than three texts have none."""
    if len(texts) < 3:
        return []
    words = [[token.word for token in tokens(text) if token and not token.empty] for text in texts]
    found = [_words(words), _pieces(words)]
    return [*found, _even(numpy.asarray(vectors(texts)))] if vectors else found


def agreement(views: Sequence[View], rows: Sequence[int]) -> float:
    """Mean over the views of how far the rows keep together: 1 always nearest, 0 no nearer than others."""
    return float(numpy.mean([_together(view, rows) for view in views])) if views else 0.0


def _together(view: View, rows: Sequence[int]) -> float:
    """Twice the area under the curve less 1, each row left out of the centre it is measured against."""
    inside = numpy.zeros(len(view), dtype=bool)
    inside[list(rows)] = True
    if inside.sum() < 2 or inside.all():
        return 0.0
    total = view[inside].sum(axis=0)
    near = (view[inside] * _even(total - view[inside])).sum(axis=1)
    far = numpy.sort(view[~inside] @ _even(total[None, :])[0])
    beaten = numpy.searchsorted(far, near) / len(far)
    return max(0.0, float(2 * beaten.mean() - 1))


def _even(rows: Any) -> Any:
    length = numpy.linalg.norm(rows, axis=1, keepdims=True)
    return rows / numpy.where(length > 0, length, 1)


def _words(texts: Sequence[Sequence[str]]) -> View:
    """Latent semantic analysis: the strongest directions, found among random ones."""
    column: dict[str, int] = {}
    counts = _counted([[column.setdefault(word, len(column)) for word in words] for words in texts])
    table = _weighed(counts, 0.3)
    size = max(1, min(DIMENSIONS, min(table.shape) - 1))
    chance = numpy.random.RandomState(SEED)
    rows = table @ chance.normal(size=(table.shape[1], min(size + SPARE, max(1, min(table.shape)))))
    for _ in range(POWERS):
        rows = table @ (table.T @ numpy.linalg.qr(rows)[0])
    basis = numpy.linalg.qr(rows)[0]
    left, strength, _ = numpy.linalg.svd((table.T @ basis).T, full_matrices=False)
    return _even((basis @ left * strength)[:, :size])


def _pieces(texts: Sequence[Sequence[str]]) -> View:
    """Non-negative factors of the pieces: few parts, each text a sum of them."""
    column: dict[str, int] = {}
    made = {
        word: [column.setdefault(piece, len(column)) for piece in _pieces_of(word)]
        for words in texts
        for word in dict.fromkeys(words)
    }
    table = _weighed(
        _counted([[at for word in words for at in made[word]] for words in texts]), 0.2, MOST_PIECES
    )
    size = max(1, min(PIECES, min(table.shape) - 1))
    chance = numpy.random.RandomState(SEED)
    rows, parts = chance.rand(table.shape[0], size), chance.rand(size, table.shape[1])
    for _ in range(ROUNDS):
        rows *= (table @ parts.T) / (rows @ (parts @ parts.T) + 1e-9)
        parts *= (table.T @ rows).T / ((rows.T @ rows) @ parts + 1e-9)
    return _even(rows)


def _pieces_of(word: str) -> list[str]:
    whole = f" {word} "
    return [whole[at : at + size] for size in LETTERS for at in range(len(whole) - size + 1)]


def _counted(texts: Sequence[Sequence[int]]) -> Any:
    """How often each text has each."""
    starts = numpy.cumsum([0, *(len(each) for each in texts)])
    columns = numpy.fromiter((at for each in texts for at in each), dtype=numpy.int32, count=starts[-1])
    width = int(columns.max()) + 1 if len(columns) else 1
    table = sparse.csr_matrix((numpy.ones(len(columns)), columns, starts), (len(texts), width))
    table.sum_duplicates()
    return table


def _weighed(table: Any, most_share: float, most: int = 0) -> Any:
    """TF-IDF with logarithms of both, rows of length 1, of what two texts and not too many have."""
    having = numpy.bincount(table.indices, minlength=table.shape[1])
    kept = numpy.flatnonzero((having >= 2) & (having <= max(2, most_share * table.shape[0])))
    if most and len(kept) > most:
        total = numpy.asarray(table.sum(axis=0)).ravel()[kept]
        kept = numpy.sort(kept[numpy.argsort(-total, kind="stable")[:most]])
    if not len(kept):
        return sparse.csr_matrix((table.shape[0], 1))
    table = table[:, kept]
    table.data = 1 + numpy.log(table.data)
    table = table @ sparse.diags(1 + numpy.log((1 + table.shape[0]) / (1 + having[kept])))
    length = numpy.sqrt(numpy.asarray(table.multiply(table).sum(axis=1)).ravel())
    return sparse.diags(1 / numpy.where(length > 0, length, 1)) @ table
