"""What has been released before a report and is audited together with it."""

from collections.abc import Iterable, Mapping, Sequence

from services.theming.disclosure.ledger import released_before
from services.theming.disclosure.released import Released
from services.theming.reports.protecting import LEDGER
from shared.disclosure.policies import DisclosurePolicy
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
    found: dict[str, list[Released]] = {}
    for basis in sorted(set(bases) & set(LEDGER)):
        out = released_before(tx, policy.name, basis, (span.starts_on, span.ends_on))
        known = None if considered is None else set(considered.get(basis, ()))
        found[basis] = [each for each in out if known is None or each.name in known]
    return found
