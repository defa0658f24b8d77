"""The tables of a release counted, and protected together with each other and with all that is out."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.theming.disclosure.going_out import check_for_boards, check_spans
from services.theming.disclosure.ledger import adding_up, as_released, days_of, released_before
from services.theming.disclosure.released import Released
from services.theming.disclosure.releases import ProtectedRelease, protect_release, tables_beside
from services.theming.domain.releases.kept_table import KeptTable
from services.theming.domain.releases.laid_out import Layout, laid_out
from services.theming.domain.statistics.linked_tables import LinkedTable, Release
from services.theming.domain.statistics.table_question import TableQuestion
from services.theming.domain.statistics.tree import Key
from services.theming.queries.facts import cases_counted
from services.theming.tables_made.open_tables import open_beside
from shared.disclosure.policies import DisclosurePolicy
from shared.storage import Transaction


@dataclass(frozen=True)
class PutTogether:
    """``beside``: the names of what is out. ``because_of``: its tables for whose sake more is hidden here."""

    tables: tuple[KeptTable, ...]
    beside: tuple[str, ...]
    because_of: tuple[str, ...]


def put_together(
    tx: Transaction, questions: Sequence[TableQuestion], policy: DisclosurePolicy, basis: str
) -> PutTogether:
    """Raises WouldGiveAway with the reason, and the released tables that are it."""
    drawn = [_counted(tx, question) for question in questions]
    tables = tuple(table for _, table in drawn)
    out = released_before(tx, policy.name, basis, days_of(tables))
    check_spans(tables, out)
    # What is out stands, also where the open statistics have a revised figure by now.
    before = [*out, *open_beside(tx, tables, policy, basis)]
    every = (*tables, *(table for each in before for table in each.release.tables))
    release = Release(tables, adding_up(every))
    protected = protect_release(release, policy, before)
    kept = tuple(
        _kept(number, question, layout, table, protected)
        for number, (question, (layout, table)) in enumerate(zip(questions, drawn, strict=True), start=1)
    )
    check_for_boards(tx, as_released("this release", kept), policy.name, basis)
    return PutTogether(kept, tuple(each.name for each in out), _because(protected, before))


def _counted(tx: Transaction, question: TableQuestion) -> tuple[Layout, LinkedTable]:
    span = question.span
    counted = cases_counted(
        tx,
        basis=question.basis,
        dims=question.counted,
        first_day=span.starts_on,
        last_day=span.ends_on,
    )
    return laid_out(question, counted)


def _kept(
    number: int, question: TableQuestion, layout: Layout, table: LinkedTable, protected: ProtectedRelease
) -> KeptTable:
    """With the counts as they go out: a figure that is out stands."""
    keys = {values: table.key(values) for values in table.counts}
    counts = {values: protected.problem.counts[key] for values, key in keys.items()}
    hidden = frozenset(
        values for values, key in keys.items() if key in protected.hidden or _small(protected, key)
    )
    return KeptTable(number, question.as_query(), layout, LinkedTable(table.name, table.dims, counts), hidden)


def _small(protected: ProtectedRelease, key: Key) -> bool:
    return protected.policy.is_small(protected.problem.counts[key])


def _because(protected: ProtectedRelease, before: Sequence[Released]) -> tuple[str, ...]:
    """The tables that are out for whose sake more is hidden than were nothing out."""
    if not before:
        return ()
    alone = protect_release(protected.release, protected.policy)
    mine = frozenset(protected.release.cells())
    more = (protected.hidden & mine) - alone.hidden
    return tuple(tables_beside(more, protected.problem.relations, before))
