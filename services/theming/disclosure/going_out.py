"""Whether tables may go out, with all that is out already: the last look before a release, and the first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from services.theming.disclosure.ledger import (
    BOARD,
    PUBLISHABLE,
    adding_up,
    days_of,
    periods_in,
    released_before,
)
from services.theming.disclosure.released import Released, WouldGiveAway
from services.theming.disclosure.releases import (
    Read,
    Together,
    hidden_in,
    narrower,
    problem_of,
    tables_beside,
)
from services.theming.domain.london_days import london_day
from services.theming.domain.releases.adding_up import overlapping_spans
from services.theming.domain.releases.cell_words import cell_in_words
from services.theming.domain.statistics.linked_tables import LinkedTable, Release
from services.theming.domain.statistics.tree import Key, Relation
from services.theming.tables_made.open_tables import open_beside
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.errors import Conflict
from shared.storage import Transaction

MOST_NAMED = 5


class MeanwhileOut(Conflict):
    """Something else went out since the tables were put together."""

    title = "Something else has been released since"


def check_still_goes(tx: Transaction, own: Released, policy: str, basis: str, *, known_at: datetime) -> None:
    """Raises MeanwhileOut if what went out since would, with these tables, give a hidden count away.

    ``known_at``: when the tables were counted; the open statistics are taken as they stood then.
    """
    now, tables = policy_on(policy, london_day(tx.at)), own.release.tables
    open_tables = open_beside(tx, tables, now, basis, known_at=known_at)
    out = [*released_before(tx, policy, basis, days_of(tables)), *open_tables]
    if reason := _contradicted(own, out) or what_is_learnt(own, out, now):
        raise MeanwhileOut(f"{reason} Send it back, so that its tables are put together again.")
    check_for_boards(tx, own, policy, basis)


def check_for_boards(tx: Transaction, own: Released, policy: str, basis: str) -> None:
    """Raises WouldGiveAway if a publishable table told boards what is hidden from them."""
    span = days_of(own.release.tables)
    out = released_before(tx, BOARD, basis, span) if policy == PUBLISHABLE else []
    if any(not each.of_others for each in out):
        public = policy_on(PUBLISHABLE, london_day(tx.at))
        reason = what_is_learnt(replace(own, of_others=public), out, policy_on(BOARD, london_day(tx.at)))
        if reason:
            raise WouldGiveAway(f"To readers of what went out to boards: {reason}")


def check_spans(own: Iterable[LinkedTable], before: Sequence[Released]) -> None:
    """Raises WouldGiveAway where spans share some years: one taken from the other leaves single years."""
    new = set(periods_in(own))
    for each in (Released("this release", Release(())), *before):
        pairs = overlapping_spans([*new, *periods_in(each.release.tables)])
        for one, other in (pair for pair in pairs if not new.isdisjoint(pair)):
            raise WouldGiveAway(
                f"{one} and {other} share years and neither holds the other: what is left between them would "
                f"be single years. One is in {each.name}. Choose the same years, or years within them."
            )


def _contradicted(own: Released, out: Sequence[Released]) -> str:
    """A cell that is hidden there and would be shown here, or has another figure there.

    What others are not told, these readers may be.
    """
    mine, same = own.release.cells(), [each for each in out if not each.of_others]
    settled = Together(Release(()), same).settled()
    counts = {
        key: count
        for each in reversed(same)
        if not each.withdrawn
        for key, count in each.release.cells().items()
    }
    shown = [key for key in mine if key not in own.hidden]
    wrong = [
        key
        for key in shown
        if settled.get(key) or (key in settled and counts.get(key, mine[key]) != mine[key])
    ]
    return _said(wrong, out, "these are hidden in, or stand otherwise in, what is out") if wrong else ""


def what_is_learnt(own: Released, out: Sequence[Released], policy: DisclosurePolicy) -> str:
    """What a reader of all of it can work out and could not without these tables, in words; "" if nothing."""
    tables = [table for each in (own, *out) for table in each.release.tables]
    every = replace(own, release=replace(own.release, sums=adding_up(tables)))
    silent = replace(every, hidden=frozenset(every.release.cells()))
    now, before = _read([*out, every], policy), _read([*out, silent], policy)
    problem = now[0]
    kept_from_them = {key for key in now[1] if key in problem.settled or problem.must_hide(key)}
    more = [key for key in narrower(now, before) if key in kept_from_them]
    return _said(more, out, "these hidden counts could be worked out", problem.relations) if more else ""


def _read(every: Sequence[Released], policy: DisclosurePolicy) -> Read:
    """What others are not told, and these readers neither, is as good as hidden from them."""
    problem = problem_of(Together(Release(()), every), policy)
    untold = {key for each in every if each.of_others for key in each.hidden}
    return problem, hidden_in(problem) | (untold & problem.counts.keys() - problem.settled.keys())


def _said(keys: Sequence[Key], out: Sequence[Released], what: str, relations: Sequence[Relation] = ()) -> str:
    named = "; ".join(cell_in_words(key) for key in keys[:MOST_NAMED])
    beside = "; ".join(tables_beside(keys, relations, out)[:MOST_NAMED])
    return f"Together with what is out, {what}: {named}. " + (f"See {beside}." if beside else "")
