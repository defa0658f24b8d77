"""Answers to questions of the statistics: counted, protected with the year, cut to the slice asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.counting import CountedCase, count_cases
from services.theming.domain.statistics.dimensions import NOT_BY_ITSELF, Dimension, dimensions, groups_of
from services.theming.domain.statistics.published_table import PublishedTable, published_table
from services.theming.domain.statistics.question import Question, read_question
from services.theming.domain.statistics.tree import Key
from services.theming.domain.themes.codebook import load_codebook
from services.theming.kept_answers import Kept
from services.theming.queries.counts import held_from
from services.theming.queries.facts import cases_counted
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.people import Permission, can, check
from shared.periods import Period
from shared.storage import Transaction

KNOWN = {
    name: dimension for name, dimension in dimensions(load_codebook()).items() if name not in NOT_BY_ITSELF
}


class _Protected(NamedTuple):
    by: Dimension
    counts: Mapping[Key, int]
    hidden: frozenset[Key]


_PROTECTED = Kept[_Protected](most=1_000)


def question_of(tx: Transaction, **written: str) -> Question:
    """The question as it was written, of whoever asks. Raises Invalid that names every fault at once."""
    any_day = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return read_question(KNOWN, **written, today=london_day(tx.at), any_day=any_day)


def answer(tx: Transaction, question: Question, *, today: date) -> PublishedTable:
    """The table that answers ``question``. Raises NotPermitted; board output is for the office alone."""
    check_may_ask(tx, question)
    as_of = question.known_on or today
    policy = policy_on(question.policy, today)
    made = _PROTECTED.get(tx, _cut_from(question, policy), lambda: _protected(tx, question, policy))
    tx.audit("read_statistics", reading=True, detail=asked(question))
    held = held_from(tx, known_at=question.known_at)
    question = replace(question, by=made.by)
    return published_table(question, policy, made.counts, made.hidden, as_of=as_of, held_from=held)


def _cut_from(question: Question, policy: DisclosurePolicy) -> tuple[object, ...]:
    """What an answer is cut from: all areas are protected together."""
    return question.by.name, question.period.name, question.basis, question.known_at, policy


def _protected(tx: Transaction, question: Question, policy: DisclosurePolicy) -> _Protected:
    return (_overlapping if question.by.overlaps else _split)(tx, question, policy)


def check_may_ask(tx: Transaction, question: Question) -> None:
    """Raises NotPermitted."""
    check(tx.person, Permission.VIEW_STATISTICS)
    if question.policy != "publishable":
        check(tx.person, Permission.VIEW_THEMES_OF_CASE)


def _overlapping(tx: Transaction, question: Question, policy: DisclosurePolicy) -> _Protected:
    """Values a case can have several of are protected together with the groups that they are counted in."""
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.years import hidden_group

    counted = "theme" if question.by.name == "theme_group" else question.by.name
    cases = _cases(tx, question, counted)
    by = question.by.with_found(() if counted == "theme" else _found(cases))
    groups = groups_of(by, load_codebook())
    counts = count_cases(_with_groups(case, groups) for case in cases)
    hidden: frozenset[Key] = frozenset()
    for group, values in groups.items():
        hidden |= hidden_group(policy, question.period, group, values, counts)
    return _Protected(by, counts, hidden)


def _split(tx: Transaction, question: Question, policy: DisclosurePolicy) -> _Protected:
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.years import hidden_split

    cases = _cases(tx, question, question.by.name)
    counts = count_cases(cases)
    by = question.by.with_found(_found(cases))
    return _Protected(by, counts, hidden_split(policy, question.period, tuple(by.values), counts))


def _cases(tx: Transaction, question: Question, dim: str) -> list[CountedCase]:
    """The cases of the period's financial year with their values, as known when the question says."""
    year = Period(question.period.year, "Y", 1)
    found = cases_counted(
        tx,
        basis=question.basis,
        dims=(dim,),
        first_day=year.starts_on,
        last_day=year.ends_on,
        known_at=question.known_at,
    )
    return [CountedCase(each.day, each.area, each.values[dim], each.cases) for each in found]


def _found(cases: list[CountedCase]) -> set[str]:
    return {value for case in cases for value in case.values}


def _with_groups(case: CountedCase, groups: Mapping[str, tuple[str, ...]]) -> CountedCase:
    of = {group for group, values in groups.items() if case.values.intersection(values)}
    return replace(case, values=case.values | of)


def asked(question: Question) -> dict[str, object]:
    """What was asked, for the audit."""
    return {
        "by": question.by.name,
        "period": question.period.name,
        "area": question.area,
        "basis": question.basis,
        "policy": question.policy,
        **({"as_known_on": question.known_on.isoformat()} if question.known_on else {}),
    }
