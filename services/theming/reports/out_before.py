"""What has been released before a report and is audited together with it, for each who reads it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from services.theming.disclosure.ledger import BOARD, PUBLISHABLE, released_before
from services.theming.disclosure.released import Released
from services.theming.reports.protecting import LEDGER, Boards
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.periods import Period
from shared.storage import Transaction


def out_before(
    tx: Transaction,
    policy: DisclosurePolicy,
    bases: Iterable[str],
    span: Period,
    considered: Mapping[str, Sequence[str]] | None,
) -> dict[str, list[Released]]:
    """By basis. ``considered``: only what counted as out when the report was made; None: all of it."""
    return _read_under(tx, policy.name, bases, span, considered)


def read_by_boards(
    tx: Transaction,
    policy: DisclosurePolicy,
    bases: Iterable[str],
    span: Period,
    considered: Mapping[str, Sequence[str]] | None,
    run_on: date,
) -> Boards | None:
    """What boards have who will read a published report too; None where nothing went out to them alone."""
    if policy.name != PUBLISHABLE:
        return None
    read = _read_under(tx, BOARD, bases, span, considered)
    theirs = {basis: out for basis, out in read.items() if not all(each.of_others for each in out)}
    return Boards(policy_on(BOARD, run_on), theirs) if theirs else None


def _read_under(
    tx: Transaction,
    policy: str,
    bases: Iterable[str],
    span: Period,
    considered: Mapping[str, Sequence[str]] | None,
) -> dict[str, list[Released]]:
    found: dict[str, list[Released]] = {}
    for basis in sorted(set(bases) & set(LEDGER)):
        out = released_before(tx, policy, basis, (span.starts_on, span.ends_on))
        known = None if considered is None else set(considered.get(basis, ()))
        found[basis] = [each for each in out if known is None or each.name in known]
    return found
