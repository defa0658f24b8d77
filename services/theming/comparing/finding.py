"""Which cases are like one, as far as who is looking may see them, with what was decided and recommended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.theming.domain.comparables.consistency import Decided, Prompt, prompts
from services.theming.domain.comparables.likeness import CaseProfile, Likeness, likeness, rarity_of
from services.theming.domain.comparables.pooling import pooled
from services.theming.domain.comparables.rules import comparing_rules
from services.theming.queries import comparing
from services.theming.queries.comparing import ALL_CASES
from shared.storage import Transaction

#: Reviewed cases of a theme whose words are taken together.
POOLED = 40
#: Notifications with a theme that are compared with them.
MOST_WITH_THEME = 200
SHOWN_WITH_THEME = 15


@dataclass(frozen=True)
class LikeCase:
    """``facts`` is a row of case_facts; ``recommendations`` of its newest review."""

    likeness: Likeness
    facts: Any
    recommendations: tuple[Any, ...]


@dataclass(frozen=True)
class Comparables:
    """Best first. ``words``: terms as the case's own texts have them. ``waiting``: its newest text is still
    to be compared.
    """

    reviewed: tuple[LikeCase, ...]
    not_reviewed: tuple[LikeCase, ...]
    prompts: tuple[Prompt, ...]
    words: Mapping[str, str]
    waiting: bool


def comparables_to_case(tx: Transaction, case: str) -> Comparables:
    """Raises NotPermitted. Of a case that is not there, or is restricted to others, nothing is like it."""
    shown = comparing_rules().likeness
    profile, rarity = comparing.profile_of(tx, case) or CaseProfile(case), _rarity(tx)
    reviewed = _like(tx, profile, rarity, reviewed=True)[: shown.reviewed_shown]
    not_reviewed = _like(tx, profile, rarity, reviewed=False)[: shown.not_reviewed_shown]
    mine = comparing.facts_of_cases(tx, [case]).get(case)
    like = _with_facts(tx, reviewed)
    return Comparables(
        like,
        _with_facts(tx, not_reviewed),
        prompts(decided(mine), [decided(each.facts) for each in like]) if mine else (),
        comparing.words_in(tx, case),
        comparing.still_being_taken(tx, case),
    )


def comparables_to_theme(tx: Transaction, theme: str, reviewed: Sequence[str]) -> tuple[LikeCase, ...]:
    """Notifications with the theme that no panel has reviewed, those most like its reviewed cases taken
    together first.
    """
    waiting = comparing.not_reviewed_with_theme(tx, theme, MOST_WITH_THEME)
    words = [word for case in reviewed[-POOLED:] for word in comparing.words_in(tx, case)]
    frequency = comparing.frequencies(tx, words)
    together = pooled(theme, comparing.profiles(tx, reviewed[-POOLED:], frequency))
    others = comparing.profiles(tx, waiting, frequency)
    return _with_facts(tx, _ordered(together, others, _rarity(tx))[:SHOWN_WITH_THEME])


def _like(
    tx: Transaction, case: CaseProfile, rarity: Mapping[str, float], *, reviewed: bool
) -> list[Likeness]:
    if not (case.words or case.themes):
        return []
    frequency = comparing.frequencies(tx, case.words)
    found = comparing.candidates(tx, case, frequency, reviewed=reviewed)
    return _ordered(case, comparing.profiles(tx, found, frequency), rarity)


def _rarity(tx: Transaction) -> dict[str, float]:
    return rarity_of(comparing.theme_cases(tx), comparing.frequencies(tx, ())[ALL_CASES])


def _ordered(case: CaseProfile, others: Sequence[CaseProfile], rarity: Mapping[str, float]) -> list[Likeness]:
    found = [each for other in others if (each := likeness(case, other, rarity))]
    return sorted(found, key=lambda each: (-each.score, each.case_reference))


def _with_facts(tx: Transaction, found: Sequence[Likeness]) -> tuple[LikeCase, ...]:
    cases = [each.case_reference for each in found]
    facts, recommended = comparing.facts_of_cases(tx, cases), comparing.recommendations_of(tx, cases)
    return tuple(
        LikeCase(
            each,
            facts[each.case_reference],
            tuple(row for row in recommended if row.case_reference == each.case_reference),
        )
        for each in found
    )


def decided(facts: Any) -> Decided:
    """What a panel decided, of a row of case_facts."""
    return Decided(facts.modifiability, facts.category)
