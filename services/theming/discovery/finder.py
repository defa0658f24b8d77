"""Themes that several texts share and the codebook lacks: groups gathered, tried, named and quoted."""

from collections.abc import Callable, Collection, Sequence

from threadpoolctl import threadpool_limits

from services.theming.discovery.gathering import Gathered, gathered
from services.theming.discovery.many_finder import find_in_many
from services.theming.discovery.matrices import matrices
from services.theming.discovery.ordinary_accounts import accounts
from services.theming.discovery.quoting import quotes_of, shown_terms
from services.theming.discovery.reading import Read
from services.theming.discovery.stability import stability
from services.theming.discovery.two_views import Vectors, View, agreement, views_of
from services.theming.discovery.weighing import Weighing, weighing
from services.theming.discovery.words import KIND
from services.theming.domain.discovery.found_theme import Discovery, FoundTheme, heading
from services.theming.domain.discovery.rules import discovery_rules, too_little

#: Two groups with this share of the smaller one's texts tell the same.
SAME = 0.4
#: So many groups are tried, and those shown hold at least so well when texts are left out.
MOST_TRIED, LEAST_STABLE = 20, 0.15
#: Of more texts, terms are weighed by the texts themselves alone.
MOST_WEIGHED = 600
Progress = Callable[[str], None]


def find_themes(
    texts: Sequence[Read],
    *,
    known: Collection[str],
    vectors: Vectors | None = None,
    told: Progress = lambda words: None,
) -> Discovery:
    """What the texts share that none of the `known` themes tells; the same for the same texts in any run."""
    because = too_little(len(texts))
    if because:
        return Discovery(len(texts), (), because)
    if len(texts) > MOST_WEIGHED:
        return find_in_many(texts, matrices(texts), known=known, vectors=vectors, told=told)
    with threadpool_limits(1):  # tables this small are slower where threads wait for one another
        return _find(texts, known, vectors, told)


def _find(
    texts: Sequence[Read], known: Collection[str], vectors: Vectors | None, told: Progress
) -> Discovery:
    field = weighing(texts, sorted(accounts().themes.keys() - set(known)))
    told("looking for groups")
    likely = sorted(_distinct(gathered(field), MOST_TRIED), key=lambda one: _is_one_word(field, one))
    told("trying what was found")
    views = views_of([text.text for text in texts], vectors) if likely else []
    held = [(one, stable) for one in likely if (stable := stability(field, one)) >= LEAST_STABLE]
    shown = held[: discovery_rules().most_proposals]
    return Discovery(len(texts), tuple(_found(texts, field, one, stable, views) for one, stable in shown))


def _distinct(groups: Sequence[Gathered], most: int) -> list[Gathered]:
    kept: list[Gathered] = []
    for one in groups:
        mine = set(one.texts)
        if one.terms and all(
            len(mine & set(other.texts)) < SAME * min(len(mine), len(other.texts)) for other in kept
        ):
            kept.append(one)
        if len(kept) == most:
            break
    return kept


def _is_one_word(field: Weighing, one: Gathered) -> bool:
    """Whether all that the texts share is one word, of no kind of thing: seldom a theme, so shown last."""
    names = [field.names[term] for term in one.terms]
    return len(names) == 1 and not names[0].startswith(KIND)


def _found(
    texts: Sequence[Read], field: Weighing, one: Gathered, stable: float, views: Sequence[View]
) -> FoundTheme:
    names = [field.names[term] for term in one.terms]
    members = [texts[text] for text in one.texts]
    shown = shown_terms(members, names)[: discovery_rules().most_terms]
    return FoundTheme(
        heading(shown),
        tuple(shown),
        tuple(member.id for member in members),
        round(stable, 2),
        round(agreement(views, one.texts), 2),
        quotes_of(members, names),
    )
