"""Somebody asks the table maker, and is told as much as what they were told before allows."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.linking import PERIOD, Asked
from services.theming.domain.statistics.made_table import MadeTable, TooFine
from services.theming.domain.statistics.table_question import TableQuestion
from services.theming.domain.statistics.tree import Key
from services.theming.queries.data_version import data_version
from services.theming.queries.questions import Told, keep_question, lock_questions, told_before
from services.theming.tables_made.making import (
    KNOWN,
    Before,
    Counted,
    count,
    hidden_cells,
    made,
    reckoned_with,
)
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction

if TYPE_CHECKING:
    from services.theming.disclosure.released import Released


@dataclass(frozen=True)
class Answer:
    """``table``, or why there is none. ``further``: cells hidden because of what was told before."""

    table: MadeTable | None
    refused: Conflict | None = None
    further: int = 0


def ask_table(tx: Transaction, *, question: TableQuestion, today: date) -> Answer:
    """The answer, kept with the account; a refusal is kept too, so it is not raised. Raises NotPermitted."""
    check_may_ask_table(tx, question)
    tx.audit("ask_table", reading=True, detail=dict(question.as_query()))
    lock_questions(tx)
    told = told_before(tx, policy=question.policy, basis=question.basis)
    version = _version(tx, question, today)
    again = next((each for each in told if _same(each, question, version)), None)
    if again:
        return _again(tx, question, again, today)
    try:
        return _answered(tx, question, told, version, today)
    except Conflict as refused:
        _keep(tx, question, version, outcome="too_fine" if isinstance(refused, TooFine) else "refused")
        return Answer(None, refused)


def check_may_ask_table(tx: Transaction, question: TableQuestion) -> None:
    """Raises NotPermitted; board output is for the office alone."""
    check(tx.person, Permission.VIEW_STATISTICS)
    if question.policy != "publishable":
        check(tx.person, Permission.VIEW_THEMES_OF_CASE)


def _answered(
    tx: Transaction, question: TableQuestion, told: list[Told], version: str, today: date
) -> Answer:
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.ledger import released_before

    span = question.span.starts_on, question.span.ends_on
    every = released_before(tx, question.policy, question.basis, span)
    out = [_of_release(each) for each in every if not each.of_others]
    before = [*out, *(Before(each.asked, each.hidden) for each in told)]
    counted = count(tx, question, before, today=today)
    hidden = hidden_cells(counted, before)
    # A second time only where something that was told was reckoned with.
    without, beside = (reckoned_with(question.span, each) for each in (out, before))
    further = len(hidden - hidden_cells(counted, out)) if without != beside else 0
    _keep(tx, question, version, outcome="answered", counted=counted, hidden=hidden, further=further)
    return Answer(made(tx, counted, hidden, today=today), further=further)


def _version(tx: Transaction, question: TableQuestion, today: date) -> str:
    """Changes when the answer can: with the data, and with the day while the period is not over."""
    return data_version(tx) + ("" if question.span.complete_on(today) else f" {today}")


def _same(told: Told, question: TableQuestion, version: str) -> bool:
    """Whether this was asked already of the same data; how it is shown does not matter."""
    asked = {**replace(question, measure="count").as_query()}
    return told.data_version == version and dict(told.question) == asked


def _again(tx: Transaction, question: TableQuestion, told: Told, today: date) -> Answer:
    counted = count(tx, question, today=today)
    return Answer(made(tx, counted, told.hidden, today=today), further=told.further)


def _of_release(released: "Released") -> Before:
    """The cells of a release; what all cells of a table have in common is taken as set for it."""
    cells = frozenset(filter(_is_known, released.release.cells()))
    fixed = {
        dim
        for table in released.release.tables
        for place, dim in enumerate(table.dims)
        if dim != PERIOD and TOTAL not in {values[place] for values in table.counts}
    }
    return Before(Asked(cells, frozenset(fixed)), released.hidden & cells)


def _is_known(key: Key) -> bool:
    """Whether the cell is of dimensions that tables have; a report has some of its own."""
    return PERIOD in key[::2] and {*key[::2]} <= {PERIOD, *KNOWN}


def _keep(
    tx: Transaction,
    question: TableQuestion,
    version: str,
    *,
    outcome: str,
    counted: Counted | None = None,
    hidden: frozenset[Key] = frozenset(),
    further: int = 0,
) -> None:
    span = question.span
    keys = counted.layout.asked if counted else None
    keep_question(
        tx,
        counts=counted.count(keys.cells) if counted and keys else {},
        hidden=hidden,
        question=replace(question, measure="count").as_query(),
        policy=question.policy,
        policy_version=counted.policy.version if counted else 0,
        basis=question.basis,
        first_day=span.starts_on,
        last_day=span.ends_on,
        data_version=version,
        outcome=outcome,
        further=further,
        fixed=sorted(keys.fixed) if keys else [],
    )
