"""Other ways of looking at the texts, to see whether they too hold a group together.

Words (TF-IDF, latent semantic analysis), pieces of words (TF-IDF of three to five letters, non-negative
factors) and, where the operator has supplied a model, sentence vectors. A view agrees as far as the group's
texts are nearer to one another than other texts are to them.
"""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy
from threadpoolctl import threadpool_limits

SEED = 20261101
DIMENSIONS = 40
PIECES = 20
Vectors = Callable[[Sequence[str]], Any]
View = Any
"""n x d, rows of length 1."""


def views_of(texts: Sequence[str], vectors: Vectors | None = None) -> list[View]:
    """One matrix for each view; fewer than three texts have none."""
    if len(texts) < 3:
        return []
    with threadpool_limits(1):  # tables this small are slower by ten times where threads wait for one another
        found = [_words(texts), _pieces(texts)]
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


def _words(texts: Sequence[str]) -> View:
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    table = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2, max_df=0.3).fit_transform(
        texts
    )
    size = max(2, min(DIMENSIONS, min(table.shape) - 1))
    return _even(TruncatedSVD(size, random_state=SEED).fit_transform(table))


def _pieces(texts: Sequence[str]) -> View:
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfVectorizer

    pieces = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2, max_df=0.2, max_features=6_000
    )
    table = pieces.fit_transform(texts)
    size = max(2, min(PIECES, min(table.shape) - 1))
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):  # near enough is enough here
        return _even(NMF(size, init="nndsvda", max_iter=60, random_state=SEED, tol=1e-2).fit_transform(table))
