"""The ledger of all that is out: what goes out next is protected together with it.

Who reads what: everybody reads what is publishable; boards read that and what is for boards. So a table for
boards is protected together with both, and a publishable one so that neither reader works anything out. What
is withdrawn was read and stays in the ledger, and so does what is under an embargo.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from services.theming.disclosure.released import Released
from services.theming.domain.london_days import london_day
from services.theming.domain.releases.adding_up import Sums, sums_of
from services.theming.domain.releases.kept_table import (
    KeptTable,
    sums_as_json,
    sums_from_json,
    table_as_json,
    table_from_json,
)
from services.theming.domain.releases.release import StatisticsRelease
from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.statistics.linked_tables import LinkedTable, Release
from services.theming.domain.statistics.linking import PERIOD
from services.theming.domain.statistics.spans import parse_span
from services.theming.domain.statistics.tree import Key
from services.theming.domain.themes.codebook import load_codebook
from services.theming.domain.two_people import Standing
from services.theming.queries.releases import all_out, elsewhere, lock_releases, tables_out
from services.theming.tables import published_elsewhere
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.people import Permission, check
from shared.storage import Transaction

PUBLISHABLE, BOARD = "publishable", "restricted_board"
#: Under which policies what a reader has was published, by the policy of what she is given.
READ_WITH = {PUBLISHABLE: (PUBLISHABLE,), BOARD: (PUBLISHABLE, BOARD)}
_KNOWN, _CODEBOOK = dimensions(load_codebook()), load_codebook()


def lock_ledger(tx: Transaction) -> None:
    """Nothing else goes out until this transaction ends."""
    lock_releases(tx)


def released_before(
    tx: Transaction, policy: str, basis: str, span: tuple[date, date] | None = None
) -> list[Released]:
    """What a reader of the policy's tables has already, in the order in which it went out.

    ``span``: only what hangs together in time with these days, the first and the last.
    """
    check(tx.person, Permission.VIEW_STATISTICS)
    policies = READ_WITH[policy]
    out = [
        replace(_released(each, tables_out(tx, each)), of_others=_of_others(each, policy))
        for each in all_out(tx, policies, basis)
    ]
    out += [
        replace(_from_elsewhere(row), of_others=_of_others(row, policy))
        for row in elsewhere(tx, policies, basis)
    ]
    return together_in_time(out, span) if span else out


def as_released(name: str, tables: Sequence[KeptTable]) -> Released:
    """What is to go out, as if it were out."""
    linked = tuple(each.linked for each in tables)
    hidden = frozenset[Key]().union(*(each.hidden_keys for each in tables))
    return Released(name, Release(linked, adding_up(linked)), hidden)


def adding_up(tables: Iterable[LinkedTable]) -> Sums:
    """The sums that hold over the tables."""
    return sums_of(_KNOWN, _CODEBOOK, tables)


def enter_released(
    tx: Transaction,
    *,
    title: str,
    source: str,
    policy: DisclosurePolicy,
    basis: str,
    release: Release,
    hidden: frozenset[Key],
    data_as_of: datetime,
) -> None:
    """Put into the ledger what goes out by another way. ``source`` names it once, "report:<id>"."""
    row = {
        "source": source,
        "title": title,
        "policy": policy.name,
        "policy_version": policy.version,
        "basis": basis,
        "data_as_of": data_as_of,
        "entered_at": tx.at,
        "sums": sums_as_json(release.sums),
        "tables": [table_as_json(each, hidden) for each in release.tables],
    }
    tx.session.execute(insert(published_elsewhere).values(**row))


def together_in_time(out: Sequence[Released], span: tuple[date, date]) -> list[Released]:
    """Those that share a day with the span, or with others that do, and so on."""
    days = [days_of(each.release.tables) for each in out]
    found, (first, last), met = set[int](), span, {-1}
    while met:
        met = {n for n, (begin, end) in enumerate(days) if n not in found and begin <= last and end >= first}
        found |= met
        first = min([first, *(days[n][0] for n in met)])
        last = max([last, *(days[n][1] for n in met)])
    return [out[n] for n in sorted(found)]


def periods_in(tables: Iterable[LinkedTable]) -> list[str]:
    """The names of the periods that the tables are about."""
    found = {
        values[table.dims.index(PERIOD)]: None
        for table in tables
        if PERIOD in table.dims
        for values in table.counts
    }
    return list(found)


def days_of(tables: Iterable[LinkedTable]) -> tuple[date, date]:
    """The first and the last day that the tables are about."""
    spans = [parse_span(name) for name in periods_in(tables)]
    begin = min((span.starts_on for span in spans), default=date.min)
    return begin, max((span.ends_on for span in spans), default=date.max)


def _of_others(out: Any, policy: str) -> DisclosurePolicy | None:
    """The policy by which it went out, if that is another than ``policy``."""
    return None if out.policy == policy else policy_on(out.policy, london_day(out.data_as_of))


def _released(found: StatisticsRelease, tables: Sequence[KeptTable]) -> Released:
    named = f"release {found.id}, “{found.title}”"
    return replace(as_released(named, tables), withdrawn=found.status is Standing.WITHDRAWN)


def _from_elsewhere(row: Any) -> Released:
    kept = [table_from_json(each) for each in row.tables]
    hidden = frozenset(table.key(values) for table, gone in kept for values in gone)
    release = Release(tuple(table for table, _ in kept), sums_from_json(row.sums))
    return Released(f"“{row.title}” ({row.source})", release, hidden)
