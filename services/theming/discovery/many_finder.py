"""Themes that some of very many texts share: groups found by log odds, tried, ranked, named and quoted."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy

from services.theming.discovery.groups import Field, Group, grow, own_terms
from services.theming.discovery.known_words import share_known
from services.theming.discovery.many_stability import stability
from services.theming.discovery.matrices import Matrices
from services.theming.discovery.quoting import quotes_of, shown_terms
from services.theming.discovery.reading import Read
from services.theming.discovery.two_views import Vectors, agreement, views_of
from services.theming.discovery.words import FAMILY
from services.theming.domain.discovery.found_theme import Discovery, FoundTheme, heading
from services.theming.domain.discovery.rules import discovery_rules, too_little

#: A term in more than this share of the texts begins no group; of the others, the rarest that many begin one.
COMMON = 0.25
FEWEST_WEIGHT = 0.5
MOST_STARTS, OF_MANY = 400, 120
#: Of more texts than this, some stand for all where all would tell no more.
MANY = 3000
#: Two groups with this share of the smaller one's texts tell the same.
SAME = 0.4
#: Words looked at to see whether a group tells of a known theme.
TELLING_TERMS = 6
SEED = 20261101
#: So many groups are tried, and those shown hold at least so well.
MOST_TRIED = 25
LEAST_STABLE, LEAST_AGREED = 0.15, 0.2
#: Of groups that hold as well, one of fewer cases than this is worth less of a person's time.
ROUND_NUMBER = 8
#: Other views look at the groups' texts among so many others.
VIEWED, VIEWED_OF_MANY, VIEWED_OF_GROUP = 1000, 300, 8
#: Of a group's texts so many are read for what it is called and quoted with.
READ_OF_GROUP = 40
Progress = Callable[[str], None]


@dataclass(frozen=True)
class _Candidate:
    """`known` is the share of it that one theme of the codebook explains, 0 to 1."""

    group: Group
    own: list[int]
    worth: float
    known: float
    stability: float = 0.0
    agreement: float = 0.0

    @property
    def rank(self) -> float:
        size = min(1.0, len(self.group.texts) / ROUND_NUMBER)
        return self.stability * self.agreement * (1 - self.known) * math.sqrt(size)


def find_in_many(
    texts: Sequence[Read],
    table: Matrices,
    *,
    known: Collection[str],
    vectors: Vectors | None = None,
    told: Progress = lambda words: None,
) -> Discovery:
    """What the texts share that none of the `known` themes tells; the same for the same texts in any run.

    `table` is what `matrices` makes of the texts.
    """
    because = too_little(len(texts))
    if because:
        return Discovery(len(texts), (), because)
    field = Field.of(table.found, table.weights, table.terms)
    told("looking for groups")
    likely = _distinct(_candidates(field, table, known), MOST_TRIED)
    told("trying what was found")
    tried = _tried(table, field, likely, vectors)
    return Discovery(len(texts), tuple(_found(texts, table, one) for one in tried))


def _candidates(field: Field, table: Matrices, known: Collection[str]) -> list[_Candidate]:
    found: dict[tuple[int, ...], _Candidate] = {}
    for start in _starts(field, table):
        group = grow(field, start)
        own = own_terms(group, table.terms) if group else []
        if not group or not own:
            continue
        share = _share_known([table.terms[term] for term in own], known)
        worth = group.gain * (1 - share) if group.gain > 0 else group.gain - 10 * share
        if group.texts not in found or found[group.texts].worth < worth:
            found[group.texts] = _Candidate(group, own, worth, share)
    return sorted(found.values(), key=lambda one: (-one.worth, one.group.texts))


def _starts(field: Field, table: Matrices) -> list[Any]:
    """For each term worth it the texts that have it, far from known themes: one number a text."""
    counts = numpy.asarray(table.apart.sum(axis=0)).ravel()
    fewest = discovery_rules().fewest_cases
    likely = numpy.flatnonzero(
        (counts >= fewest) & (counts <= max(fewest, field.size * COMMON)) & (field.weights >= FEWEST_WEIGHT)
    )
    telling = [term for term in likely if not table.terms[term].startswith(FAMILY)]
    telling = sorted(telling, key=lambda term: (-counts[term] * field.weights[term] ** 2, term))
    telling = telling[: OF_MANY if field.size > MANY else MOST_STARTS]
    columns, starts = table.apart.tocsc(), []
    for term in telling:
        start = numpy.zeros(field.size)
        start[columns.indices[columns.indptr[term] : columns.indptr[term + 1]]] = 1
        starts.append(start)
    return starts


def _share_known(terms: Sequence[str], known: Collection[str]) -> float:
    """How far one known theme's own words make the group: the mean over its first terms."""
    first = terms[:TELLING_TERMS]
    return max((sum(share_known(theme, term) for term in first) / len(first) for theme in known), default=0.0)


def _distinct(candidates: Sequence[_Candidate], most: int) -> list[_Candidate]:
    kept: list[_Candidate] = []
    for one in candidates:
        mine = set(one.group.texts)
        if all(
            len(mine & set(other.group.texts)) < SAME * min(len(mine), len(other.group.texts))
            for other in kept
        ):
            kept.append(one)
        if len(kept) == most:
            break
    return kept


def _tried(
    table: Matrices,
    field: Field,
    likely: Sequence[_Candidate],
    vectors: Vectors | None,
) -> list[_Candidate]:
    """Those that hold when texts are left out and in the other views; what holds best in both goes first."""
    agreed = _agreements(table, likely, vectors)
    tried = [
        replace(one, stability=stability(table.found, field, one.group), agreement=agrees)
        for one, agrees in zip(likely, agreed, strict=True)
    ]
    held = [one for one in tried if one.stability >= LEAST_STABLE and one.agreement >= LEAST_AGREED]
    held.sort(key=lambda one: (-one.rank, one.group.texts))
    return held[: discovery_rules().most_proposals]


def _agreements(table: Matrices, best: Sequence[_Candidate], vectors: Vectors | None) -> list[float]:
    chance = numpy.random.RandomState(SEED)
    most = VIEWED_OF_GROUP if len(table.texts) > MANY else len(table.texts)
    looked = [_some(chance, one.group.texts, most) for one in best]
    inside = sorted({text for group in looked for text in group})
    grouped = [text for one in best for text in one.group.texts]
    others = numpy.setdiff1d(numpy.arange(len(table.texts)), grouped).tolist()
    rows = sorted([*inside, *_some(chance, others, VIEWED_OF_MANY if len(table.texts) > MANY else VIEWED)])
    place = {text: row for row, text in enumerate(rows)}
    views = views_of([table.texts[row] for row in rows], vectors) if best else []
    return [agreement(views, [place[text] for text in group]) for group in looked]


def _some(chance: Any, texts: Sequence[int], most: int) -> list[int]:
    """Texts by chance, so many at most."""
    return [int(text) for text in (texts if len(texts) <= most else chance.permutation(texts)[:most])]


def _found(texts: Sequence[Read], table: Matrices, one: _Candidate) -> FoundTheme:
    names = [table.terms[term] for term in one.own]
    members = [texts[text] for text in one.group.texts[:READ_OF_GROUP]]
    shown = shown_terms(members, names)[: discovery_rules().most_terms]
    return FoundTheme(
        heading(shown),
        tuple(shown),
        tuple(table.ids[text] for text in one.group.texts),
        round(one.stability, 2),
        round(one.agreement, 2),
        quotes_of(members, names),
    )
