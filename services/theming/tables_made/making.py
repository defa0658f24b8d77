"""A table made for one account: counted, protected with all that its reader knows already, typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.theming.domain.statistics.dimensions import Dimension, dimensions
from services.theming.domain.statistics.linked_tables import pairs
from services.theming.domain.statistics.linking import AREA, PERIOD, THEME, Asked, Linking, picture
from services.theming.domain.statistics.made_table import MadeTable, TooFine, made_table
from services.theming.domain.statistics.spans import Span, parse_span
from services.theming.domain.statistics.table_question import TableQuestion
from services.theming.domain.statistics.table_rules import TableRules, table_rules
from services.theming.domain.statistics.tree import Key
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.counts import held_from
from services.theming.queries.facts import cases_counted
from services.theming.queries.settled import SettledHere
from services.theming.tables_made.counting import Kind, count_cells, kinds_of
from services.theming.tables_made.layout import Layout, layout_of, linking_of
from services.theming.tables_made.open_statistics import OpenStatistics, open_statistics
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.periods import Period
from shared.storage import Transaction

KNOWN = dimensions(load_codebook())
SAFE = {name: dim for name, dim in KNOWN.items() if name not in (AREA, "year_of_death")}
"""What a table may be split or filtered by; areas and years are added to suit the policy and the period."""


@dataclass(frozen=True)
class Before:
    """Cells that the reader of the answer has seen, from one answer, release or open table."""

    asked: Asked
    hidden: frozenset[Key]


@dataclass(frozen=True)
class Counted:
    """A question laid out over the cases, with what hangs together with it counted too."""

    layout: Layout
    linking: Linking
    kinds: Sequence[Kind]
    open_tables: OpenStatistics
    policy: DisclosurePolicy
    rules: TableRules

    def count(self, keys: Iterable[Key]) -> dict[Key, int]:
        return count_cells(self.kinds, keys, self.linking)


def count(tx: Transaction, question: TableQuestion, before: Sequence[Before] = (), *, today: date) -> Counted:
    """The question over all cases of its financial years, and of those that ``before`` is about.

    Raises TooFine if too few cases are shown for so many cells.
    """
    policy, rules = policy_on(question.policy, today), table_rules(question.policy, today)
    dims = _dims(question, before)
    first, last = _days(question.span, before)
    counted = cases_counted(
        tx, basis=question.basis, dims=dims, first_day=first, last_day=last, known_at=question.known_at
    )
    kinds = kinds_of(counted)
    found = {dim: {value for each in counted for value in each.values[dim]} for dim in dims}
    linking, layout = linking_of(KNOWN, found), layout_of(question, found)
    named = (*question.dims, *(SAFE[name] for name, _ in question.filters))
    open_tables = open_statistics(kinds, question.span, _once(named), linking, policy, SettledHere(tx))
    _refuse_if_too_fine(question, open_tables, policy, rules)
    return Counted(layout, linking, kinds, open_tables, policy, rules)


def hidden_cells(counted: Counted, before: Sequence[Before]) -> frozenset[Key]:
    """The cells of the answer that are hidden. Raises CannotBeAnswered."""
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.answers import protect_answer

    open_tables = Before(counted.open_tables.asked, counted.open_tables.hidden)
    every = [open_tables, *reckoned_with(counted.layout.question.span, before)]
    drawn = picture(counted.layout.asked, [each.asked for each in every], counted.linking)
    return protect_answer(
        drawn,
        counted.linking,
        counted.layout.asked.cells,
        counted.count(drawn.keys),
        _settled(every),
        counted.policy,
        open_tables.hidden.difference(*(each.hidden for each in every[1:])),
    )


def made(tx: Transaction, counted: Counted, hidden: frozenset[Key], *, today: date) -> MadeTable:
    """The table as it may be shown."""
    layout = counted.layout
    counts = counted.count(layout.keys.values())
    held = held_from(tx, known_at=layout.question.known_at)
    return made_table(
        layout.question, layout.rows, layout.columns, layout.keys, counts, hidden,
        policy=counted.policy, rules=counted.rules, as_of=today, held_from=held,
    )  # fmt: skip


def _dims(question: TableQuestion, before: Iterable[Before]) -> tuple[str, ...]:
    """By what cases are to be looked up. A theme is never without its group."""
    linked = {name for each in before for key in each.asked.cells for name in key[::2]} - {AREA, PERIOD}
    names = dict.fromkeys((*question.counted, *sorted(linked)))
    themes = {THEME, "theme_group"}
    return tuple(dict.fromkeys((*names, *sorted(themes if themes & names.keys() else ()))))


def _days(span: Span, before: Iterable[Before]) -> tuple[date, date]:
    """Whole financial years, as the open tables of a year are protected together."""
    periods = {dict(pairs(key))[PERIOD] for each in before for key in each.asked.cells}
    years = [year for each in (span, *map(parse_span, periods)) for year in each.years]
    return Period(min(years), "Y", 1).starts_on, Period(max(years), "Y", 1).ends_on


def _once(dims: Iterable[Dimension]) -> list[Dimension]:
    return list({dim.name: dim for dim in dims if dim.name in SAFE}.values())


def _refuse_if_too_fine(
    question: TableQuestion, shown: OpenStatistics, policy: DisclosurePolicy, rules: TableRules
) -> None:
    """Judged by what anybody can read, so that being refused says nothing of what is hidden."""
    place = {} if question.area == "all" else {AREA: question.area}
    totals = {
        key: number
        for key, number in shown.counts.items()
        if {name: value for name, value in pairs(key) if name != PERIOD} == place
    }
    readable = [n for key, n in totals.items() if key not in shown.hidden and not policy.is_small(n)]
    cases, cells = sum(map(policy.rounded, readable)), question.cells(SAFE)
    nobody = len(readable) == len(totals) and not cases
    if cells > rules.most_cells or (cells > cases * rules.cells_per_case and not nobody):
        raise TooFine(cells, cases, rules)


def _settled(before: Iterable[Before]) -> dict[Key, bool]:
    """What was told stays as it is; hidden only if nothing shows it."""
    found: dict[Key, bool] = {}
    for each in before:
        for key in each.asked.cells:
            found[key] = found.get(key, True) and key in each.hidden
    return found


def reckoned_with(span: Span, before: Sequence[Before]) -> list[Before]:
    """What has months in common with the question, or with something that has."""
    months, left = set(span.months), list(before)
    while near := [each for each in left if months & _months(each)]:
        months |= {month for each in near for month in _months(each)}
        left = [each for each in left if each not in near]
    return [each for each in before if each not in left]


def _months(each: Before) -> frozenset[str]:
    periods = {dict(pairs(key))[PERIOD] for key in each.asked.cells}
    return frozenset().union(*(parse_span(period).months for period in periods))
