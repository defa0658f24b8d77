"""Groups of texts drawn together by the same terms: a mixture of two for each term that may be its anchor.

A group begins with the texts that have one term. The terms that stand out in it are weighed by their log
odds against the rest, each text is judged by them (without its own share), and so on until nothing moves.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from services.theming.discovery.words import FAMILY, kinds

FEWEST = 3
#: A group is a theme of some texts, not a trait of many.
LARGEST_SHARE = 0.2
LARGEST_AT_LEAST = 30
ROUNDS = 12
FEWEST_WITH_TERM = 2
#: How much more often a term stands in the group, and what it must gain (natural logarithm), to count.
LIFT, GAIN = 3.0, 3.0
MOST_TERMS = 40
#: A term that all of a group have is not taken to be in all texts of its kind.
SURE, UNSURE = 0.8, 1e-6
#: Weight of a group's size against its terms: above 1, a text must show more to belong.
CAUTION = 1.3


@dataclass(frozen=True)
class Group:
    """Rows of the matrix (`texts`), columns that stand out (`terms`, best first) and how much they gain."""

    texts: tuple[int, ...]
    terms: tuple[int, ...]
    gain: float


@dataclass(frozen=True)
class Field:
    """What is asked of the terms of all texts, once."""

    rows: Any
    columns: Any
    counts: Any
    weights: Any
    names: Sequence[str]

    @classmethod
    def of(cls, matrix: Any, weights: Any, names: Sequence[str]) -> "Field":
        columns = matrix.tocsc()
        return cls(matrix.tocsr(), columns, numpy.asarray(matrix.sum(axis=0)).ravel(), weights, names)

    def having(self, member: Any) -> Any:
        """How many of the members have each term."""
        of_them = self.rows[numpy.flatnonzero(member)]
        return numpy.bincount(of_them.indices, weights=of_them.data, minlength=len(self.counts))

    @property
    def size(self) -> int:
        return int(self.columns.shape[0])


def grow(field: Field, start: Any) -> Group | None:
    """The group that a beginning (one number for each text, 0 or 1) settles to; None if it falls apart."""
    member, seen = start, set()
    for _ in range(ROUNDS):
        key = member.tobytes()
        if member.sum() < FEWEST or key in seen:
            break
        seen.add(key)
        inside = field.having(member)
        chosen = _standing_out(field, member, inside)
        if not len(chosen):
            return None
        moved = (_scores(field, member, inside, chosen) > 0).astype(float)
        if (moved == member).all():
            break
        member = moved
    return _settled(field, member)


def _settled(field: Field, member: Any) -> Group | None:
    size = int(member.sum())
    if not FEWEST <= size <= max(LARGEST_AT_LEAST, field.size * LARGEST_SHARE):
        return None
    inside = field.having(member)
    chosen = _standing_out(field, member, inside)
    if not len(chosen):
        return None
    return Group(tuple(numpy.flatnonzero(member)), tuple(chosen), _gain(field, size, inside, chosen))


def _gain(field: Field, size: int, inside: Any, chosen: Any) -> float:
    """What the terms save against telling which texts belong and which terms matter (natural logarithm)."""
    on, off = _log_odds(inside[chosen], size, field.counts[chosen], field.size)
    saved = (inside[chosen] * on + (size - inside[chosen]) * off) * field.weights[chosen]
    cost = math.lgamma(field.size + 1) - math.lgamma(size + 1) - math.lgamma(field.size - size + 1)
    return float(numpy.clip(saved - math.log(len(field.names)), 0, None).sum() - cost)


def _log_odds(inside: Any, size: float, counts: Any, texts: int) -> tuple[Any, Any]:
    """Of a term that a text has, and of one that it has not, for the group against the rest."""
    among = numpy.clip((inside + 0.5 * counts / texts) / (size + 0.5), UNSURE, SURE)
    elsewhere = numpy.clip((counts - inside + 0.5) / (texts - size + 1), UNSURE, 0.95)
    return numpy.log(among / elsewhere), numpy.log((1 - among) / (1 - elsewhere))


def _standing_out(field: Field, member: Any, inside: Any) -> Any:
    size = member.sum()
    likely = numpy.flatnonzero(inside >= FEWEST_WITH_TERM)
    on, off = _log_odds(inside[likely], size, field.counts[likely], field.size)
    gain = (inside[likely] * on + (size - inside[likely]) * off) * field.weights[likely]
    good = (on >= math.log(LIFT)) & (gain >= GAIN)
    order = numpy.argsort(-gain[good], kind="stable")
    return likely[good][order][:MOST_TERMS]


def _scores(field: Field, member: Any, inside: Any, chosen: Any) -> Any:
    """Log odds of belonging, each member judged as if the others alone were the group."""
    size, texts, weights = member.sum(), field.size, field.weights[chosen]
    has, counts = field.columns[:, chosen], field.counts[chosen]
    on, off = _log_odds(inside[chosen], size, counts, texts)
    outside = has @ ((on - off) * weights) + (off * weights).sum()
    fewer, _ = _log_odds(
        numpy.maximum(inside[chosen] - 1, 0), size - 1, numpy.maximum(counts - 1, 0.5), texts
    )
    _, missing = _log_odds(inside[chosen], size - 1, counts, texts)
    within = has @ ((numpy.minimum(fewer, on) - missing) * weights) + (missing * weights).sum()
    return numpy.where(member > 0, within, outside) + CAUTION * math.log(max(size, 5) / texts)


def own_terms(group: Group, names: Sequence[str]) -> list[int]:
    """Its terms without families, and without words that an earlier term has said already."""
    kept: list[int] = []
    held: set[str] = set()
    for term in group.terms:
        name = names[term]
        if name.startswith(FAMILY):
            continue
        if not kinds().above(name) & held:
            kept.append(term)
        held.add(name)
    return kept
