"""Answers to questions of the statistics: counted, protected with the year, cut to the slice asked for."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from services.theming.counted_years import KNOWN, CountedYear, count_year, counted_by, from_json, hidden_of
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.published_table import PublishedTable, published_table
from services.theming.domain.statistics.question import Question, read_question
from services.theming.domain.statistics.tree import Key
from services.theming.kept_answers import Kept
from services.theming.queries.counts import held_from
from services.theming.queries.ready import counts_ready
from services.theming.queries.settled import SettledHere
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.people import Permission, can, check
from shared.storage import Transaction

__all__ = ["KNOWN", "answer", "asked", "check_may_ask", "question_of"]


class _Protected(NamedTuple):
    counted: CountedYear
    hidden: frozenset[Key]


_COUNTED = Kept[CountedYear](most=100)
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
    made = _PROTECTED.get(
        tx, _cut_from(question, policy), lambda: _protected(tx, question, policy), of=_follows_from(question)
    )
    tx.audit("read_statistics", reading=True, detail=asked(question))
    held = held_from(tx, known_at=question.known_at)
    if question.by.name == made.counted.by.name:
        question = replace(question, by=made.counted.by)
    return published_table(question, policy, made.counted.counts, made.hidden, as_of=as_of, held_from=held)


def _cut_from(question: Question, policy: DisclosurePolicy) -> tuple[object, ...]:
    """What an answer is cut from: all areas are protected together."""
    return question.by.name, question.period.name, question.basis, question.known_at, policy


def _follows_from(question: Question) -> tuple[str, int] | None:
    """The cases that an answer follows from, as they are now; None if it asks how they were."""
    return None if question.known_at else (question.basis, question.period.year)


def _protected(tx: Transaction, question: Question, policy: DisclosurePolicy) -> _Protected:
    counted = _counted(tx, question)
    return _Protected(counted, hidden_of(counted, question.period, policy, SettledHere(tx)))


def _counted(tx: Transaction, question: Question) -> CountedYear:
    """The whole financial year, as known when the question says; made ready, or counted now."""
    name, year, basis = counted_by(question.by.name), question.period.year, question.basis

    def count() -> CountedYear:
        ready = None if question.known_at else counts_ready(tx, basis, year, name)
        return from_json(ready, name, year) if ready else count_year(tx, name, year, basis, question.known_at)

    return _COUNTED.get(tx, (name, year, basis, question.known_at), count, of=_follows_from(question))


def check_may_ask(tx: Transaction, question: Question) -> None:
    """Raises NotPermitted."""
    check(tx.person, Permission.VIEW_STATISTICS)
    if question.policy != "publishable":
        check(tx.person, Permission.VIEW_THEMES_OF_CASE)


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
