"""Answers to questions of the statistics: counted, protected with the year, cut to the slice asked for."""

from collections.abc import Mapping
from datetime import date

from services.theming.domain.statistics.counting import count_cases
from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.statistics.published_table import PublishedTable, published_table
from services.theming.domain.statistics.question import Question
from services.theming.domain.statistics.tree import CASES, Key
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.counts import cases_by_themes, cases_by_value, held_from
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.people import Permission, check
from shared.storage import Transaction

KNOWN = dimensions(load_codebook())
GROUPS = {theme.id: theme.group for theme in load_codebook().themes.values()}


def answer(tx: Transaction, question: Question, *, today: date) -> PublishedTable:
    """The table that answers ``question``. Raises NotPermitted; board output is for the office alone."""
    check(tx.person, Permission.VIEW_STATISTICS)
    if question.policy != "publishable":
        check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    policy = policy_on(question.policy, today)
    if question.by.overlaps:
        counts, hidden = _themes(tx, question, policy)
    else:
        question, counts, hidden = _split(tx, question, policy)
    tx.audit("read_statistics", reading=True, detail=_asked(question))
    return published_table(question, policy, counts, hidden, as_of=today, held_from=held_from(tx))


def _themes(
    tx: Transaction, question: Question, policy: DisclosurePolicy
) -> tuple[Mapping[Key, int], frozenset[Key]]:
    """Themes and their groups are protected together, whichever of the two is asked for."""
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.years import hidden_group

    cases = cases_by_themes(tx, basis=question.basis, groups=GROUPS, period=question.period)
    counts = count_cases(cases)
    hidden: frozenset[Key] = frozenset()
    for group in load_codebook().groups:
        themes = tuple(theme for theme, of in GROUPS.items() if of == group)
        hidden |= hidden_group(policy, question.period, group, themes, counts)
    return counts, hidden


def _split(
    tx: Transaction, question: Question, policy: DisclosurePolicy
) -> tuple[Question, Mapping[Key, int], frozenset[Key]]:
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.years import hidden_split

    cases = cases_by_value(tx, basis=question.basis, by=question.by.name, period=question.period)
    counts = count_cases(cases)
    by = question.by.with_found(item for item, _, _ in counts if item != CASES)
    hidden = hidden_split(policy, question.period, tuple(by.values), counts)
    asked = Question(by, question.period, question.area, question.basis, question.policy)
    return asked, counts, hidden


def _asked(question: Question) -> dict[str, object]:
    return {
        "by": question.by.name,
        "period": question.period.name,
        "area": question.area,
        "basis": question.basis,
        "policy": question.policy,
    }
