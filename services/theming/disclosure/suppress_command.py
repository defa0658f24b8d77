"""What `cdop suppress` does: a CSV of counts in, the same CSV out that gives no small count away."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.theming.disclosure.count_file import CountFile, read_counts, unmarked_totals
from services.theming.disclosure.pushing import Says, silent
from services.theming.disclosure.released import WouldGiveAway
from services.theming.disclosure.releases import ProtectedRelease, Together, problem_of, protect_release
from services.theming.domain.statistics.linked_tables import TOTAL, Release, Sum
from shared.disclosure.cells import Cell, Missing, as_text, status_of
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.disclosure.spreadsheets import CsvWriter, neutral
from shared.errors import Fault, Invalid

NOTHING_SHOWN = "Nothing is shown: whatever else were, a suppressed count would follow from it."
MANY = 1_000
"""Somebody waits: of more counts not each is attacked by itself, and a little more is hidden."""
POLICIES = {"publishable": "publishable", "board": "restricted_board", "restricted_board": "restricted_board"}


@dataclass(frozen=True)
class Suppressed:
    """The protected CSV, and what should be said about it beside it."""

    csv: str
    messages: tuple[str, ...]


def suppress(
    sent: bytes,
    *,
    dims: str,
    count: str,
    policy: str = "publishable",
    overlapping: Sequence[str] = (),
    sums: Sequence[str] = (),
    on: date,
    say: Says = silent,
) -> Suppressed:
    """The CSV that was ``sent`` with each count as it may be published, and its status.

    ``dims``: the columns that say what is counted, with commas between; ``count``: the column of counts.
    Totals are rows with ``Total`` in one of ``dims``. ``overlapping``: dimensions of which a case can have
    several values. ``sums``: further sums, "area: County = Town + Village". ``say`` is told how far it is
    where there are many counts. Raises Invalid that names
    every fault with its line. Where whatever is shown gives something away, everything is suppressed.
    """
    names = [name.strip() for name in dims.split(",") if name.strip()]
    faults = [] if policy in POLICIES else [Fault("policy", "The policy is publishable or board.")]
    try:
        file, more = read_counts(sent.decode(), names, count.strip())
    except UnicodeDecodeError:
        file, more = None, [Fault("file", "The file is not UTF-8. Save it as CSV UTF-8 and send it again.")]
    told, wrong = _sums(sums, names)
    faults += [*more, *wrong, *_not_dimensions(overlapping, names)]
    if faults or file is None:
        raise _invalid(faults)
    unmarked = {} if overlapping or told else unmarked_totals(file)
    release = Release((file.table,), _all_sums(file, {**told, **unmarked}, overlapping))
    wrong = [Fault(count, f"Line {file.lines[key]}: {fault.message}") for key, fault in release.wrong_sums()]
    if wrong:
        raise _invalid(list(dict.fromkeys(wrong)))
    rules = policy_on(POLICIES[policy], on)
    try:
        cells = len(file.table.counts)
        if cells > MANY:
            say(f"{cells:,} counts: this takes up to a minute, and some minutes from 20,000.")
        protected = protect_release(release, rules, say=say, many=MANY)
    except Invalid as invalid:
        raise _invalid(invalid.faults) from None
    except WouldGiveAway:
        nothing = _nothing_shown(release, rules)
        return Suppressed(_written(file, nothing), (*_messages(file, nothing, unmarked), NOTHING_SHOWN))
    return Suppressed(_written(file, protected), _messages(file, protected, unmarked))


def _nothing_shown(release: Release, policy: DisclosurePolicy) -> ProtectedRelease:
    problem = problem_of(Together(release), policy)
    return ProtectedRelease(release, policy, problem, frozenset(problem.counts))


def _invalid(faults: Sequence[Fault]) -> Invalid:
    return Invalid(faults, "\n".join(fault.message for fault in faults))


def _not_dimensions(named: Sequence[str], dims: Sequence[str]) -> list[Fault]:
    return [
        Fault("overlapping", f"{name} is said to overlap but is not one of the dimensions.")
        for name in named
        if name not in dims
    ]


def _sums(written: Sequence[str], dims: Sequence[str]) -> tuple[dict[str, list[Sum]], list[Fault]]:
    """The sums that were told, by dimension: "area: County = Town + Village"."""
    found: dict[str, list[Sum]] = {}
    faults = []
    for text in written:
        dim, _, rest = text.partition(":")
        whole, _, parts = rest.partition("=")
        values = tuple(part.strip() for part in parts.split("+") if part.strip())
        if dim.strip() not in dims or not whole.strip() or not values:
            faults.append(Fault("sum", f'"{text}" is not a sum such as "area: County = Town + Village".'))
        else:
            found.setdefault(dim.strip(), []).append(Sum(whole.strip(), values))
    return found, faults


def _all_sums(
    file: CountFile, told: dict[str, list[Sum]], overlapping: Sequence[str]
) -> dict[str, tuple[Sum, ...]]:
    """For each dimension: all under the total that is not within another value, and the sums told."""
    found = {}
    for dim in file.table.dims:
        within = {part for each in told.get(dim, ()) for part in each.parts}
        top = tuple(value for value in file.values_of(dim) if value not in within)
        found[dim] = (Sum(TOTAL, top, overlapping=dim in overlapping), *told.get(dim, ()))
    return found


def _written(file: CountFile, protected: ProtectedRelease) -> str:
    out = io.StringIO()
    writer = CsvWriter(out, delimiter=file.between, lineterminator=file.line_end)
    writer.writerow([neutral(file.header[column]) for column in file.kept] + ["status"])
    cells = protected.cells(file.table)
    for row, values in file.rows:
        cell: Cell = cells.get(values, Missing())
        shown = [as_text(cell) if c == file.count_at else neutral(row[c]) for c in file.kept]
        writer.writerow([*shown, status_of(cell)])
    return out.getvalue()


def _messages(
    file: CountFile, protected: ProtectedRelease, unmarked: Mapping[str, Sequence[Sum]]
) -> tuple[str, ...]:
    policy: DisclosurePolicy = protected.policy
    hidden, further = len(protected.hidden), len(protected.further)
    said = [
        f"{policy.label}, version {policy.version}. {policy.rule}",
        f"{hidden} of {len(protected.problem.counts)} counts are suppressed, {further} of them so that the"
        " others cannot be worked out.",
    ]
    said += [
        f"{dim} {each.whole} comes to the sum of the others throughout, and is protected as their total."
        for dim, sums in unmarked.items()
        for each in sums
    ]
    if file.left_out:
        said.append(
            f"Left out, since they could say what is suppressed: {', '.join(file.left_out)}. Make rates and"
            " percentages from the counts that are shown. A column that says what is counted, such as a"
            " year, is kept if --dims names it."
        )
    return tuple(said)
