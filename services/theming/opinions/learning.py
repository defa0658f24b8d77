"""A model of one theme, learnt from cases of which people said whether they have it.

Logistic regression on weighted words, calibrated on cases that were left out (five parts in turn). The
figures of the report card come from the same parts: a case is judged by what was learnt without it, also for
the calibration.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from services.theming.domain.opinions.report_card import ReportCard, report_card, threshold_for
from services.theming.domain.opinions.rules import opinion_rules
from services.theming.opinions.model_files import Model, calibrated
from services.theming.opinions.words import words_of

#: Weights are kept to so many digits: what lies beyond differs between machines.
DIGITS = 6


def learn(theme: str, cases: Sequence[tuple[str, bool]], provenance: Mapping[str, Any]) -> Model:
    """``cases``: text and whether it has the theme, in one order; enough of both (``OpinionRules``)."""
    texts, so = _frequent([words_of(text) for text, _ in cases]), np.array([yes for _, yes in cases])
    scores = cross_val_predict(_learner(), texts, so, cv=_folds(), method="decision_function")
    probabilities = _left_out(scores, so)
    rules = opinion_rules()
    judged = [(float(said), bool(was)) for said, was in zip(probabilities, so, strict=True)]
    threshold = threshold_for(
        judged, least_precision=rules.least_precision, least_probability=rules.least_probability
    )
    return _model(theme, texts, so, _calibration(scores, so), report_card(judged, threshold), provenance)


def _learner() -> Any:
    rules = opinion_rules()
    words = TfidfVectorizer(
        analyzer=_as_given,
        sublinear_tf=True,
        min_df=rules.fewest_cases_of_a_word,
        max_features=rules.most_words,
    )
    line = LogisticRegression(
        class_weight="balanced", solver="liblinear", C=rules.penalty, random_state=rules.seed, tol=1e-6
    )
    return make_pipeline(words, line)


def _frequent(texts: list[list[str]]) -> list[list[str]]:
    """Without the words that too few cases use: no part of the cases can have them often enough."""
    users = Counter(word for words in texts for word in set(words))
    fewest = opinion_rules().fewest_cases_of_a_word
    return [[word for word in words if users[word] >= fewest] for words in texts]


def _as_given(words: list[str]) -> list[str]:
    return words


def _folds() -> StratifiedKFold:
    rules = opinion_rules()
    return StratifiedKFold(rules.folds, shuffle=True, random_state=rules.seed)


def _left_out(scores: np.ndarray, so: np.ndarray) -> np.ndarray:
    """Each case's probability by a calibration that did not see it."""
    found = np.zeros(len(so))
    for others, these in _folds().split(scores, so):
        curve = _calibration(scores[others], so[others])
        found[these] = [round(calibrated(curve, float(score)), 4) for score in scores[these]]
    return found


def _calibration(scores: np.ndarray, so: np.ndarray) -> list[Any]:
    fewest = min(int(so.sum()), int((~so).sum()))
    return _steps(scores, so) if fewest >= opinion_rules().isotonic_from else _curve(scores, so)


def _curve(scores: np.ndarray, so: np.ndarray) -> list[Any]:
    """Platt's S-shaped curve (Platt, 1999)."""
    line = LogisticRegression(C=1e6, tol=1e-8).fit(scores.reshape(-1, 1), so)
    return ["sigmoid", round(float(line.coef_[0][0]), DIGITS), round(float(line.intercept_[0]), DIGITS)]


def _steps(scores: np.ndarray, so: np.ndarray) -> list[Any]:
    """Any rising shape (Zadrozny and Elkan, 2002)."""
    rising = IsotonicRegression(out_of_bounds="clip", y_min=0.0, y_max=1.0).fit(scores, so)
    points = zip(rising.X_thresholds_, rising.y_thresholds_, strict=True)
    kept = {round(float(score), DIGITS): round(float(said), DIGITS) for score, said in points}
    return ["isotonic", list(kept), list(kept.values())]


def _model(
    theme: str,
    texts: Sequence[list[str]],
    so: np.ndarray,
    calibration: list[Any],
    card: ReportCard,
    provenance: Mapping[str, Any],
) -> Model:
    learner = _learner().fit(texts, so)
    vectorizer, line = learner[0], learner[1]
    numbers = zip(vectorizer.get_feature_names_out(), vectorizer.idf_, line.coef_[0], strict=True)
    words = {
        str(word): (round(float(idf), DIGITS), round(float(weight), DIGITS)) for word, idf, weight in numbers
    }
    intercept = round(float(line.intercept_[0]), DIGITS)
    return Model(theme, words, intercept, calibration, card.threshold, dict(provenance), card.as_data())
